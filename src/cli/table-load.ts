/** The load of a planned table, as the options of `kasane plan dynamodb` tell it. */
import type { Consistency } from '../planner/capacity-units.ts'
import type { IndexLoad, TableLoad } from '../planner/table-capacity.ts'
import type { Option, Run } from './command.ts'
import { UsageError } from './failure.ts'
import {
  optional,
  type Rate,
  readNumber,
  readRate,
  readSizeBytes,
  required,
} from './plan-values.ts'

export const loadOptions: readonly Option[] = [
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
]

export interface GivenLoad {
  readonly load: TableLoad
  /** How the rates were brought to a second. */
  readonly working: Rate['working']
}

/** @throws UsageError */
export function readLoad(run: Run): GivenLoad {
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
  return { load, working: [...(writes?.working ?? []), ...(reads?.working ?? [])] }
}

function readConsistency(text: string, option: string): Consistency {
  if (text === 'eventual' || text === 'strong' || text === 'transactional') return text
  throw new UsageError(`${option} takes eventual, strong or transactional, not "${text}"`)
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
