/**
 * A queue's policy: kept as it was sent, but for users and roles, which stand there by their ids.
 * What it allows is judged by IAM.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html
 */
import { boundPolicy, type PrincipalDirectory, shownPolicy } from '../../policy/bound-policy.ts'
import { PolicyFault } from '../../policy/faults.ts'
import { invalidPolicy, overLimit } from './errors.ts'
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
  if (Buffer.byteLength(text) > policySizeBytesMax) {
    throw overLimit('Submitted policy is over max allowed size.', {
      quota: 'Queue Policy Size',
      limit: policySizeBytesMax,
      value: Buffer.byteLength(text),
    })
  }
  const document = readDocument(text)
  if (!document) throw invalidPolicy(text, 'It is no policy that SQS can read.')
  const { statements } = document
  checkCount(
    statements.length,
    policyStatementsMax,
    'Statements per Queue Policy',
    'statements were found in the submitted policy',
  )
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
export function checkStatement(statement: Statement): void {
  for (const { of, max, quota, found } of statementLimits) {
    checkCount(of(statement), max, quota, found)
  }
}

const statementLimits = [
  {
    of: (statement: Statement) => listOf(statement.Action ?? statement.NotAction).length,
    max: statementActionsMax,
    quota: 'Actions per Queue Policy',
    found: 'actions were found in a statement from the submitted policy',
  },
  {
    of: (statement: Statement) => principalsOf(statement).length,
    max: statementPrincipalsMax,
    quota: 'Principals per Queue Policy',
    found: 'principals were found in a statement from the submitted policy',
  },
  {
    of: (statement: Statement) => conditionsOf(statement).length,
    max: statementConditionsMax,
    quota: 'Conditions per Queue Policy',
    found: 'conditions were found in a statement from the submitted policy',
  },
]

function checkCount(value: number, limit: number, quota: string, found: string): void {
  if (value <= limit) return
  throw overLimit(`${value} ${found}, max allowed is ${limit}`, { quota, limit, value })
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
