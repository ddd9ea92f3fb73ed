/** What `startKasane` is given, looked at before anything starts: programs in JavaScript have no types. */
import { instantMs } from '../control/iso-time.ts'
import { ConfigurationError } from './configuration.ts'
import type { KasaneOptions } from './start-kasane.ts'

/** @throws ConfigurationError naming the option, and what it takes. */
export function requireOptions(options: unknown): asserts options is KasaneOptions {
  if (!isObject(options)) throw new ConfigurationError('startKasane takes an object of options.')
  for (const [name, value] of Object.entries(options)) {
    const rule = rules[name as keyof KasaneOptions]
    if (!Object.hasOwn(rules, name)) throw unknown(name)
    if (value === undefined || rule.allows(value)) continue
    throw new ConfigurationError(`${name} takes ${rule.takes}, not ${shown(value)}.`)
  }
}

interface Rule {
  readonly takes: string
  allows(value: unknown): boolean
}

const trueOrFalse: Rule = {
  takes: 'true or false',
  allows: (value) => typeof value === 'boolean',
}

const rules: Readonly<Record<keyof KasaneOptions, Rule>> = {
  port: { takes: 'a number from 0 to 65535, or false', allows: (value) => isPort(value) },
  clock: oneOf('held', 'running'),
  startAt: {
    takes: 'an ISO 8601 instant with its offset, such as 2026-01-31T12:00:00Z',
    allows: isInstant,
  },
  dataDir: {
    takes: 'the path of a folder (without it all is kept in memory)',
    allows: (value) => isText(value),
  },
  accessKeys: {
    takes: 'a list of { id, secret, account? }: texts, the account of 12 digits',
    allows: (value) => Array.isArray(value) && value.every(isAccessKey),
  },
  iam: oneOf('on', 'audit', 'off'),
  realDurations: trueOrFalse,
  seed: { takes: 'a text', allows: (value) => typeof value === 'string' },
  services: { takes: 'a list of services', allows: (value) => Array.isArray(value) },
  freezesEntities: trueOrFalse,
}

/** The two that are for tests of Kasane itself are no news to its users. */
const shownNames = Object.keys(rules).filter(
  (name) => !['services', 'freezesEntities'].includes(name),
)

function unknown(name: string): ConfigurationError {
  return new ConfigurationError(
    `startKasane has no option "${name}"; it has ${shownNames.join(', ')}.`,
  )
}

function oneOf(...texts: readonly string[]): Rule {
  const last = texts.at(-1)
  const takes = `${texts.slice(0, -1).join(', ')} or ${last}`
  return { takes, allows: (value) => texts.some((text) => text === value) }
}

function isPort(value: unknown): boolean {
  if (value === false) return true
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 65_535
}

function isInstant(value: unknown): boolean {
  try {
    return Number.isFinite(instantMs(value))
  } catch {
    return false
  }
}

function isAccessKey(value: unknown): boolean {
  if (!isObject(value)) return false
  const { id, secret, account } = value
  const isAccount = account === undefined || (isText(account) && /^\d{12}$/.test(account))
  return isText(id) && isText(secret) && isAccount
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

/** Secrets are not repeated in messages, which end in logs: of objects only the kind is said. */
function shown(value: unknown): string {
  if (typeof value === 'function') return 'a function'
  if (typeof value === 'object' && value !== null)
    return Array.isArray(value) ? 'this list' : 'an object'
  return typeof value === 'string' ? JSON.stringify(value) : String(value)
}
