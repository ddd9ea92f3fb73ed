import type { Finding, Repository, Rule } from './rule.ts'
import { bannedCalls } from './rules/banned-calls.ts'
import { deadFiles } from './rules/dead-files.ts'
import { documentedDependencies } from './rules/documented-dependencies.ts'
import { importTable } from './rules/import-table.ts'
import { names } from './rules/names.ts'
import { reasons } from './rules/reasons.ts'
import { repositoryLanguage } from './rules/repository-language.ts'
import { sizes } from './rules/sizes.ts'
import { unregisteredOperations } from './rules/unregistered-operations.ts'

const rules: readonly Rule[] = [
  importTable,
  bannedCalls,
  deadFiles,
  unregisteredOperations,
  sizes,
  reasons,
  names,
  documentedDependencies,
  repositoryLanguage,
]

/** What every rule has to say, as lines `path:line: rule: message`, by path. */
export function tidy(repository: Repository): string[] {
  return rules
    .flatMap((rule) => rule.check(repository).map((found) => ({ ...found, rule: rule.name })))
    .sort((one, other) => one.path.localeCompare(other.path) || one.line - other.line)
    .map(format)
}

function format({ path, line, rule, message }: Finding & { rule: string }): string {
  return `${path}:${line}: ${rule}: ${message}`
}
