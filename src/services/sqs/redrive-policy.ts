/**
 * Where a queue's dead letters go, and whose it takes.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
 */
import { parseArn } from '../../kernel/arn.ts'
import {
  deadLetterTargetNoArn,
  deadLetterTargetNoQueue,
  invalidReceiveCount,
  redriveAllowUnsupported,
  redriveMemberMissing,
  redriveMembersUnknown,
  redrivePolicyNotJson,
  sourcesMissing,
  sourcesNotAllowed,
  tooManySources,
} from './attribute-errors.ts'
import { allowedSourceQueuesMax, maxReceiveCountMax } from './limits.ts'

export interface Redrive {
  /**
   * AWS: written anew, the count as a number, whichever it was sent as: the AWS CLI's examples of
   * set-queue-attributes and get-queue-attributes; terraform-aws-modules/terraform-aws-sqs#63.
   */
  readonly json: string
  readonly targetArn: string
  readonly maxReceiveCount: number
}

export interface RedriveAllow {
  /** As it was sent. */
  readonly json: string
  readonly permission: 'allowAll' | 'denyAll' | 'byQueue'
  readonly sourceArns: readonly string[]
}

const redriveMembers = ['maxReceiveCount', 'deadLetterTargetArn']

/** Whether the target is there, and takes it, is another question: `checkDeadLetterTarget`. */
export function readRedrivePolicy(json: string): Redrive {
  const policy = readObject(json)
  if (!policy) throw redrivePolicyNotJson(json)
  for (const member of redriveMembers) {
    if (policy[member] === undefined) throw redriveMemberMissing(json, member)
  }
  if (Object.keys(policy).length > redriveMembers.length) {
    throw redriveMembersUnknown(json, redriveMembers)
  }
  const maxReceiveCount = readCount(policy.maxReceiveCount)
  if (maxReceiveCount === undefined) {
    throw invalidReceiveCount(json, printed(policy.maxReceiveCount), maxReceiveCountMax)
  }
  const { deadLetterTargetArn: given } = policy
  const targetArn = typeof given === 'string' ? given : ''
  const target = parseArn(targetArn)
  if (!target) throw deadLetterTargetNoArn(json)
  if (target.service !== 'sqs') throw deadLetterTargetNoQueue(json)
  const written = JSON.stringify({ deadLetterTargetArn: targetArn, maxReceiveCount })
  return { json: written, targetArn, maxReceiveCount }
}

export function readRedriveAllowPolicy(json: string): RedriveAllow {
  const policy = readObject(json)
  const permission = policy?.redrivePermission
  const sources = policy?.sourceQueueArns ?? []
  if (!isPermission(permission) || !isTexts(sources) || hasOthers(policy)) {
    throw redriveAllowUnsupported(json)
  }
  if (permission === 'byQueue' && sources.length === 0) throw sourcesMissing(json)
  if (sources.length > allowedSourceQueuesMax) throw tooManySources(json, allowedSourceQueuesMax)
  if (permission !== 'byQueue' && sources.length > 0) throw sourcesNotAllowed(json)
  return { json, permission, sourceArns: sources }
}

export function allowsSource(allow: RedriveAllow | undefined, sourceArn: string): boolean {
  if (!allow || allow.permission === 'allowAll') return true
  return allow.permission === 'byQueue' && allow.sourceArns.includes(sourceArn)
}

function readObject(json: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(json)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
    return value as Record<string, unknown>
  } catch {
    return undefined
  }
}

/** A number, or its text. */
function readCount(given: unknown): number | undefined {
  if (typeof given !== 'number' && typeof given !== 'string') return undefined
  if (!/^\d+$/.test(String(given))) return undefined
  const count = Number(given)
  return count >= 1 && count <= maxReceiveCountMax ? count : undefined
}

/** What isn't a plain value has no text of its own: it may be of any depth, and say what it likes. */
function printed(value: unknown): string {
  if (Array.isArray(value)) return '[…]'
  return typeof value === 'object' && value !== null ? '{…}' : String(value)
}

function isPermission(value: unknown): value is RedriveAllow['permission'] {
  return value === 'allowAll' || value === 'denyAll' || value === 'byQueue'
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string')
}

function hasOthers(policy: object | undefined): boolean {
  const known = ['redrivePermission', 'sourceQueueArns']
  return Object.keys(policy ?? {}).some((member) => !known.includes(member))
}
