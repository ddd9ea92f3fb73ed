/** `kasane plan dynamodb --table`: the capacity that a live table needs, from what it has consumed. */
import { planMeasured } from '../planner/measured-capacity.ts'
import { shown } from '../planner/step.ts'
import type { AwsPlace } from './aws-call.ts'
import { addressOf, type Run, textOf } from './command.ts'
import { Failure, UsageError } from './failure.ts'
import { consumedBy, describeTable, type LivePart, type LiveTable } from './measured-table.ts'
import { showPlan, type ShownPlan } from './plan-text.ts'
import { optional, readSeconds } from './plan-values.ts'

const defaultSinceSeconds = 3 * 3_600

/** Minutes are kept for fifteen days. */
const sinceSecondsMax = 15 * 86_400

/** @throws UsageError, Failure */
export async function planLiveTable(run: Run, name: string): Promise<void> {
  const sinceSeconds = optional(run, 'since', readSince) ?? defaultSinceSeconds
  const { ask } = run.terminal
  const { get } = await run.cloud()
  const place = placeOf(run)
  const { now } = await get('/clock')
  const toMs = Math.ceil(Date.parse(String(now)) / 60_000 + 1) * 60_000
  const span = { fromMs: toMs - sinceSeconds * 1_000, toMs }
  const table = await describeTable(ask, place, name)
  const measured = await Promise.all(
    table.parts.map(async (part) => {
      const { write, read } = await consumedBy(ask, place, { table: name, index: part.index }, span)
      return { part, write: planMeasured('WCU', write), read: planMeasured('RCU', read) }
    }),
  )
  if (measured.every(({ write, read }) => write.units === 0 && read.units === 0)) {
    const hours = shown(sinceSeconds / 3_600)
    throw new Failure(`nothing was read from ${name} or written to it in the last ${hours} hours`)
  }
  showPlan(run, () => shownTable(table, measured, place))
}

function readSince(text: string, option: string): number {
  const seconds = readSeconds(text, option)
  if (seconds >= 60 && seconds <= sinceSecondsMax) return seconds
  throw new UsageError(`${option} takes from 1m to 360h, not "${text}"`)
}

/** @throws UsageError */
function placeOf(run: Run): AwsPlace {
  const { env } = run.terminal
  const account = textOf(run, 'account') ?? accountIn(env['AWS_ACCESS_KEY_ID'])
  if (!/^\d{12}$/.test(account)) {
    throw new UsageError(`--account takes twelve digits, not "${account}"`)
  }
  const region =
    textOf(run, 'region') || env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || 'us-east-1'
  return { endpoint: addressOf(run).endpoint, account, region }
}

function accountIn(accessKeyId: string | undefined): string {
  return /^\d{12}$/.test(accessKeyId ?? '') ? String(accessKeyId) : '000000000000'
}

type Need = ReturnType<typeof planMeasured>

interface MeasuredPart {
  readonly part: LivePart
  readonly write: Need
  readonly read: Need
}

function shownTable(
  table: LiveTable,
  measured: readonly MeasuredPart[],
  place: AwsPlace,
): ShownPlan {
  const nameOf = ({ part: { index } }: MeasuredPart) => (index === undefined ? '' : `${index}: `)
  return {
    plan: 'dynamodb',
    answer: measured
      .map((one) => `${nameOf(one)}${unitsText(one.write.units, one.read.units)}`)
      .join('; '),
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
    : `${name}has ${unitsText(part.writeUnits, part.readUnits)} now`
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

function busiestOf(name: string, { busiestAtMs }: Need, kind: string): readonly string[] {
  if (busiestAtMs === undefined) return []
  const at = new Date(busiestAtMs).toISOString().replace(':00.000Z', ' UTC').replace('T', ' ')
  return [`${name}the busiest minute of ${kind} was ${at}`]
}

function unitsText(writeUnits: number, readUnits: number): string {
  return `${shown(writeUnits)} WCU, ${shown(readUnits)} RCU`
}

/** With endpoint and key, so that it never reaches the real AWS. */
function commandOf(
  { name, isOnDemand }: LiveTable,
  measured: readonly MeasuredPart[],
  { endpoint, account, region }: AwsPlace,
): string {
  const [own, ...indexes] = measured.map(({ part, write, read }) => ({
    index: part.index,
    // AWS: at least one of each.
    throughput: {
      ReadCapacityUnits: Math.max(1, read.units),
      WriteCapacityUnits: Math.max(1, write.units),
    },
  }))
  const { ReadCapacityUnits = 1, WriteCapacityUnits = 1 } = own?.throughput ?? {}
  const mode = isOnDemand ? ' --billing-mode PROVISIONED' : ''
  const where = `AWS_ACCESS_KEY_ID=${account} AWS_SECRET_ACCESS_KEY=test`
  const there = ` --region ${region} --endpoint-url ${endpoint}`
  const table = `${where} aws dynamodb update-table --table-name ${name}${mode} --provisioned-throughput ReadCapacityUnits=${ReadCapacityUnits},WriteCapacityUnits=${WriteCapacityUnits}`
  if (indexes.length === 0) return `${table}${there}`
  const updates = indexes.map(({ index, throughput }) => ({
    Update: { IndexName: index, ProvisionedThroughput: throughput },
  }))
  return `${table} --global-secondary-index-updates '${JSON.stringify(updates)}'${there}`
}
