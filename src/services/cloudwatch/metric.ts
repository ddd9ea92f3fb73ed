/** Metrics: what tells one from another. */
import { hash } from 'node:crypto'
import type { MetricDimension, MetricIdentity } from './state.ts'

interface GivenDimension {
  readonly Name: string
  readonly Value: string
}

export function identityOf(
  namespace: string,
  name: string,
  given: readonly GivenDimension[] = [],
): MetricIdentity {
  const dimensions = given.map(({ Name, Value }) => ({ name: Name, value: Value }))
  return { namespace, name, dimensions: sorted(dimensions) }
}

export function sorted(dimensions: readonly MetricDimension[]): readonly MetricDimension[] {
  if (dimensions.length < 2) return dimensions
  return dimensions.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
}

/** Short, since it starts the key of every block of points. */
export function metricId({ namespace, name, dimensions }: MetricIdentity): string {
  const parts = [namespace, name, ...dimensions.flatMap((one) => [one.name, one.value])]
  return hash('sha256', JSON.stringify(parts), 'base64url').slice(0, 16)
}

/** As AWS's answers have them. */
export function shownDimensions(
  dimensions: readonly MetricDimension[],
): { readonly Name: string; readonly Value: string }[] {
  return dimensions.map(({ name, value }) => ({ Name: name, Value: value }))
}
