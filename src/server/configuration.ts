/** What a cloud is started with, read from flags and the environment; flags win. */
import type { IamMode } from '../gateway/audit.ts'
import type { ClockMode } from '../kernel/clock.ts'
import type { AccessKey } from './configured-keys.ts'

export interface Configuration {
  /** 0: any free port. */
  readonly port: number
  /** The address listened on. */
  readonly host: string
  /** Absent: all is kept in memory. */
  readonly dataDir?: string
  /** An answer waits until the disk has what it acknowledges. */
  readonly durable: boolean
  /** `self-signed`, or PEM files. */
  readonly https?: HttpsChoice
  readonly allowedHosts: readonly string[]
  readonly allowedOrigins: readonly string[]
  readonly trustsAnyKey: boolean
  readonly accessKeys: readonly AccessKey[]
  readonly iam: IamMode
  /** `held`: time moves only when told; absent: as it was kept, else running. */
  readonly clock?: ClockMode
  /** Changes of status take as long as on AWS. */
  readonly hasRealDurations: boolean
  readonly isQuiet: boolean
  /** What other machines show to `/_kasane`; absent: a new one, where others can come at all. */
  readonly token?: string
}

export type HttpsChoice =
  | 'self-signed'
  | { readonly keyFile: string; readonly certificateFile: string }

/** As a command line or an environment has them: texts, lists and switches. */
export interface Flags {
  readonly port?: string
  readonly host?: string
  readonly dataDir?: string
  readonly durable?: boolean
  readonly https?: boolean
  readonly certificate?: string
  readonly key?: string
  readonly allowHost?: readonly string[]
  readonly allowOrigin?: readonly string[]
  readonly trustAnyKey?: boolean
  /** `ID:SECRET` or `ID:SECRET:ACCOUNT`. */
  readonly accessKey?: readonly string[]
  /** `on`, `audit` or `off`. */
  readonly iam?: string
  /** `held` or `running`. */
  readonly clock?: string
  readonly realDurations?: boolean
  readonly quiet?: boolean
  readonly token?: string
}

export const defaultPort = 4566

/** What is wrong with flags or environment, in a sentence for the user. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError'
}

/** @throws ConfigurationError */
export function configure(
  flags: Flags,
  environment: Readonly<Record<string, string | undefined>> = {},
): Configuration {
  const given = { ...flagsOf(environment), ...defined(flags) }
  const { host = '127.0.0.1', dataDir } = given
  if (dataDir === '') {
    throw new ConfigurationError(
      '--data-dir takes the path of a folder, and "" is none; without it all is kept in memory.',
    )
  }
  const https = httpsOf(given)
  const clock = clockOf(given.clock)
  return {
    port: portOf(given.port),
    host,
    durable: given.durable ?? false,
    allowedHosts: [...(given.allowHost ?? []), host].map((name) => name.toLowerCase()),
    allowedOrigins: (given.allowOrigin ?? []).map(originOf),
    trustsAnyKey: isLoopbackHost(host) || (given.trustAnyKey ?? false),
    accessKeys: (given.accessKey ?? []).map(accessKeyOf),
    iam: iamModeOf(given.iam),
    hasRealDurations: given.realDurations ?? false,
    isQuiet: given.quiet ?? false,
    ...(given.token && { token: given.token }),
    ...(dataDir !== undefined && { dataDir }),
    ...(https && { https }),
    ...(clock && { clock }),
  }
}

export function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host)
}

export function isWildcard(host: string): boolean {
  return host === '0.0.0.0' || host === '::'
}

/** `KASANE_DATA_DIR` and so on; lists are separated by commas. */
function flagsOf(environment: Readonly<Record<string, string | undefined>>): Flags {
  const text = (name: string) => environment[`KASANE_${name}`]
  const list = (name: string) =>
    text(name)
      ?.split(',')
      .filter((item) => item !== '')
  const isOn = (name: string) => {
    const value = text(name)
    return value === undefined ? undefined : !['', '0', 'false', 'no'].includes(value.toLowerCase())
  }
  return defined({
    port: text('PORT'),
    host: text('HOST'),
    // Compose files set a variable that has no value to the empty text.
    dataDir: text('DATA_DIR') || undefined,
    durable: isOn('DURABLE'),
    https: isOn('HTTPS'),
    certificate: text('CERTIFICATE'),
    key: text('KEY'),
    allowHost: list('ALLOW_HOST'),
    allowOrigin: list('ALLOW_ORIGIN'),
    trustAnyKey: isOn('TRUST_ANY_KEY'),
    accessKey: list('ACCESS_KEY'),
    token: text('TOKEN'),
    iam: text('IAM'),
    clock: text('CLOCK'),
    realDurations: isOn('REAL_DURATIONS'),
    quiet: isOn('QUIET'),
  })
}

function defined(flags: { readonly [Name in keyof Flags]: Flags[Name] | undefined }): Flags {
  return Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined))
}

function portOf(text: string | undefined): number {
  if (text === undefined || text === '') return defaultPort
  const port = Number(text)
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port
  throw new ConfigurationError(`--port takes a number from 0 to 65535, not "${text}".`)
}

function iamModeOf(text: string | undefined): IamMode {
  if (text === undefined || text === '') return 'on'
  if (text === 'on' || text === 'audit' || text === 'off') return text
  throw new ConfigurationError(`--iam takes on, audit or off, not "${text}".`)
}

function clockOf(text: string | undefined): ClockMode | undefined {
  if (text === undefined || text === '') return undefined
  if (text === 'held' || text === 'running') return text
  throw new ConfigurationError(`--clock takes held or running, not "${text}".`)
}

function httpsOf({ https, certificate, key }: Flags): Configuration['https'] {
  if (certificate !== undefined && key !== undefined) {
    return { keyFile: key, certificateFile: certificate }
  }
  if (certificate !== undefined || key !== undefined) {
    throw new ConfigurationError('--certificate and --key go together: two PEM files.')
  }
  return https ? 'self-signed' : undefined
}

function originOf(text: string): string {
  if (text === '*' || /^https?:\/\/[^/\s]+$/.test(text)) return text
  throw new ConfigurationError(
    `--allow-origin takes an origin such as https://app.example.com, or *, not "${text}".`,
  )
}

function accessKeyOf(text: string): AccessKey {
  const [id = '', secret = '', account, ...more] = text.split(':')
  const isKey = /^\w{3,128}$/.test(id) && secret !== '' && more.length === 0
  if (isKey && (account === undefined || /^\d{12}$/.test(account))) {
    return { id, secret, ...(account !== undefined && { account }) }
  }
  throw new ConfigurationError(
    '--access-key takes ID:SECRET or ID:SECRET:ACCOUNT, the account with 12 digits.',
  )
}
