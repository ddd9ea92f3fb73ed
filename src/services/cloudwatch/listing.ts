/** Which metrics there are. AWS: those with data in the last two weeks are listed and searched. */
import { listedMs } from './limits.ts'
import type { Pending } from './measurements.ts'
import type { Pieces } from './pieces.ts'
import type { CloudWatchReading, Metric, MetricIdentity } from './state.ts'
import { newestSlackMs } from './storing.ts'

export interface Listed extends MetricIdentity {
  readonly id: string
}

export interface Sought {
  readonly namespace?: string
  readonly name?: string
  /** With data this lately, about. */
  readonly withinMs?: number
}

/** Read at once: nothing may be read on over a yield. */
const metricsReadMax = 200

/** In the order of namespace, name and id. */
export function* listMetrics(
  { state, clock }: CloudWatchReading,
  { namespace, name, withinMs = listedMs }: Sought,
  pending: Pending,
): Pieces<readonly Listed[]> {
  const oldestMs = clock.now() - withinMs - newestSlackMs
  const prefix = namespace === undefined ? [] : name === undefined ? [namespace] : [namespace, name]
  const open = pending.list({
    ...(namespace !== undefined && { namespace }),
    ...(name !== undefined && { name }),
  })
  const found: Listed[] = []
  const isWanted = (metric: Metric) =>
    (name === undefined || metric.name === name) &&
    (metric.newestMs >= oldestMs || open.has(metric.id))
  for (let last: Metric | undefined; ;) {
    const after = last && [last.namespace, last.name, last.id].slice(prefix.length)
    const span = { prefix, limit: metricsReadMax, ...(after && { after }) }
    const read: readonly Metric[] = [...state.metrics.index('name').range(span)]
    for (const metric of read) if (isWanted(metric)) found.push(metric)
    if (read.length < metricsReadMax) break
    yield metricsReadMax
    last = read.at(-1)
  }
  const unknown = [...open].flatMap(([id, metric]) =>
    state.metrics.get(id) ? [] : [{ ...metric, id }],
  )
  return unknown.length === 0 ? found : [...found, ...unknown].sort(byName)
}

function byName(left: Listed, right: Listed): number {
  return (
    compare(left.namespace, right.namespace) ||
    compare(left.name, right.name) ||
    compare(left.id, right.id)
  )
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}
