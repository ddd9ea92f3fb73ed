/**
 * A policy as DynamoDB keeps it: without blanks, members in one order, lists of one as the one, and
 * accounts by their root users' ARNs. Two documents that are kept alike are the same policy.
 */
import type { Place } from '../../../kernel/place.ts'
import { boundPolicy, type PrincipalDirectory, shownPolicy } from '../../../policy/bound-policy.ts'
import { readDocument } from '../../../policy/document.ts'
import { PolicyFault } from '../../../policy/faults.ts'
import {
  type JsonNode,
  JsonSyntaxError,
  positionOf,
  readJson,
} from '../../../policy/json-reader.ts'
import { policyBytesMax } from '../limits.ts'
import { isPolicyAction } from './actions.ts'
import { invalidDocument, policyTooLarge, publicAccess, unknownPrincipal } from './errors.ts'
import { isPublic } from './public-access.ts'

export interface PolicyTarget {
  readonly kind: 'table' | 'stream'
  readonly place: Place
  /** Who there is; without it (unit tests) users and roles stand for themselves. */
  readonly directory: PrincipalDirectory | undefined
}

type Json = Readonly<Record<string, unknown>>

/** @throws AwsError ValidationException */
export function readPolicy(text: string, target: PolicyTarget): string {
  const bytes = Buffer.byteLength(text)
  if (bytes > policyBytesMax) throw policyTooLarge(bytes)
  const statements = statementsOf(text)
  checkStatementIds(statements)
  for (const statement of statements) checkNames(statement, target.kind)
  const written = valueOf(text, rootOf(text)) as Json
  const kept = JSON.stringify({
    ...(written.Version !== undefined && { Version: written.Version }),
    ...(written.Id !== undefined && { Id: written.Id }),
    Statement: statements.map((statement) => canonicalStatement(statement, target.place)),
  })
  const bound = bind(kept, text, target)
  if (readDocument(bound, 'resource').statements.some(isPublic)) throw publicAccess()
  return bound
}

/** AWS: a policy without Version is shown with that of 2008; it is another one all the same. */
export function showPolicy(kept: string, directory: PrincipalDirectory | undefined): string {
  const shown = shownPolicy(kept, 'resource', directory)
  if (shown.startsWith('{"Version"')) return shown
  return `{"Version":"2008-10-17",${shown.slice(1)}`
}

function bind(kept: string, text: string, { directory }: PolicyTarget): string {
  try {
    return boundPolicy(kept, 'resource', directory)
  } catch (error) {
    if (!(error instanceof PolicyFault)) throw error
    if (error.detail.startsWith('Invalid principal')) throw unknownPrincipal(error.detail)
    throw syntaxError(text, text.length)
  }
}

/** The statements, once all that AWS asks of their form is there. */
function statementsOf(text: string): readonly Json[] {
  const root = rootOf(text)
  const statement = membersOf(text, root, ['Version', 'Id', 'Statement']).get('Statement')
  if (!statement) throw syntaxError(text, root.end)
  const nodes = statement.kind === 'array' ? statement.items : [statement]
  if (nodes.length === 0) throw invalidDocument('Could not parse the policy: Statement is empty!')
  return nodes.map((node) => statementOf(text, node))
}

const elements = [
  ['Sid'],
  ['Effect'],
  ['Principal', 'NotPrincipal'],
  ['Action', 'NotAction'],
  ['Resource', 'NotResource'],
  ['Condition'],
] as const

const required = elements.slice(1, 5)

function statementOf(text: string, node: JsonNode): Json {
  const members = membersOf(text, node, elements.flat())
  for (const names of required) {
    if (!names.some((name) => members.has(name))) {
      throw invalidDocument(`Missing required field ${names[0]}`)
    }
  }
  const effect = members.get('Effect')
  if (effect?.kind !== 'string' || !/^(?:allow|deny)$/i.test(effect.text)) {
    throw syntaxError(text, effect?.end ?? node.end)
  }
  const principal = members.get('Principal') ?? members.get('NotPrincipal')
  if (principal?.kind !== 'object' && !(principal?.kind === 'string' && principal.text === '*')) {
    throw syntaxError(text, principal?.end ?? node.end)
  }
  return valueOf(text, node) as Json
}

