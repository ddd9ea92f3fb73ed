/**
 * A policy, read and compiled once for each version of its text; whoever keeps the text keeps it.
 * Decisions then look only at the statements that can be about the action.
 */
import { type Document, readDocument } from './document.ts'
import { type Flavour, flavours } from './flavour.ts'
import { compileStatement, type Statement } from './statement.ts'
import { StatementIndex } from './statement-index.ts'

export interface CompiledPolicy {
  readonly text: string
  readonly flavour: Flavour
  readonly version: Document['version']
  readonly statements: readonly Statement[]
  readonly allows: StatementIndex
  readonly denies: StatementIndex
  /** Lower-case context keys that its statements look at. */
  readonly contextKeys: readonly string[]
}

/** @throws PolicyFault */
export function compilePolicy(text: string, flavour: Flavour): CompiledPolicy {
  const { version, statements: written } = readDocument(text, flavour)
  // AWS: policies of 2008-10-17 take variables as text.
  const variables = version === '2012-10-17'
  const { completesArns } = flavours[flavour]
  const statements = written.map((statement, index) =>
    compileStatement(statement, index, { variables, completesArns }),
  )
  return {
    text,
    flavour,
    version,
    statements,
    allows: new StatementIndex(statements.filter(({ effect }) => effect === 'Allow')),
    denies: new StatementIndex(statements.filter(({ effect }) => effect === 'Deny')),
    contextKeys: [...new Set(statements.flatMap(({ keys }) => keys))],
  }
}
