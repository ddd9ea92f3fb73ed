/**
 * A queue's policy: kept as it was sent, but for users and roles, which stand there by their ids.
 * What it allows is judged by IAM.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html
 */
import { boundPolicy, type PrincipalDirectory, shownPolicy } from '../../policy/bound-policy.ts'
import { PolicyFault } from '../../policy/faults.ts'
import {
  invalidPolicy,
  policyTooLarge,
  tooManyInStatement,
  tooManyStatements,
} from './attribute-errors.ts'
import {
  policySizeBytesMax,
  policyStatementsMax,
  statementActionsMax,
  statementConditionsMax,
  statementPrincipalsMax,
} from './limits.ts'

type Json = Readonly<Record<string, unknown>>

export interface Statement extends Json {
  readonly Sid?: unknown
}

export interface Document {
  readonly policy: Json
  readonly statements: readonly Statement[]
}

type Directory = PrincipalDirectory | undefined

/**
 * Answers the policy as it is kept.
 * @throws AwsError InvalidAttributeValue or OverLimit
 */
export function readPolicy(text: string, directory: Directory): string {
  checkPolicySize(text)
  const document = readDocument(text)
  if (!document) throw invalidPolicy(text, 'It is no policy that SQS can read.')
  const { statements } = document
  const { length: count } = statements
  if (count > policyStatementsMax) throw tooManyStatements(count, policyStatementsMax)
  for (const statement of statements) checkStatement(statement)
  return bound(text, directory)
}

/** The policy as it is answered: with the ARNs that users and roles have now. */
export function writePolicy(kept: string, directory: Directory): string {
  return shownPolicy(kept, 'resource', directory)
}

/** AWS: https://github.com/hashicorp/terraform-provider-aws/issues/42209 */
function bound(text: string, directory: Directory): string {
  try {
    return boundPolicy(text, 'resource', directory)
  } catch (error) {
    throw error instanceof PolicyFault ? invalidPolicy(text, error.detail) : error
  }
}

/** @throws AwsError OverLimit */
export function checkPolicySize(text: string): void {
  const sizeBytes = Buffer.byteLength(text)
  if (sizeBytes > policySizeBytesMax) throw policyTooLarge(sizeBytes, policySizeBytesMax)
}

/** @throws AwsError OverLimit */
export function checkStatement(statement: Statement): void {
  const actions = listOf(statement.Action ?? statement.NotAction).length
  if (actions > statementActionsMax) {
    throw tooManyInStatement('actions', actions, statementActionsMax)
  }
  const principals = principalsOf(statement).length
  if (principals > statementPrincipalsMax) {
    throw tooManyInStatement('principals', principals, statementPrincipalsMax)
  }
  const conditions = conditionsOf(statement).length
  if (conditions > statementConditionsMax) {
    throw tooManyInStatement('conditions', conditions, statementConditionsMax)
  }
}

const policyMembers = ['Version', 'Id', 'Statement']
const versions = ['2008-10-17', '2012-10-17', undefined]
const statementMembers = [
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

/** `undefined` for what is no policy. */
export function readDocument(text: string): Document | undefined {
  const policy = readJson(text)
  if (!isObject(policy) || !hasOnly(policy, policyMembers)) return undefined
  const statements = listOf(policy.Statement)
  const isValid =
    versions.some((version) => version === policy.Version) &&
    statements.length > 0 &&
    statements.every(isStatement)
  return isValid ? { policy, statements: statements.filter(isStatement) } : undefined
}

function isStatement(value: unknown): value is Statement {
  return (
    isObject(value) &&
    hasOnly(value, statementMembers) &&
    (value.Effect === 'Allow' || value.Effect === 'Deny') &&
    (value.Principal ?? value.NotPrincipal) !== undefined &&
    listOf(value.Action ?? value.NotAction).length > 0
  )
}

function principalsOf({ Principal, NotPrincipal }: Statement): unknown[] {
  const principal = Principal ?? NotPrincipal
  return isObject(principal) ? Object.values(principal).flatMap(listOf) : listOf(principal)
}

function conditionsOf({ Condition }: Statement): unknown[] {
  if (!isObject(Condition)) return []
  return Object.values(Condition).flatMap((keys) => (isObject(keys) ? Object.keys(keys) : []))
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function hasOnly(value: Json, members: readonly string[]): boolean {
  return Object.keys(value).every((member) => members.includes(member))
}

/** One, or a list of them. */
function listOf(value: unknown): unknown[] {
  if (value === undefined) return []
  return Array.isArray(value) ? value : [value]
}
