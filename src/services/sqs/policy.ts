/**
 * A queue's policy: kept as it was sent, within SQS's limits. What it allows is judged by IAM.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html
 */
import { invalidAttribute, invalidParameter, invalidValue, overLimit } from './errors.ts'
import {
  policySizeBytesMax,
  policyStatementsMax,
  statementActionsMax,
  statementConditionsMax,
  statementPrincipalsMax,
} from './limits.ts'

type Json = Readonly<Record<string, unknown>>

interface Statement extends Json {
  readonly Sid?: unknown
}

interface Document {
  readonly policy: Json
  readonly statements: readonly Statement[]
}

/**
 * Answers the policy.
 * @throws AwsError InvalidAttributeValue or OverLimit
 */
export function checkPolicy(text: string): string {
  if (Buffer.byteLength(text) > policySizeBytesMax) {
    throw overLimit('Submitted policy is over max allowed size.', {
      quota: 'Queue Policy Size',
      limit: policySizeBytesMax,
      value: Buffer.byteLength(text),
    })
  }
  const document = readDocument(text)
  if (!document) throw invalidAttribute('Policy', text)
  const { statements } = document
  checkCount(
    statements.length,
    policyStatementsMax,
    'Statements per Queue Policy',
    'statements were found in the submitted policy',
  )
  for (const statement of statements) {
    for (const { of, max, quota, found } of statementLimits) {
      checkCount(of(statement), max, quota, found)
    }
  }
  return text
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

/** What AddPermission makes. */
export interface Permission {
  readonly label: string
  readonly accounts: readonly string[]
  readonly actions: readonly string[]
  readonly queueArn: string
}

const sharedActions = [
  '*',
  'ChangeMessageVisibility',
  'DeleteMessage',
  'GetQueueAttributes',
  'GetQueueUrl',
  'ListDeadLetterSourceQueues',
  'PurgeQueue',
  'ReceiveMessage',
  'SendMessage',
]
const ownersActions = [
  'AddPermission',
  'CancelMessageMoveTask',
  'CreateQueue',
  'DeleteQueue',
  'ListMessageMoveTasks',
  'ListQueues',
  'ListQueueTags',
  'RemovePermission',
  'SetQueueAttributes',
  'StartMessageMoveTask',
  'TagQueue',
  'UntagQueue',
]

/** The policy with a statement more. */
export function withPermission(text: string | undefined, permission: Permission): string {
  const { label, actions, queueArn } = permission
  for (const action of actions) checkAction(action)
  const policy = text ? readDocument(text) : undefined
  const statements = policy?.statements ?? []
  const statement = statementOf(permission)
  const old = statements.find(({ Sid }) => Sid === label)
  if (text && old && JSON.stringify(old) === JSON.stringify(statement)) return text
  if (old) throw invalidValue('Label', label, 'Already exists.')
  const count = statements.length + 1
  if (count > policyStatementsMax) {
    throw overLimit(`${count} Statements were found, maximum allowed is ${policyStatementsMax}.`, {
      quota: 'Statements per Queue Policy',
      limit: policyStatementsMax,
      value: count,
    })
  }
  checkCount(
    actions.length,
    statementActionsMax,
    'Actions per Queue Policy',
    'actions were found in a statement from the submitted policy',
  )
  const base = policy?.policy ?? { Version: '2012-10-17', Id: `${queueArn}/SQSDefaultPolicy` }
  return JSON.stringify({ ...base, Statement: [...statements, statement] })
}

/** The policy without a statement; `undefined` when it was the last one. */
export function withoutPermission(text: string | undefined, label: string): string | undefined {
  const document = text ? readDocument(text) : undefined
  const left = document?.statements.filter(({ Sid }) => Sid !== label)
  if (!document || !left || left.length === document.statements.length) {
    throw invalidValue('Label', label, "can't find label on existing policy.")
  }
  return left.length > 0 ? JSON.stringify({ ...document.policy, Statement: left }) : undefined
}

function statementOf({ label, accounts, actions, queueArn }: Permission): Statement {
  const principals = accounts.map((account) => `arn:aws:iam::${account}:root`)
  const named = actions.map((action) => `SQS:${action}`)
  return {
    Sid: label,
    Effect: 'Allow',
    Principal: { AWS: principals.length === 1 ? principals[0] : principals },
    Action: named.length === 1 ? named[0] : named,
    Resource: queueArn,
  }
}

function checkAction(action: string): void {
  if (sharedActions.includes(action)) return
  const reason = ownersActions.includes(action)
    ? 'Only the queue owner is allowed to invoke this action.'
    : 'Please refer to the appropriate WSDL for a list of valid actions.'
  throw invalidParameter(
    `Value SQS:${action} for parameter ActionName is invalid. Reason: ${reason}`,
    { parameter: 'ActionName', value: action },
  )
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
function readDocument(text: string): Document | undefined {
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
