/** What a call has consumed, as ReturnConsumedCapacity tells it. */
import type {
  Capacity,
  ConsumedCapacity,
  ReturnConsumedCapacity,
} from '../../generated/dynamodb.ts'
import type { Index } from './state.ts'

type Kind = 'read' | 'write'

/** Units of one table, by where they were consumed. */
export class Consumption {
  readonly #table = { read: 0, write: 0 }
  readonly #indexes = new Map<string, { index: Index; read: number; write: number }>()

  add(kind: Kind, units: number, index?: Index): void {
    if (!index) {
      this.#table[kind] += units
      return
    }
    const known = this.#indexes.get(index.name) ?? { index, read: 0, write: 0 }
    known[kind] += units
    this.#indexes.set(index.name, known)
  }

  get total(): number {
    let sum = this.#table.read + this.#table.write
    for (const { read, write } of this.#indexes.values()) sum += read + write
    return sum
  }

  /**
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
      Table: capacity(this.#table.read + this.#table.write),
      ...(local && { LocalSecondaryIndexes: local }),
      ...(global && { GlobalSecondaryIndexes: global }),
    }
  }

  #describeIndexes(kind: Index['kind'], capacity: (units: number) => Capacity) {
    const ofKind = [...this.#indexes.values()].filter(({ index }) => index.kind === kind)
    const consumed = ofKind.filter(({ read, write }) => read + write > 0)
    if (consumed.length === 0) return undefined
    return Object.fromEntries(
      consumed.map(({ index, read, write }) => [index.name, capacity(read + write)]),
    )
  }
}
