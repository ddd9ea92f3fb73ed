/** `kasane plan dynamodb`: the capacity that a table needs. */
import { planBurst } from '../planner/burst.ts'
import type { Consistency } from '../planner/capacity-units.ts'
import { shown } from '../planner/step.ts'
import {
  examLogWriteUnits,
  examLogWriteUnitsDiffer,
  type IndexLoad,
  planTable,
  type TableLoad,
  type TablePlan,
  tableUnitsPerSecondMax,
} from '../planner/table-capacity.ts'
import { cloudOptions, type Command, jsonOption, type Option, type Run, textOf } from './command.ts'
import { UsageError } from './failure.ts'
import { planLiveTable } from './plan-table.ts'
import { showPlan, type ShownPlan } from './plan-text.ts'
import {
  optional,
  type Rate,
  readNumber,
  readRate,
  readSizeBytes,
  required,
} from './plan-values.ts'

const options: readonly Option[] = [
  { name: 'writes', value: 'rate', says: 'such as 30 (a second) or 1000/min' },
  { name: 'reads', value: 'rate', says: 'such as 20 (a second) or 1000/min' },
  {
    name: 'item-size',
    value: 'size',
    says: 'names of attributes included: 4KB, or bytes; KB is 1,024 bytes',
  },
  {
    name: 'consistency',
    value: 'kind',
    says: 'eventual (else this), strong or transactional, which writes are then, too',
  },
  {
    name: 'gsi',
    value: 'index',
    isRepeated: true,
    says: 'name:size of an entry, then ,writes=RATE ,reads=RATE ,key-changes: by-owner:1KB,reads=5',
  },
  { name: 'table-size', value: 'size', says: 'what the table holds, such as 50GB' },
  { name: 'partitions', value: 'count', says: 'what it has already' },
  {
    name: 'table',
    value: 'name',
    says: 'a table that is there: plans for what it has consumed, by CloudWatch’s metrics',
  },
  { name: 'since', value: 'duration', says: 'how far back it is looked (3h)' },
  { name: 'account', value: 'id', says: 'the table’s (else 000000000000)' },
  { name: 'region', value: 'name', says: 'the table’s (else AWS_REGION, else us-east-1)' },
  ...cloudOptions,
  jsonOption,
]

export const planDynamodb: Command = {
  name: 'dynamodb',
  summary: 'the read and write units that a table and its indexes need',
  options,
  async run(run) {
    const table = textOf(run, 'table')
    if (table !== undefined) return planLiveTable(run, table)
    const writes = optional(run, 'writes', readRate)
    const reads = optional(run, 'reads', readRate)
    if (!writes && !reads) throw new UsageError('--writes, --reads or --table is missing')
    const storedBytes = optional(run, 'table-size', readSizeBytes)
    const partitionsBefore = optional(run, 'partitions', readNumber)
    const load: TableLoad = {
      writesPerSecond: writes?.perSecond ?? 0,
      readsPerSecond: reads?.perSecond ?? 0,
      itemSizeBytes: required(run, 'item-size', readSizeBytes),
      consistency: optional(run, 'consistency', readConsistency) ?? 'eventual',
      indexes: indexesOf(run),
      ...(storedBytes !== undefined && { storedBytes }),
      ...(partitionsBefore !== undefined && { partitionsBefore }),
    }
    showPlan(run, () => shownTable(load, [writes, reads]))
  },
}

function readConsistency(text: string): Consistency {
  if (text === 'eventual' || text === 'strong' || text === 'transactional') return text
  throw new UsageError(`--consistency takes eventual, strong or transactional, not "${text}"`)
}

function indexesOf({ options }: Run): readonly IndexLoad[] {
  const given = options['gsi']
  const indexes = Array.isArray(given) ? given.map(readIndex) : []
  const names = indexes.map(({ name }) => name)
  const twice = names.find((name, at) => names.indexOf(name) !== at)
  if (twice !== undefined) throw new UsageError(`--gsi names ${twice} twice`)
  return indexes
}

