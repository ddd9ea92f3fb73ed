/** What a call consumes of one table: worked out before it is let through, then told. */
import type {
  Capacity,
  ConsumedCapacity,
  ReturnConsumedCapacity,
} from '../../generated/dynamodb.ts'
import type { Index, Table } from './state.ts'

export type Kind = 'read' | 'write'

/** Units that one key range of a table, or of one of its indexes, is to give. */
export interface Demand {
  readonly kind: Kind
  readonly units: number
  /** What the partition key hashes to. */
  readonly partition: string
  /** Absent: the table. AWS: a local index takes its table's units. */
  readonly index?: Index | undefined
}

/** The units of one table, by where they are consumed. */
export class Consumption {
  readonly table: Table
  readonly demands: Demand[] = []

  constructor(table: Table) {
    this.table = table
  }

  add(demand: Demand): this {
    this.demands.push(demand)
    return this
  }

  addAll({ demands }: Consumption): this {
    this.demands.push(...demands)
    return this
  }

  get total(): number {
    return sumOf(this.demands)
  }

  /**
   * As ReturnConsumedCapacity tells it.
   * @param given the table as the request names it, perhaps by its ARN
   * @param told the members besides CapacityUnits: transactions tell which kind of units they are
   */
  describe(
    given: string,
    wanted: ReturnConsumedCapacity | undefined,
    told?: 'ReadCapacityUnits' | 'WriteCapacityUnits',
  ): ConsumedCapacity | undefined {
    if (wanted !== 'TOTAL' && wanted !== 'INDEXES') return undefined
    const capacity = (units: number): Capacity => ({
      CapacityUnits: units,
      ...(told && { [told]: units }),
    })
    const total = { TableName: given, ...capacity(this.total) }
    if (wanted === 'TOTAL') return total
    const local = this.#describeIndexes('local', capacity)
    const global = this.#describeIndexes('global', capacity)
    return {
      ...total,
      Table: capacity(sumOf(this.demands.filter(({ index }) => !index))),
      ...(local && { LocalSecondaryIndexes: local }),
      ...(global && { GlobalSecondaryIndexes: global }),
    }
  }

  #describeIndexes(kind: Index['kind'], capacity: (units: number) => Capacity) {
    const units = new Map<string, number>()
    for (const demand of this.demands) {
      const { index } = demand
      if (index?.kind !== kind || demand.units === 0) continue
      units.set(index.name, (units.get(index.name) ?? 0) + demand.units)
    }
    if (units.size === 0) return undefined
    return Object.fromEntries([...units].map(([name, sum]) => [name, capacity(sum)]))
  }
}

function sumOf(demands: readonly Demand[]): number {
  let sum = 0
  for (const { units } of demands) sum += units
  return sum
}
