/** What a command is: declared as data, with one function that runs it. */
import { type Cloud, type CloudAddress, endpointOf } from './cloud.ts'
import { UsageError } from './failure.ts'
import type { Terminal } from './terminal.ts'

export interface Option {
  /** Long name without its dashes. */
  readonly name: string
  /** The name of its value, as help shows it; without one it is a switch. */
  readonly value?: string
  /** May be given several times. */
  readonly isRepeated?: boolean
  readonly says: string
}

export type OptionValue = string | boolean | readonly string[]

export interface Run {
  readonly args: readonly string[]
  readonly options: Readonly<Record<string, OptionValue | undefined>>
  readonly terminal: Terminal
  /** Finds the cloud. @throws Failure */
  cloud(): Promise<Cloud>
}

export interface Command {
  readonly name: string
  readonly summary: string
  /** Such as `<file>`, `[instant]`, `<duration...>`, each with what it is. */
  readonly args?: readonly (readonly [form: string, says: string])[]
  readonly options?: readonly Option[]
  readonly commands?: readonly Command[]
  /** Of its parent's commands, the one that runs when none is named. */
  readonly isDefault?: boolean
  /** What it doesn't know it hands on to another program, options included. */
  readonly handsOn?: boolean
  /** Answers the exit code, where it isn't 0. @throws Failure, UsageError */
  run?(run: Run): Promise<number | undefined | void>
}

export const cloudOptions: readonly Option[] = [
  {
    name: 'endpoint',
    value: 'url',
    says: 'where the cloud is (else AWS_ENDPOINT_URL, else http://127.0.0.1:4566)',
  },
  { name: 'port', value: 'port', says: 'short for --endpoint http://127.0.0.1:PORT' },
  {
    name: 'token',
    value: 'token',
    says: 'what "kasane start --host" printed (else KASANE_TOKEN)',
  },
]

export const jsonOption: Option = { name: 'json', says: 'prints JSON' }

/** An option's text. */
export function textOf({ options }: Pick<Run, 'options'>, name: string): string | undefined {
  const value = options[name]
  return typeof value === 'string' ? value : undefined
}

/** Which cloud a command is for. @throws UsageError */
export function addressOf(run: Pick<Run, 'options' | 'terminal'>): CloudAddress {
  const { env } = run.terminal
  return {
    endpoint: endpointOf(endpointGiven(run), env),
    token: textOf(run, 'token') ?? env['KASANE_TOKEN'],
  }
}

/** What `--endpoint` or `--port` says. @throws UsageError */
export function endpointGiven(run: Pick<Run, 'options'>): string | undefined {
  const [endpoint, port] = [textOf(run, 'endpoint'), textOf(run, 'port')]
  if (port === undefined) return endpoint
  if (endpoint !== undefined) throw new UsageError('--endpoint and --port say the same: give one')
  if (/^\d{1,5}$/.test(port) && Number(port) > 0 && Number(port) <= 65_535) {
    return `http://127.0.0.1:${port}`
  }
  throw new UsageError(`--port takes a number from 1 to 65535, not "${port}"`)
}
