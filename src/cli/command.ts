/** What a command is: declared as data, with one function that runs it. */
import { type Cloud, type CloudAddress, endpointOf } from './cloud.ts'
import { UsageError } from './failure.ts'
import { optionKey } from './option-key.ts'
import type { Terminal } from './terminal.ts'

/** An option, as it is typed behind two dashes. */
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

/** One call of a command: what was typed, and where. */
export interface Run {
  readonly args: readonly string[]
  /** By their names in camel case. */
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

/** Of all commands that speak to a cloud. */
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

/** An option's text, by its name as it is typed. */
export function textOf({ options }: Pick<Run, 'options'>, name: string): string | undefined {
  const value = options[optionKey(name)]
  return typeof value === 'string' ? value : undefined
}

/** How many entries `--last` asks for. @throws UsageError */
export function lastOf(run: Pick<Run, 'options'>, usual: number): number {
  const last = textOf(run, 'last') ?? String(usual)
  if (/^\d{1,9}$/.test(last)) return Number(last)
  throw new UsageError(`--last takes a whole number, not "${last}"`)
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
  return `http://127.0.0.1:${readPort(port)}`
}

/** A port that one can ask at. @throws UsageError */
export function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (port > 0 && port <= 65_535) return port
  throw new UsageError(`--port takes a number from 1 to 65535, not "${text}"`)
}
