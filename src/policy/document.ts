/**
 * A policy document as written, once its form is right. What its parts mean is compiled from it,
 * see `compiled-policy.ts`.
 *
 * AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
import {
  duplicateSid,
  jsonFault,
  malformedSid,
  organizationsFault,
  PolicyFault,
  syntaxFault,
} from './faults.ts'
import { type Flavour, flavours } from './flavour.ts'
import { type JsonNode, type JsonObject, JsonSyntaxError, readJson } from './json-reader.ts'
import { checkStatement } from './statement-rules.ts'

export interface Document {
  readonly version: '2008-10-17' | '2012-10-17'
  readonly id: string | undefined
  readonly statements: readonly WrittenStatement[]
}

export interface WrittenStatement {
  readonly sid: string | undefined
  readonly effect: 'Allow' | 'Deny'
  readonly principal: WrittenPrincipal | undefined
  readonly notPrincipal: WrittenPrincipal | undefined
  readonly action: readonly string[] | undefined
  readonly notAction: readonly string[] | undefined
  readonly resource: readonly string[] | undefined
  readonly notResource: readonly string[] | undefined
  readonly conditions: readonly WrittenCondition[]
  /** Offsets in the text. */
  readonly start: number
  readonly end: number
}

export type PrincipalKind = 'AWS' | 'Service' | 'Federated' | 'CanonicalUser'

/** `"Principal": "*"`, or what it lists. */
export type WrittenPrincipal =
  | '*'
  | readonly {
      readonly kind: PrincipalKind
      readonly value: string
      readonly start: number
      readonly end: number
    }[]

export interface WrittenCondition {
  /** As written: `ForAnyValue:StringEqualsIfExists`. */
  readonly operator: string
  readonly key: string
  readonly values: readonly string[]
}

/** AWS: IAM's `policyDocumentType`. No other service takes a longer policy. */
export const policyLengthMax = 131_072

/** @throws PolicyFault */
export function readDocument(text: string, flavour: Flavour): Document {
  if (flavour !== 'scp' && flavour !== 'rcp') return read(text, flavour)
  try {
    return read(text, flavour)
  } catch (error) {
    throw error instanceof PolicyFault ? organizationsFault(error) : error
  }
}

function read(text: string, flavour: Flavour): Document {
  const members = membersOf(readRoot(text, flavour), ['Version', 'Id', 'Statement'])
  const version = stringOf(members.get('Version')) ?? '2008-10-17'
  if (version !== '2008-10-17' && version !== '2012-10-17') throw syntaxFault()
  const id = stringOf(members.get('Id'))
  if (id !== undefined && !flavours[flavour].id) throw syntaxFault()
  const statements = oneOrMore(members.get('Statement')).map(statementOf)
  if (statements.length === 0) throw syntaxFault()
  for (const statement of statements) checkStatement(statement, flavour)
  checkSids(statements, flavour)
  return { version, id, statements }
}

function readRoot(text: string, flavour: Flavour): JsonNode {
  // AWS's own are as long as AWS likes.
  if (text.length > policyLengthMax && flavour !== 'aws-managed') throw syntaxFault()
  try {
    return readJson(text)
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error
    throw jsonFault(flavour, text, error.offset)
  }
}

const elements = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]

function statementOf(node: JsonNode): WrittenStatement {
  const members = membersOf(node, elements)
  const effect = stringOf(members.get('Effect'))
  if (effect !== 'Allow' && effect !== 'Deny') throw syntaxFault()
  for (const name of ['Principal', 'Action', 'Resource']) {
    if (members.has(name) && members.has(`Not${name}`)) throw syntaxFault()
  }
  return {
    sid: stringOf(members.get('Sid')),
    effect,
    principal: principalOf(members.get('Principal')),
    notPrincipal: principalOf(members.get('NotPrincipal')),
    action: stringsOf(members.get('Action')),
    notAction: stringsOf(members.get('NotAction')),
    resource: stringsOf(members.get('Resource')),
    notResource: stringsOf(members.get('NotResource')),
    conditions: conditionsOf(members.get('Condition')),
    start: node.start,
    end: node.end,
  }
}

const principalKinds: readonly string[] = ['AWS', 'Service', 'Federated', 'CanonicalUser']

function principalOf(node: JsonNode | undefined): WrittenPrincipal | undefined {
  if (!node) return undefined
  if (node.kind === 'string' && node.text === '*') return '*'
  const kinds = [...membersOf(node, principalKinds)]
  if (kinds.length === 0) throw syntaxFault()
  return kinds.flatMap(([kind, values]) =>
    oneOrMore(values).map((value) => ({
      kind: kind as PrincipalKind,
      value: requireString(value),
      start: value.start,
      end: value.end,
    })),
  )
}

function conditionsOf(node: JsonNode | undefined): WrittenCondition[] {
  if (!node) return []
  return [...membersOf(node)].flatMap(([operator, keys]) =>
    [...membersOf(keys)].map(([key, values]) => ({
      operator,
      key,
      values: oneOrMore(values).map(scalarText),
    })),
  )
}

/** AWS: numbers and booleans may stand without quotes, and mean their text. */
function scalarText(node: JsonNode): string {
  if (node.kind === 'object' || node.kind === 'array' || node.kind === 'null') throw syntaxFault()
  return node.text
}

function checkSids(statements: readonly WrittenStatement[], flavour: Flavour): void {
  const sids = statements.map(({ sid }) => sid).filter((sid) => sid !== undefined)
  if (flavours[flavour].strictSid && sids.some((sid) => !/^[0-9A-Za-z]*$/.test(sid))) {
    throw malformedSid()
  }
  const named = sids.filter((sid) => sid !== '')
  if (new Set(named).size < named.length) throw duplicateSid()
}

function membersOf(node: JsonNode | undefined, known?: readonly string[]): JsonObject['members'] {
  if (node?.kind !== 'object' || node.duplicate !== undefined) throw syntaxFault()
  if (known && [...node.members.keys()].some((name) => !known.includes(name))) throw syntaxFault()
  return node.members
}

function oneOrMore(node: JsonNode | undefined): readonly JsonNode[] {
  if (!node) throw syntaxFault()
  return node.kind === 'array' ? node.items : [node]
}

function stringOf(node: JsonNode | undefined): string | undefined {
  return node && requireString(node)
}

function stringsOf(node: JsonNode | undefined): readonly string[] | undefined {
  return node && oneOrMore(node).map(requireString)
}

function requireString(node: JsonNode): string {
  if (node.kind !== 'string') throw syntaxFault()
  return node.text
}