/** `by-owner:1KB,writes=10,reads=5,key-changes`. */
function readIndex(text: string): IndexLoad {
  const [head = '', ...parts] = text.split(',')
  const [, name, size] = /^([\w.-]+):(.+)$/.exec(head) ?? []
  if (name === undefined || size === undefined) {
    throw new UsageError(`--gsi takes an index such as by-owner:1KB,reads=5, not "${text}"`)
  }
  const settings = parts.map((part) => readIndexPart(part, `--gsi ${name}`))
  return Object.assign({ name, entrySizeBytes: readSizeBytes(size, `--gsi ${name}`) }, ...settings)
}

function readIndexPart(part: string, option: string): Partial<IndexLoad> {
  const [key, value = ''] = part.split('=', 2)
  if (part === 'key-changes') return { changesKey: true }
  if (key === 'writes') return { writesPerSecond: readRate(value, option).perSecond }
  if (key === 'reads') return { readsPerSecond: readRate(value, option).perSecond }
  throw new UsageError(`${option} takes writes=, reads= and key-changes, not "${part}"`)
}

function shownTable(load: TableLoad, rates: readonly (Rate | undefined)[]): ShownPlan {
  const { working, ...figures } = planTable(load)
  const examLog = examLogOf(load, figures)
  return {
    plan: 'dynamodb',
    answer: [
      unitsOf(figures),
      ...figures.indexes.map((index) => `${index.name}: ${unitsOf(index)}`),
    ].join('; '),
    figures,
    working: [...rates.flatMap((rate) => rate?.working ?? []), ...working],
    ...(examLog && { examLog }),
    notes: notesOf(load, figures),
    commands: [commandOf(figures)],
  }
}

function unitsOf({ writeUnits, readUnits }: Units): string {
  return `${shown(writeUnits)} WCU, ${shown(readUnits)} RCU`
}

function commandOf(figures: Figures): string {
  const { ReadCapacityUnits, WriteCapacityUnits } = throughputOf(figures)
  const table = `aws dynamodb update-table --table-name TABLE --provisioned-throughput ReadCapacityUnits=${ReadCapacityUnits},WriteCapacityUnits=${WriteCapacityUnits}`
  if (figures.indexes.length === 0) return table
  const updates = figures.indexes.map((index) => ({
    Update: { IndexName: index.name, ProvisionedThroughput: throughputOf(index) },
  }))
  return `${table} --global-secondary-index-updates '${JSON.stringify(updates)}'`
}

/** AWS: at least one of each. */
function throughputOf({ writeUnits, readUnits }: Units) {
  return { ReadCapacityUnits: Math.max(1, readUnits), WriteCapacityUnits: Math.max(1, writeUnits) }
}

type Units = Pick<TablePlan, 'writeUnits' | 'readUnits'>
type Figures = Omit<TablePlan, 'working'>

function examLogOf(load: TableLoad, { writeUnits, readUnits, writeUnitsPerItem }: Figures) {
  const examUnits = examLogWriteUnits(load)
  if (examUnits === writeUnits) return undefined
  const burst = planBurst({
    requestsPerSecond: load.writesPerSecond,
    unitsPerRequest: writeUnitsPerItem,
    provisionedUnitsPerSecond: examUnits,
  })
  const differs = [examLogWriteUnitsDiffer]
  if (burst.emptyAfterSeconds !== undefined) {
    const carried = `provisioned so, a full burst bucket carries it for ${shown(burst.emptyAfterSeconds)} s`
    const rest = `then ${shown(burst.steadyRequestsPerSecond)} of ${shown(load.writesPerSecond)} writes/s succeed`
    differs.push(`${carried}, ${rest}`)
  }
  return { answer: unitsOf({ writeUnits: examUnits, readUnits }), differs }
}

function notesOf({ itemSizeBytes }: TableLoad, figures: Figures): readonly string[] {
  const { aByteMore, writeUnits, readUnits, indexes } = figures
  const notes: string[] = []
  if (aByteMore) {
    const size = shown(itemSizeBytes)
    notes.push(`names of attributes count: one byte over ${size} makes it ${unitsOf(aByteMore)}`)
  }
  const all = [
    writeUnits,
    readUnits,
    ...indexes.flatMap((each) => [each.writeUnits, each.readUnits]),
  ]
  if (Math.max(...all) > tableUnitsPerSecondMax) {
    const max = shown(tableUnitsPerSecondMax)
    notes.push(`more than ${max} units: ask AWS for a higher quota of the table first`)
  }
  return notes
}
