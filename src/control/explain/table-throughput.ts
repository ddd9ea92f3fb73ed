/** Throttling of DynamoDB's tables: which bucket ran dry, who drained it, and what would do. */
import type { Cause } from '../../kernel/errors.ts'
import type { Incident } from '../../kernel/incidents.ts'
import { awsCommand, kasaneCommand } from './commands.ts'
import { advice, type Cure, type Explainer, type Surroundings } from './explanation.ts'
import { counted } from './facts.ts'
import { type DryKeyRange, keyRangeCures, keyRangeLines } from './key-range.ts'
import { isoInstant } from '../iso-time.ts'

/** As DynamoDB tells them; see `ThrottlingFacts` there. */
interface Throttled extends Cause, DryKeyRange {
  readonly throttled: string
  readonly bucket: 'table' | 'index' | 'key range' | 'account'
  readonly mode: string
  readonly table: string
  readonly index?: string
  readonly asked: number
  readonly held: number
  readonly fullUnits: number
  readonly drySinceMs: number
  readonly untilMs: number
  readonly used: readonly { readonly operation: string; readonly units: number }[]
  readonly enough: number
  readonly has: { readonly read?: number; readonly write?: number }
  readonly quota?: string
}

export function isTableThroughput(why: Cause): why is Throttled {
  return typeof why['throttled'] === 'string'
}

export const explainTableThroughput: Explainer<Throttled> = (incident, why, surroundings) => ({
  why: [
    bucketLine(why),
    ...(why.bucket === 'key range' ? keyRangeLines(why) : [ceilingLine(why)]),
    `Dry since ${isoInstant(why.drySinceMs)}. ${usedLine(why)}`,
    enoughLine(why),
  ].filter((line) => line !== ''),
  cure: withWaiting(why, cures(incident, why, surroundings), surroundings),
})

function bucketLine(why: Throttled): string {
  const { units, asked, held, unitsPerSecond, fullUnits } = why
  const state =
    held < 0 ? `owes ${counted(-held)}` : `holds ${counted(held)} of at most ${counted(fullUnits)}`
  return (
    `The ${units} units of ${nameOf(why)} have run dry: the request takes ${counted(asked)}, the ` +
    `bucket ${state}, and ${counted(unitsPerSecond)} a second flow in.`
  )
}

function nameOf({ bucket, table, index, keyRange }: Throttled): string {
  const resource = index === undefined ? `table ${table}` : `index ${index} of table ${table}`
  if (bucket === 'account') return `what the account lets ${resource} take`
  if (bucket !== 'key range') return resource
  return `key range ${keyRange.number} of ${keyRange.of} of ${resource}`
}

/** Why it is no more. */
function ceilingLine({ throttled, mode, units, index }: Throttled): string {
  if (throttled === 'KeyRangeThroughputExceeded') {
    return 'On demand, twice the previous peak is let through, growing every 30 minutes.'
  }
  if (throttled === 'MaxOnDemandThroughputExceeded') {
    return 'This is the maximum that was set for it (OnDemandThroughput).'
  }
  const isBackPressure = index !== undefined && units === 'write' && mode === 'PROVISIONED'
  return isBackPressure ? 'An index that can’t keep up holds back the writes of its table.' : ''
}

/** A key range gives what it gives: no other rate would have been enough. */
function enoughLine({ bucket, enough, units }: Throttled): string {
  if (bucket === 'key range') return ''
  return `${counted(enough)} ${units} units a second were asked for lately: so many would have been enough.`
}

function usedLine({ used }: Throttled): string {
  if (used.length === 0) return 'Nothing was let through lately.'
  const shares = used.slice(0, 5).map(({ operation, units }) => `${operation} (${counted(units)})`)
  return `Consumed in the last minutes by: ${shares.join(', ')}.`
}

function cures(incident: Incident, why: Throttled, surroundings: Surroundings): readonly Cure[] {
  const { bucket, throttled } = why
  const update = (...words: readonly string[]) =>
    awsCommand(surroundings, incident, [
      'dynamodb',
      'update-table',
      '--table-name',
      why.table,
      ...words,
    ])
  if (bucket === 'key range') {
    return keyRangeCures(why, (enough) => update(...warmth({ ...why, enough })))
  }
  if (bucket === 'account') return []
  if (throttled === 'MaxOnDemandThroughputExceeded') {
    return [
      advice('Raise the maximum to what is asked for (-1 lifts it):', update(...maximum(why))),
    ]
  }
  if (why.mode !== 'PROVISIONED') {
    return [advice('Warm it for what is coming:', update(...warmth(why)))]
  }
  return [
    advice('Provision what is asked for:', update(...provision(why))),
    ...(why.index === undefined
      ? [advice('Or pay by the request:', update('--billing-mode', 'PAY_PER_REQUEST'))]
      : []),
  ]
}

function provision(why: Throttled): readonly string[] {
  const { read = 1, write = 1 } = wanted(why)
  if (why.index === undefined) {
    return ['--provisioned-throughput', `ReadCapacityUnits=${read},WriteCapacityUnits=${write}`]
  }
  return ofIndex(why.index, {
    ProvisionedThroughput: { ReadCapacityUnits: read, WriteCapacityUnits: write },
  })
}

function maximum(why: Throttled): readonly string[] {
  const { read = -1, write = -1 } = wanted(why)
  if (why.index === undefined) {
    return ['--on-demand-throughput', `MaxReadRequestUnits=${read},MaxWriteRequestUnits=${write}`]
  }
  return ofIndex(why.index, {
    OnDemandThroughput: { MaxReadRequestUnits: read, MaxWriteRequestUnits: write },
  })
}

function warmth({ index, units, enough }: Throttled): readonly string[] {
  const member = units === 'read' ? 'ReadUnitsPerSecond' : 'WriteUnitsPerSecond'
  if (index === undefined) return ['--warm-throughput', `${member}=${enough}`]
  return ofIndex(index, { WarmThroughput: { [member]: enough } })
}

/** What it has, with enough of what ran dry. */
function wanted({ has, units, enough }: Throttled): Throttled['has'] {
  return { ...has, [units]: Math.max(enough, has[units] ?? 0) }
}

function ofIndex(IndexName: string, update: object): readonly string[] {
  return [
    '--global-secondary-index-updates',
    JSON.stringify([{ Update: { IndexName, ...update } }]),
  ]
}

function withWaiting(
  { bucket, untilMs }: Throttled,
  others: readonly Cure[],
  surroundings: Surroundings,
): readonly Cure[] {
  const seconds = Math.max(1, Math.ceil((untilMs - surroundings.nowMs) / 1_000))
  const isAlone = others.length === 0 && bucket !== 'account'
  const wait = advice(
    `${isAlone ? 'Ask' : 'Or ask'} more slowly (SDKs do so when they try again), or move the clock on:`,
    kasaneCommand(surroundings, 'clock', 'advance', `${seconds}s`),
  )
  return [...others, wait]
}
