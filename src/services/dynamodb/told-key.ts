/** An item's key as refusals tell of it: as requests have it, bytes as base64. */
import { type Attributes, base64Of } from './attribute-value.ts'
import { keyAttributes, ownValue } from './keys.ts'
import type { Table } from './state.ts'
import type { Write } from './writes.ts'

export type ToldKey = Readonly<Record<string, Readonly<Record<string, string>>>>

/** What a refusal tells of the write that it is of. */
export interface WriteFacts {
  readonly table: string
  readonly key: ToldKey
  /** As the request has it. */
  readonly condition?: string
}

export function factsOf(table: Table, write: Write, condition: string | undefined): WriteFacts {
  const key = toldKey(table, write.kind === 'put' ? write.item : write.key)
  return { table: table.name, key, ...(condition !== undefined && { condition }) }
}

/** As far as the attributes hold it. */
export function toldKey({ keys }: Table, attributes: Attributes): ToldKey {
  const parts = keyAttributes(keys).flatMap(({ name, type }) => {
    const value = ownValue(attributes, name)?.[type]
    if (value === undefined) return []
    return [[name, { [type]: typeof value === 'string' ? value : base64Of(value) }] as const]
  })
  return Object.fromEntries(parts)
}
