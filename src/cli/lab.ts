/** `kasane lab`: lists the labs, and runs them, each on a cloud of its own. */
import type { Language } from '../labs/lab.ts'
import { cloudOptions, type Command, jsonOption, type Option, type Run, textOf } from './command.ts'
import { UsageError } from './failure.ts'
import { runLabs } from './lab-run.ts'

const languageOption: Option = {
  name: 'lang',
  value: 'language',
  says: 'en or ja (else as the environment’s LANG says)',
}

export const lab: Command = {
  name: 'lab',
  summary: 'runs a lab: something breaks, is explained and cured',
  commands: [
    {
      name: 'list',
      isDefault: true,
      summary: 'lists the labs',
      options: [languageOption, jsonOption],
      run: listLabs,
    },
    {
      name: 'run',
      summary: 'runs labs, and fails where a claim does not hold',
      args: [['<name...>', 'of the labs; all runs every one']],
      options: [
        ...cloudOptions.map(withoutDefault),
        languageOption,
        { name: 'out', value: 'dir', says: 'writes its charts there as SVG files' },
        { name: 'real-time', says: 'to watch it: nothing moves the clock but time' },
        jsonOption,
      ],
      run: (run) => runLabs(run, languageOf(run)),
    },
  ],
}

/** Labs have a cloud of their own unless they are told of another. */
function withoutDefault(option: Option): Option {
  return option.name === 'endpoint'
    ? { ...option, says: 'a cloud that is running (else each lab starts its own, in memory)' }
    : option
}

async function listLabs(run: Run): Promise<void> {
  const language = languageOf(run)
  const { labs } = await import('../labs/labs.ts')
  const listed = labs.map(({ name, title }) => ({ name, title: title[language] }))
  if (run.options['json']) return run.terminal.out(JSON.stringify(listed))
  const width = Math.max(...listed.map(({ name }) => name.length))
  for (const { name, title } of listed) run.terminal.out(`${name.padEnd(width)}  ${title}`)
}

/** Of messages, as POSIX has it. @throws UsageError */
function languageOf(run: Run): Language {
  const { env } = run.terminal
  const asked = textOf(run, 'lang')
  if (asked === 'en' || asked === 'ja') return asked
  if (asked !== undefined) throw new UsageError(`--lang takes en or ja, not "${asked}"`)
  return /^ja(?:_|\b)/.test(env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '') ? 'ja' : 'en'
}
