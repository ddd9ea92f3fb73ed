import { type Rule, isTestCode } from '../rule.ts'

/** An operation that its service does not list would silently answer NotEmulated. */
export const unregisteredOperations: Rule = {
  name: 'unregistered operations',
  check: ({ sources }) => {
    const byPath = new Map(sources.map((file) => [file.path, file]))
    return sources.flatMap(({ path }) => {
      const service = /^src\/services\/[^/]+(?=\/operations\/)/.exec(path)?.[0]
      if (!service || isTestCode(path)) return []
      const list = byPath.get(`${service}/service.ts`)
      if (list?.imports.some(({ target }) => target === path)) return []
      return [{ path, line: 1, message: `${service}/service.ts does not import this operation` }]
    })
  },
}
