/** How long tables take to be there. */
import type { Duration, Durations } from '../../kernel/durations.ts'
import { indexedTableCreation, tableCreation } from './limits.ts'
import type { Table } from './state.ts'

/** AWS takes longer where indexes are made with the table. */
function creationOf({ indexes }: Pick<Table, 'indexes'>): Duration {
  return indexes.some(({ kind }) => kind === 'global') ? indexedTableCreation : tableCreation
}

/** From when on a table that was made by CreateTable can be used. */
export function activeFromMs(durations: Durations, table: Table): number {
  return table.createdAtMs + durations.msOf(creationOf(table))
}
