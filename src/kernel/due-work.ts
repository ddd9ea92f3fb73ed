/**
 * What happens by itself as time passes, kept in the store: it survives a restart, and moving the
 * clock runs it in the order of its instants. One real timer stands for all of it.
 */
import { collection } from './collection.ts'

export interface DueWork {
  readonly service: string
  readonly account: string
  readonly region: string
  readonly job: string
  /** One job of a name and key exists at a time in a cell. */
  readonly key: string
  readonly dueMs: number
  /** Order among those of one instant. */
  readonly order: number
  readonly data?: unknown
}

export const dueWorkSpec = collection({
  version: 1,
  key: (work: DueWork) => [work.service, work.account, work.region, work.job, work.key],
  indexes: { due: (work: DueWork) => [work.dueMs, work.order] },
})
