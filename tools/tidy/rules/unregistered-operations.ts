import { type Rule, isTestCode } from '../rule.ts'
import type { SourceFile } from '../source.ts'

/** An operation that its service does not list would silently answer NotEmulated. */
export const unregisteredOperations: Rule = {
  name: 'unregistered operations',
  check: ({ sources }) => {
    const byPath = new Map(sources.map((file) => [file.path, file]))
    const listed = new Set(sources.filter(isServiceList).flatMap((list) => namedBy(list, byPath)))
    return sources
      .filter(({ path }) => isOperation(path) && !isTestCode(path) && !listed.has(path))
      .map(({ path }) => ({ path, line: 1, message: 'no service.ts lists this operation' }))
  },
}

function isServiceList({ path }: SourceFile): boolean {
  return /^src\/services\/.+\/service\.ts$/.test(path)
}

function isOperation(path: string): boolean {
  return /^src\/services\/.+\/operations\/[^/]+\.ts$/.test(path)
}

/** The operations that a list imports, also by way of lists of its parts; not those that they import. */
function namedBy(list: SourceFile, byPath: ReadonlyMap<string, SourceFile>): string[] {
  const named = new Set([list.path])
  for (const path of named) {
    if (isOperation(path)) continue
    for (const { target } of byPath.get(path)?.imports ?? []) if (target) named.add(target)
  }
  return [...named].filter(isOperation)
}
