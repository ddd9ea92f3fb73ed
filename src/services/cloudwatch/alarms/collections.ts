/** The collections of alarms, as part of CloudWatch's state. */
import { collection } from '../../../kernel/collection.ts'
import type { Alarm } from './alarm.ts'
import type { HistoryItem } from './history.ts'

/** An alarm looks at a metric. */
export interface Watch {
  readonly metricId: string
  readonly alarm: string
}

/** A composite alarm looks at another alarm: in its rule, or as its suppressor. */
export interface Dependence {
  readonly child: string
  readonly parent: string
}

export const alarmCollections = {
  alarms: collection({ version: 1, key: (alarm: Alarm) => [alarm.name] }),

  alarmWatches: collection({
    version: 1,
    key: (watch: Watch) => [watch.metricId, watch.alarm],
    indexes: { alarm: (watch: Watch) => [watch.alarm] },
  }),

  alarmDependences: collection({
    version: 1,
    key: (one: Dependence) => [one.child, one.parent],
    indexes: { parent: (one: Dependence) => [one.parent] },
  }),

  alarmHistory: collection({
    version: 1,
    key: (item: HistoryItem) => [item.atMs, item.id],
    indexes: { alarm: (item: HistoryItem) => [item.alarm, item.atMs] },
  }),
}
