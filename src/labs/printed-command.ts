/** Reads an AWS CLI command that Kasane has printed, for those who do it by the SDK instead. */
export interface PrintedCommand {
  readonly service: string
  readonly operation: string
  /** `role-name` → `worker`; switches are `true`. */
  readonly options: Readonly<Record<string, string | true>>
}

/** @throws Error for anything but a command of the AWS CLI. */
export function readCommand(line: string): PrintedCommand {
  const words = shellWords(line)
  const at = words.indexOf('aws')
  const [service, operation, ...rest] = at < 0 ? [] : words.slice(at + 1)
  if (service === undefined || operation === undefined) {
    throw new Error(`not a command of the AWS CLI: ${line}`)
  }
  return { service, operation, options: optionsOf(rest) }
}

function optionsOf(words: readonly string[]): Record<string, string | true> {
  const options: Record<string, string | true> = {}
  for (const [at, word] of words.entries()) {
    if (!word.startsWith('--')) continue
    const next = words[at + 1]
    options[word.slice(2)] = next === undefined || next.startsWith('--') ? true : next
  }
  return options
}

/** Blanks part words; single quotes keep them, and a backslash the next character. */
function shellWords(line: string): string[] {
  const pieces = line.trim().matchAll(/((?:'[^']*'|\\.|[^\s'\\])+)/g)
  return [...pieces].map(([word]) =>
    word.replaceAll(
      /'([^']*)'|\\(.)/g,
      (_, quoted?: string, escaped?: string) => quoted ?? escaped ?? '',
    ),
  )
}
