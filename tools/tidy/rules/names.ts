import type { Node } from 'oxc-parser'
import { posix } from 'node:path'
import { type Finding, type Rule } from '../rule.ts'
import type { SourceFile } from '../source.ts'

const vagueFile = /(^|-)(utils?|common|helpers?|misc|managers?|impl)$/
const vagueType = /^I[A-Z][a-z]|(Impl|Manager|Helper)$/
/** AWS's own names that only look vague. */
const namesOfAws = /SecretsManager$|^I(AM|Pv|Am)/

/** Named exports only, from files whose names are nouns. */
export const names: Rule = {
  name: 'names',
  check: ({ sources }) =>
    sources.flatMap((file) => [...checkFileName(file), ...checkExports(file)]),
}

function checkFileName({ path }: SourceFile): Finding[] {
  const base = posix.basename(path).split('.')[0] ?? ''
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(base)) {
    return [{ path, line: 1, message: 'file names are kebab-case' }]
  }
  if (!vagueFile.test(base) || base === 'secrets-manager') return []
  return [{ path, line: 1, message: `"${base}" says nothing: find the noun` }]
}

function checkExports(file: SourceFile): Finding[] {
  const { path, program, lineAt } = file
  return program.body.flatMap((node): Finding[] => {
    const message = objection(node, path)
    return message ? [{ path, line: lineAt(node.start), message }] : []
  })
}

function objection(node: Node, path: string): string | undefined {
  if (node.type === 'ExportAllDeclaration') return '`export *` hides what a file offers: name it'
  if (node.type === 'ExportDefaultDeclaration') {
    // Tools such as Vitest ask their configuration to be one.
    return path.endsWith('.config.ts') ? undefined : 'named exports only'
  }
  const declared = node.type === 'ExportNamedDeclaration' ? node.declaration : node
  const name =
    declared && 'id' in declared && declared.id?.type === 'Identifier' && declared.id.name
  if (!name || !vagueType.test(name) || namesOfAws.test(name)) return undefined
  return `"${name}": no I…, …Impl, …Manager, …Helper: find the noun`
}