function rootOf(text: string): JsonNode {
  try {
    const root = readJson(text)
    if (root.kind === 'object') return root
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error
  }
  throw invalidDocument('This policy contains invalid Json')
}

function membersOf(text: string, node: JsonNode, known: readonly string[]) {
  if (node.kind !== 'object' || node.duplicate !== undefined) throw syntaxError(text, node.end)
  const unknown = [...node.members].find(([name]) => !known.includes(name))
  if (unknown) throw syntaxError(text, unknown[1].end)
  return node.members
}

function valueOf(text: string, { start, end }: JsonNode): unknown {
  return JSON.parse(text.slice(start, end))
}

/** AWS points behind the element that is wrong: `{}` is wrong at (1,3). */
function syntaxError(text: string, offset: number) {
  const { line, column } = positionOf(text, offset)
  return invalidDocument(`Syntax error at position (${line},${column})`)
}

function checkStatementIds(statements: readonly Json[]): void {
  const ids = statements.flatMap(({ Sid: id }) => (id === undefined || id === '' ? [] : [id]))
  if (new Set(ids).size === ids.length) return
  throw invalidDocument('The Statement Ids in the policy are not unique')
}

function checkNames(statement: Json, of: 'table' | 'stream'): void {
  const actions = textsOf(statement.Action ?? statement.NotAction)
  const invalid = actions.filter((action) => !isPolicyAction(action, of))
  if (invalid.length > 0) {
    const names = invalid.map((name) => `"${name}"`).join(', ')
    throw invalidDocument(`The following action names are invalid: ${names}`)
  }
  for (const resource of textsOf(statement.Resource ?? statement.NotResource)) {
    const relativeId = /^arn:[^:]*:dynamodb:[^:]*:[^:]*:(.+)$/.exec(resource)?.[1]
    if (relativeId === undefined || isAbout(relativeId, of)) continue
    throw invalidDocument(`The relative-id "${relativeId}" is invalid for ARN "${resource}".`)
  }
}

/** Patterns may be about anything. */
function isAbout(relativeId: string, of: 'table' | 'stream'): boolean {
  if (/[*?]/.test(relativeId)) return true
  return relativeId.includes('/stream/') === (of === 'stream')
}

function canonicalStatement(statement: Json, place: Place): Json {
  const present = elements.flat().filter((name) => statement[name] !== undefined)
  return Object.fromEntries(present.map((name) => [name, canonical(name, statement[name], place)]))
}

function canonical(name: string, value: unknown, place: Place): unknown {
  if (name === 'Effect') return /^allow$/i.test(String(value)) ? 'Allow' : 'Deny'
  if (name.endsWith('Principal')) return canonicalPrincipal(value, place)
  return name.endsWith('Action') || name.endsWith('Resource') ? oneOrMore(value) : value
}

function canonicalPrincipal(value: unknown, { partition }: Place): unknown {
  if (typeof value !== 'object' || value === null) return value
  const kinds = Object.entries(value).map(([kind, given]): [string, unknown] => {
    if (kind !== 'AWS') return [kind, oneOrMore(given)]
    const names = textsOf(given).map((name) =>
      /^\d{12}$/.test(name) ? `arn:${partition}:iam::${name}:root` : name,
    )
    return [kind, oneOrMore([...new Set(names)])]
  })
  return Object.fromEntries(kinds)
}

function oneOrMore(value: unknown): unknown {
  return Array.isArray(value) && value.length === 1 ? value[0] : value
}

function textsOf(value: unknown): readonly string[] {
  return [value].flat().filter((one) => typeof one === 'string')
}
