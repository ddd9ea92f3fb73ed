/**
 * What AWS publishes every five minutes, of idle tables too: units that are provisioned, bounds, and
 * what of its limits an account has reserved. They follow from tables that seldom change, so they are
 * told of whole spans, when a table changes or somebody looks: an idle table costs nothing.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html
 */
import { memory } from '../../../kernel/memory.ts'
import type { MeasuredMinute } from '../../../kernel/metrics.ts'
import { readingOf } from '../../../kernel/reading.ts'
import type { DynamodbReading } from '../state.ts'
import { type GaugedValues, valuesOfAccount, valuesOfTable } from './gauged-values.ts'

const everyMinutes = 5
const periodMs = everyMinutes * 60_000

/** Looks alone have gauges recorded when they tell of so much. */
const lookedAtMs = 60 * 60_000

/** What is published with some dimensions, until it changes; a period's is what it is at its end. */
interface Gauge extends GaugedValues {
  /** The first period that isn't recorded. */
  openMs: number
}

/** By the name of the table; the account's have the name that no table can have. */
class Gauges {
  readonly byTable = new Map<string, readonly Gauge[]>()
  isSource = false
}

const ofAccount = ''

const gauges = memory(() => new Gauges())

/** A table was made, changed or deleted, or is used for the first time since the process began. */
export function noteUnits(call: DynamodbReading, table: string): void {
  const all = begun(call)
  refresh(all, call, table)
  refresh(all, call, ofAccount)
}

/**
 * Gauges are lost with the process, and go on with the first use of one of the account's tables:
 * what was over when it ended was recorded then.
 */
export function publishGauges(call: DynamodbReading): void {
  begun(call)
}

function begun(call: DynamodbReading): Gauges {
  const all = call.memory(gauges)
  if (!all.isSource) becomeSource(all, call)
  return all
}

function becomeSource(all: Gauges, call: DynamodbReading): void {
  all.isSource = true
  const reading = readingOf(call)
  const { state, clock, metrics } = reading
  for (const { name } of state.tables.range()) refresh(all, reading, name)
  refresh(all, reading, ofAccount)
  metrics.source('dynamodb', {
    look({ namespace, dimensions }) {
      if (namespace !== undefined && namespace !== 'AWS/DynamoDB') return []
      const names = dimensions ? [dimensions['TableName'] ?? ofAccount] : [...all.byTable.keys()]
      return names.flatMap((name) => look(all, reading, name))
    },
    record(ageMs) {
      for (const gauge of [...all.byTable.values()].flat()) {
        if (clock.now() - gauge.openMs >= ageMs) record(reading, gauge)
      }
    },
  })
}

/** What it was is recorded where it has changed. */
function refresh(all: Gauges, call: DynamodbReading, name: string): void {
  const before = all.byTable.get(name) ?? []
  const table = name === ofAccount ? undefined : call.state.tables.get(name)
  const now = name === ofAccount ? [valuesOfAccount(call)] : table ? valuesOfTable(table) : []
  const openMs = periodOf(call.clock.now())
  const next = now.map((values) => {
    const known = before.find((gauge) => isSame(gauge.dimensions, values.dimensions))
    return known && isSame(known.values, values.values) ? known : { ...values, openMs }
  })
  for (const gauge of before) if (!next.includes(gauge)) record(call, gauge)
  if (next.length > 0) all.byTable.set(name, next)
  else all.byTable.delete(name)
}

/** What isn't recorded yet, with what the open period shows now. */
function look(all: Gauges, call: DynamodbReading, name: string): readonly MeasuredMinute[] {
  refresh(all, call, name)
  const nowMs = call.clock.now()
  return (all.byTable.get(name) ?? []).flatMap((gauge) => {
    if (nowMs - gauge.openMs >= lookedAtMs) record(call, gauge)
    return piecesOf(gauge, periodOf(nowMs) + periodMs)
  })
}

/** Records the periods that are over. */
function record({ metrics, clock }: DynamodbReading, gauge: Gauge): void {
  const untilMs = periodOf(clock.now())
  for (const piece of piecesOf(gauge, untilMs)) metrics.record(piece)
  gauge.openMs = Math.max(gauge.openMs, untilMs)
}

function piecesOf({ dimensions, values, openMs }: Gauge, untilMs: number): MeasuredMinute[] {
  const minutes = (untilMs - openMs) / periodMs
  if (minutes <= 0) return []
  return Object.entries(values).map(([name, value]) => ({
    namespace: 'AWS/DynamoDB',
    name,
    unit: name.endsWith('Utilization') ? 'Percent' : 'Count',
    dimensions,
    minuteMs: openMs,
    minutes,
    everyMinutes,
    count: 1,
    sum: value,
    min: value,
    max: value,
  }))
}

function periodOf(nowMs: number): number {
  return Math.floor(nowMs / periodMs) * periodMs
}

function isSame(one: object, two: object): boolean {
  return JSON.stringify(one) === JSON.stringify(two)
}
