/**
 * Statements that AddPermission puts into a queue's policy, and RemovePermission takes out of it.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_AddPermission.html
 */
import { partitionOfArn } from '../../kernel/arn.ts'
import {
  labelExists,
  labelNotFound,
  noRoomForStatement,
  ownersAction,
  unknownAction,
} from './attribute-errors.ts'
import { policyStatementsMax } from './limits.ts'
import { checkPolicySize, checkStatement, readDocument, type Statement } from './policy.ts'

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

/**
 * The policy with a statement more.
 * @throws AwsError InvalidParameterValue or OverLimit
 */
export function withPermission(text: string | undefined, permission: Permission): string {
  const { label, actions, queueArn } = permission
  for (const action of actions) checkAction(action)
  const policy = text ? readDocument(text) : undefined
  const statements = policy?.statements ?? []
  const statement = statementOf(permission)
  const old = statements.find(({ Sid }) => Sid === label)
  if (text && old && JSON.stringify(old) === JSON.stringify(statement)) return text
  if (old) throw labelExists(label)
  const count = statements.length + 1
  if (count > policyStatementsMax) throw noRoomForStatement(count, policyStatementsMax)
  checkStatement(statement)
  const base = policy?.policy ?? { Version: '2012-10-17', Id: `${queueArn}/SQSDefaultPolicy` }
  const changed = JSON.stringify({ ...base, Statement: [...statements, statement] })
  checkPolicySize(changed)
  return changed
}

/** The policy without a statement; `undefined` when it was the last one. */
export function withoutPermission(text: string | undefined, label: string): string | undefined {
  const document = text ? readDocument(text) : undefined
  const left = document?.statements.filter(({ Sid }) => Sid !== label)
  if (!document || !left || left.length === document.statements.length) {
    throw labelNotFound(label)
  }
  return left.length > 0 ? JSON.stringify({ ...document.policy, Statement: left }) : undefined
}

function statementOf({ label, accounts, actions, queueArn }: Permission): Statement {
  const partition = partitionOfArn(queueArn)
  const principals = accounts.map((account) => `arn:${partition}:iam::${account}:root`)
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
  throw ownersActions.includes(action) ? ownersAction(action) : unknownAction(action)
}
