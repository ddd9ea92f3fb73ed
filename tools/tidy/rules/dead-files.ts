import { type Finding, type Repository, type Rule, isTestCode } from '../rule.ts'

const entries = new Set([
  'src/cli/main.ts',
  'src/index.ts',
  'vitest.config.ts',
  'examples/vitest/vitest.config.ts',
])

/** A file that neither the product, nor a tool, nor a test reaches is dead. */
export const deadFiles: Rule = {
  name: 'dead files',
  check: (repository) => {
    const reached = reachable(repository)
    return repository.sources
      .filter(({ path }) => !reached.has(path))
      .map(({ path }): Finding => ({
        path,
        line: 1,
        message: 'nothing reaches this file from an entry point or a test: import it or delete it',
      }))
  },
}

function reachable({ sources, texts }: Repository): Set<string> {
  const importsOf = new Map(sources.map(({ path, imports }) => [path, imports]))
  const named = namedInScripts(texts)
  const open = sources
    .map(({ path }) => path)
    .filter((path) => entries.has(path) || named.includes(path) || isEntryOfTests(path))
  const reached = new Set(open)
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    for (const { target } of importsOf.get(path) ?? []) {
      if (target === undefined || reached.has(target)) continue
      reached.add(target)
      open.push(target)
    }
  }
  return reached
}

function isEntryOfTests(path: string): boolean {
  return path.startsWith('bench/') || (isTestCode(path) && /\.test\.tsx?$/.test(path))
}

/** Tools are started by name: `node tools/run.mjs tools/check/main.ts`. */
function namedInScripts(texts: ReadonlyMap<string, string>): string {
  return [...texts]
    .filter(([path]) => /^(package\.json|\.ci\/.*|tools\/.*\.(mjs|ts))$/.test(path))
    .map(([, text]) => text)
    .join('\n')
}
