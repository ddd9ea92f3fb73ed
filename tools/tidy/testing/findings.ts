import { type Rule, repositoryOf } from '../rule.ts'

/** What `rule` says about a repository of these files, as `path:line message`. */
export function findingsOf(rule: Rule, files: Readonly<Record<string, string>>): string[] {
  return rule
    .check(repositoryOf(new Map(Object.entries(files))))
    .map(({ path, line, message }) => `${path}:${line} ${message}`)
}
