/** Which metrics there are. AWS: those with data in the last two weeks are listed and searched. */
import { listedMs } from './limits.ts'
import type { Pending } from './measurements.ts'
import type { CloudWatchReading, MetricIdentity } from './state.ts'
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

/** In the order of namespace, name and id. */
export function listMetrics(
  { state, clock }: CloudWatchReading,
  { namespace, name, withinMs = listedMs }: Sought,
  pending: Pending,
): readonly Listed[] {
  const oldestMs = clock.now() - withinMs - newestSlackMs
  const prefix = namespace === undefined ? [] : name === undefined ? [namespace] : [namespace, name]
  const open = pending.list({
    ...(namespace !== undefined && { namespace }),
    ...(name !== undefined && { name }),
  })
  const found: Listed[] = []
  for (const metric of state.metrics.index('name').range({ prefix })) {
    const isWanted = name === undefined || metric.name === name
    if (isWanted && (metric.newestMs >= oldestMs || open.has(metric.id))) found.push(metric)
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
