/** `kasane plan dynamodb --table`: the capacity that a live table needs, from what it has consumed. */
import { type MeasuredNeed, planMeasured } from '../planner/measured-capacity.ts'
import { shown } from '../planner/step.ts'
import { type AwsCall, awsCaller } from './aws-call.ts'
import { type AwsPlace, placeOf } from './aws-place.ts'
import type { Run } from './command.ts'
import { shownDuration } from './duration.ts'
import { Failure, UsageError } from './failure.ts'
import {
  consumedBy,
  describeTable,
  type LivePart,
  type LiveTable,
  type Span,
} from './measured-table.ts'
import { showPlan, type ShownPlan } from './plan-text.ts'
import { optional, readSeconds } from './plan-values.ts'
import { type Units, unitsText, updateTableCommand } from './table-units.ts'

const defaultSinceSeconds = 3 * 3_600

/** Minutes are kept for fifteen days. */
const sinceSecondsMax = 15 * 86_400

/** @throws UsageError, Failure */
export async function planLiveTable(run: Run, name: string): Promise<void> {
  const sinceSeconds = optional(run, 'since', readSince) ?? defaultSinceSeconds
  const place = placeOf(run)
  const { get } = await run.cloud()
  const call = awsCaller(place, run.terminal)
  const { now } = await get('/clock')
  // The minute that is under way, too.
  const toMs = Math.ceil(Date.parse(String(now)) / 60_000 + 1) * 60_000
  const span = { fromMs: toMs - sinceSeconds * 1_000, toMs }
  const table = await describeTable(call, name)
  const measured = await Promise.all(table.parts.map((part) => measure(call, { name, part }, span)))
  if (measured.every(({ write, read }) => write.units === 0 && read.units === 0)) {
    const since = shownDuration(sinceSeconds * 1_000)
    throw new Failure(`nothing was read from ${name} or written to it in the last ${since}`)
  }
  showPlan(run, () => shownTable(table, measured, place))
}

function readSince(text: string, option: string): number {
  const seconds = readSeconds(text, option)
  if (seconds >= 60 && seconds <= sinceSecondsMax) return seconds
  throw new UsageError(`${option} takes from 1m to 15d, not "${text}"`)
}

interface MeasuredPart {
  readonly part: LivePart
  readonly write: MeasuredNeed
  readonly read: MeasuredNeed
}

async function measure(
  call: AwsCall,
  { name: table, part }: { readonly name: string; readonly part: LivePart },
  span: Span,
): Promise<MeasuredPart> {
  const { write, read } = await consumedBy(call, { table, index: part.index }, span)
  return { part, write: planMeasured('WCU', write), read: planMeasured('RCU', read) }
}

function shownTable(
  table: LiveTable,
  measured: readonly MeasuredPart[],
  place: AwsPlace,
): ShownPlan {
  const nameOf = ({ part: { index } }: MeasuredPart) => (index === undefined ? '' : `${index}: `)
  return {
    plan: 'dynamodb',
    answer: measured.map((one) => `${nameOf(one)}${unitsText(neededBy(one))}`).join('; '),
    figures: figuresOf(table, measured),
    working: measured.flatMap((one) =>
      [...one.write.working, ...one.read.working].map((step) => ({
        ...step,
        label: `${nameOf(one)}${step.label}`,
      })),
    ),
    notes: measured.flatMap((one) => notesOf(table, one, nameOf(one))),
    commands: [commandOf(table, measured, place)],
  }
}

function figuresOf(table: LiveTable, measured: readonly MeasuredPart[]) {
  const [own, ...indexes] = measured.map(({ part, write, read }) => ({
    ...(part.index !== undefined && { name: part.index }),
    writeUnits: write.units,
    readUnits: read.units,
    provisionedWriteUnits: part.writeUnits,
    provisionedReadUnits: part.readUnits,
    throttledWrites: write.throttled,
    throttledReads: read.throttled,
  }))
  return { table: table.name, isOnDemand: table.isOnDemand, ...own, indexes }
}

function notesOf(
  { isOnDemand }: LiveTable,
  { part, write, read }: MeasuredPart,
  name: string,
): readonly string[] {
  const has = isOnDemand
    ? `${name}the table is in on-demand mode`
    : `${name}has ${unitsText(part)} now`
  const throttled = [
    ...(write.throttled > 0 ? [`${shown(write.throttled)} writes`] : []),
    ...(read.throttled > 0 ? [`${shown(read.throttled)} reads`] : []),
  ]
  return [
    has,
    ...(throttled.length > 0 ? [`${name}${throttled.join(' and ')} were throttled`] : []),
    ...busiestOf(name, write, 'writes'),
    ...busiestOf(name, read, 'reads'),
  ]
}

function busiestOf(name: string, { busiestAtMs }: MeasuredNeed, kind: string): readonly string[] {
  if (busiestAtMs === undefined) return []
  const at = new Date(busiestAtMs).toISOString().replace(':00.000Z', ' UTC').replace('T', ' ')
  return [`${name}the busiest minute of ${kind} was ${at}`]
}

function neededBy({ write, read }: MeasuredPart): Units {
  return { writeUnits: write.units, readUnits: read.units }
}

function commandOf(
  { name: table, isOnDemand }: LiveTable,
  measured: readonly MeasuredPart[],
  place: AwsPlace,
): string {
  const own = measured.find(({ part }) => part.index === undefined)
  const indexes = measured.flatMap((one) =>
    one.part.index === undefined ? [] : [{ name: one.part.index, ...neededBy(one) }],
  )
  const needed = own ? neededBy(own) : { writeUnits: 0, readUnits: 0 }
  return updateTableCommand(place, { table, isOnDemand, own: needed, indexes })
}
