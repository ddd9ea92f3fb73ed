/** What makes an index, without what has become of it. */
import type { Index } from './state.ts'

export type IndexDefinition = Pick<
  Index,
  'name' | 'kind' | 'keys' | 'projection' | 'throughput' | 'maxima'
>

export function indexDefinitionOf(index: Index): IndexDefinition {
  const { name, kind, keys, projection, throughput, maxima } = index
  return {
    name,
    kind,
    keys,
    projection,
    ...(throughput && { throughput }),
    ...(maxima && { maxima }),
  }
}
