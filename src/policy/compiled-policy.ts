/**
 * A policy, read and compiled once for each version of its text; whoever keeps the text keeps it.
 * Decisions then look only at the statements that can be about the action.
 */
import { type Document, readDocument } from './document.ts'
import { type Flavour, flavours } from './flavour.ts'
import { textOf } from './glob.ts'
import { compileStatement, type Statement } from './statement.ts'

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

/** Statements by what they can be about. A statement stands in one list for each service. */
export interface StatementIndex {
  /** By whole action: these match it. */
  readonly exact: ReadonlyMap<string, readonly Statement[]>
  /** By the action's service: their patterns may match. */
  readonly byService: ReadonlyMap<string, readonly Statement[]>
  /** All services. */
  readonly general: readonly Statement[]
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
    allows: indexOf(statements.filter(({ effect }) => effect === 'Allow')),
    denies: indexOf(statements.filter(({ effect }) => effect === 'Deny')),
    contextKeys: [...new Set(statements.flatMap(({ keys }) => keys))],
  }
}

function indexOf(statements: readonly Statement[]): StatementIndex {
  const exact = new Map<string, Statement[]>()
  const byService = new Map<string, Statement[]>()
  const general: Statement[] = []
  for (const statement of statements) {
    const services = patternServices(statement)
    if (!services) {
      general.push(statement)
      continue
    }
    for (const service of services) append(byService, service, statement)
    for (const action of statement.actions.exact) {
      if (!services.has(serviceOf(action))) append(exact, action, statement)
    }
  }
  return { exact, byService, general }
}

/** The services in which a statement has patterns; `undefined`: it may be about any service. */
function patternServices({ actions }: Statement): Set<string> | undefined {
  if (actions.isNot) return undefined
  const services = new Set<string>()
  for (const { units } of actions.patterns) {
    const colon = units.indexOf(58)
    const prefix = units.slice(0, Math.max(colon, 0))
    if (colon < 0 || prefix.some((unit) => unit < 0)) return undefined
    services.add(textOf(prefix))
  }
  return services
}

export function serviceOf(action: string): string {
  return action.slice(0, Math.max(action.indexOf(':'), 0))
}

function append(map: Map<string, Statement[]>, key: string, statement: Statement): void {
  const list = map.get(key)
  if (list) list.push(statement)
  else map.set(key, [statement])
}
