/** What is said of words that aren't understood, where the library that reads them knows too little. */
import type { Command } from './command.ts'
import { UsageError } from './failure.ts'
import type { Terminal } from './terminal.ts'

/**
 * The library hands a word that names no command on to the default one, which takes none, and
 * answers `help nothing` with the help for everything.
 * @throws UsageError naming the commands that there are
 */
export function requireKnownCommands(
  words: readonly string[],
  commands: readonly Command[],
  path: string,
): void {
  const [first, ...rest] = words
  const [next] = rest
  const isNamed = (name: string) => commands.some((command) => command.name === name)
  if (first === 'help') {
    if (next === undefined || next.startsWith('-') || isNamed(next)) return
    throw new UsageError(`there is no command "${next}" to help with: see ${path} help`)
  }
  const group = commands.find(({ name }) => name === first)
  if (!group?.commands || next === undefined || next.startsWith('-')) return
  if (next === 'help') {
    requireKnownCommands(rest, group.commands, `${path} ${group.name}`)
    return
  }
  const takesWords = group.commands.some(({ isDefault, args }) => isDefault && args)
  if (takesWords || group.commands.some(({ name }) => name === next)) return
  const names = group.commands.map(({ name }) => name).join(', ')
  throw new UsageError(`"${next}" is no command of ${path} ${group.name}, which has ${names}`)
}

/** The library's complaint in words that help here. */
export function complaintOf(
  text: string,
  words: readonly string[],
  terminal: Pick<Terminal, 'env' | 'program'>,
): string {
  const complaint = text.replace(/^error: /, '')
  const back = /^unknown option '(-\d[^']*)'/.exec(complaint)?.[1]
  if (words[0] === 'clock' && back !== undefined) return backInTime(back)
  if (complaint.startsWith("too many arguments for 'start'")) return startAdvice(words, terminal)
  return complaint
}

export function backInTime(duration: string): string {
  return `"${duration}" goes back, and time only moves forward`
}

/** `npm start --port 5608` keeps `--port` to itself and passes on a lonely 5608. */
function startAdvice(
  words: readonly string[],
  { env, program }: Pick<Terminal, 'env' | 'program'>,
): string {
  const isNpm = env['npm_lifecycle_event'] === 'start'
  const begin = isNpm ? 'npm start --' : `${program} start`
  const port = words.find((word) => /^\d+$/.test(word))
  const right = `${begin} --port ${port ?? 'N'}`
  const reason = isNpm ? 'npm keeps options that do not follow two dashes' : 'start takes options'
  return `${reason}, so say: ${right}`
}
