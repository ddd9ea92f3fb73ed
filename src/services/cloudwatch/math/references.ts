/** What an expression refers to, before it is calculated. */
import type { Tree } from './tree.ts'

export interface References {
  readonly ids: ReadonlySet<string>
  /** It asks for METRICS(), or those of a text: which may be any. */
  readonly hasMetrics: boolean
  /** The periods that its searches name, in seconds. */
  readonly periods: readonly number[]
  /** Functions that it calls. */
  readonly functions: ReadonlySet<string>
}

export function referencesOf(tree: Tree): References {
  const ids = new Set<string>()
  const functions = new Set<string>()
  const periods: number[] = []
  const walk = (part: Tree): void => {
    if (part.kind === 'name') ids.add(part.name)
    if (part.kind === 'call') {
      functions.add(part.name)
      const [, , period] = part.name === 'SEARCH' ? part.given : []
      if (period?.kind === 'number') periods.push(period.value)
    }
    for (const inner of partsOf(part)) walk(inner)
  }
  walk(tree)
  return { ids, hasMetrics: functions.has('METRICS'), periods, functions }
}

function partsOf(tree: Tree): readonly Tree[] {
  switch (tree.kind) {
    case 'list':
      return tree.items
    case 'call':
      return tree.given
    case 'negative':
      return [tree.operand]
    case 'operation':
      return [tree.left, tree.right]
    default:
      return []
  }
}
