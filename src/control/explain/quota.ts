/** Limits: which one, how far it goes, who has used it up, and how it is raised. */
import type { CalledBy } from '../../kernel/call-rates.ts'
import type { Cause } from '../../kernel/errors.ts'
import type { Incident } from '../../kernel/incidents.ts'
import type { Quota } from '../../kernel/limits.ts'
import { awsCommand, kasaneCommand } from './commands.ts'
import { advice, type Cure, type Explainer, type Surroundings } from './explanation.ts'
import { factLines, numberFact, textFact } from './facts.ts'
import { explainTableThroughput, isTableThroughput } from './table-throughput.ts'

export const explainQuota: Explainer = (incident, why, surroundings) => {
  const found = findQuota(incident, why, surroundings)
  return {
    why: [limitLine(why, found), ...factLines(why, told)],
    cure: [...ownAdvice(why), ...raising(incident, why, found, surroundings)],
  }
}

export const explainThroughput: Explainer = (incident, why, surroundings) => {
  if (isTableThroughput(why)) {
    const explained = explainTableThroughput(incident, why, surroundings)
    const found = findQuota(incident, why, surroundings)
    if (!found) return explained
    const limit = { ...why, limit: why.unitsPerSecond }
    return {
      ...explained,
      cure: [...raising(incident, limit, found, surroundings), ...explained.cure],
    }
  }
  const found = findQuota(incident, why, surroundings)
  return {
    why: [limitLine(why, found), ...calledByLines(why), ...factLines(why, told)],
    cure: [
      advice(
        'Ask more slowly (SDKs do so when they try again), or move the clock on:',
        kasaneCommand(surroundings, 'clock', 'advance', `${secondsLeft(why, surroundings)}s`),
      ),
      ...raising(incident, why, found, surroundings),
    ],
  }
}

const told = ['quota', 'code', 'limit', 'value', 'used', 'per', 'calledBy']

/** Of rates of calls; see `TooManyCalls` in the kernel. */
function calledByLines({ calledBy }: Cause): readonly string[] {
  if (!Array.isArray(calledBy) || calledBy.length === 0) return []
  const shares = (calledBy as readonly CalledBy[]).map(
    ({ caller, operation, calls }) => `${operation} by ${caller} (${calls})`,
  )
  return [`Called lately: ${shares.join(', ')}.`]
}

function secondsLeft(why: Cause, { nowMs }: Surroundings): number {
  const untilMs = numberFact(why, 'untilMs') ?? nowMs
  return Math.max(1, Math.ceil((untilMs - nowMs) / 1_000))
}

/** Services tell `limit` with the `value` that went beyond it, or the limit itself as `value`. */
function limitOf(why: Cause): number | undefined {
  return numberFact(why, 'limit') ?? numberFact(why, 'value')
}

function askedOf(why: Cause): number | undefined {
  return why['limit'] === undefined ? undefined : numberFact(why, 'value')
}

/** Some causes count what uses it up, some list it. */
function usedOf({ used }: Cause): number | undefined {
  if (Array.isArray(used)) return used.length
  return typeof used === 'number' ? used : undefined
}

function findQuota({ service }: Incident, why: Cause, { findQuota: find }: Surroundings) {
  const name = textFact(why, 'quota')
  return name === undefined ? undefined : find(service, name)
}

function limitLine(why: Cause, quota: Quota | undefined): string {
  const name = textFact(why, 'quota') ?? 'The limit'
  const code = quota?.code ?? textFact(why, 'code')
  const [limit, asked, per] = [limitOf(why), askedOf(why), textFact(why, 'per')]
  const { used } = why
  return [
    name,
    code === undefined ? '' : ` (${code})`,
    limit === undefined ? '' : ` is ${limit}${per === undefined ? '' : ` a ${per}`}`,
    asked === undefined ? '' : `; ${asked} were asked for`,
    used === undefined ? '' : `; used: ${typeof used === 'number' ? used : JSON.stringify(used)}`,
    '.',
  ].join('')
}

/** What helps against some limits without raising them. */
function ownAdvice(why: Cause): Cure[] {
  const text = advices[textFact(why, 'quota') ?? '']
  return text === undefined ? [] : [advice(text)]
}

const inFlight = 'Delete the messages that were received, or let their visibility timeout pass.'

const advices: Readonly<Record<string, string>> = {
  'In-Flight Messages per Standard Queue': inFlight,
  'In-Flight Messages per FIFO Queue': inFlight,
  MaximumMessageSize:
    'Send less, raise the queue’s attribute MaximumMessageSize (1,048,576 bytes at most), or keep the body in S3 and send where it is.',
  'Messages per Batch': 'Send the entries in several batches.',
}

function raising(
  incident: Incident,
  why: Cause,
  quota: Quota | undefined,
  surroundings: Surroundings,
): Cure[] {
  const limit = limitOf(why)
  if (!quota) {
    const most = limit === undefined ? '' : ` at most ${limit} are taken`
    return ownAdvice(why).length > 0 ? [] : [advice(`AWS never moves this limit:${most}.`)]
  }
  const { service, name, code, adjustable } = quota
  // Twice as much, and what cures it in any case: a test may have set it to 0, or below its use.
  const wanted = Math.max(2 * (limit ?? quota.value), askedOf(why) ?? 0, (usedOf(why) ?? 0) + 1)
  const place = ['--account', incident.account, '--region', incident.region]
  const words = ['quotas', 'set', service, code ?? name, String(wanted), ...place]
  return [
    advice('Raise it here, for a test:', kasaneCommand(surroundings, ...words)),
    onAws(incident, { code, adjustable, service, wanted }, surroundings),
  ]
}

interface Increase extends Pick<Quota, 'code' | 'adjustable' | 'service'> {
  readonly wanted: number
}

function onAws(
  incident: Incident,
  { code, adjustable, service, wanted }: Increase,
  surroundings: Surroundings,
): Cure {
  if (!adjustable) return advice('On AWS it cannot be raised.')
  if (code === undefined) return advice('On AWS it is raised by a support case.')
  const text = `On AWS it is raised by Service Quotas: request an increase of ${code}`
  if (!surroundings.isServed('service-quotas')) return advice(`${text}.`)
  const request = ['service-quotas', 'request-service-quota-increase']
  const options = ['--service-code', service, '--quota-code', code, '--desired-value', `${wanted}`]
  return advice(`${text}:`, awsCommand(surroundings, incident, [...request, ...options]))
}
