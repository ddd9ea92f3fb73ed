/**
 * Where a queue's dead letters go, and whose it takes.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
 */
import { parseArn } from '../../kernel/arn.ts'
import type { AwsError } from '../../kernel/errors.ts'
import { invalidAttribute, invalidValue } from './errors.ts'
import { allowedSourceQueuesMax, maxReceiveCountMax } from './limits.ts'

export interface Redrive {
  /** As it was sent. */
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
  const refuse = (reason: string) => refusePolicy('RedrivePolicy', json, reason)
  const policy = readObject(json)
  if (!policy) {
    throw invalidAttribute('RedrivePolicy', json, 'Redrive policy is not a valid JSON map.')
  }
  for (const member of redriveMembers) {
    if (policy[member] === undefined) {
      throw refuse(`Redrive policy does not contain mandatory attribute: ${member}.`)
    }
  }
  if (Object.keys(policy).length > redriveMembers.length) {
    throw refuse(`Only following attributes are supported: [${redriveMembers.join(', ')}].`)
  }
  const maxReceiveCount = readCount(policy.maxReceiveCount)
  if (maxReceiveCount === undefined) {
    throw refuse(
      `Invalid value for maxReceiveCount: ${printed(policy.maxReceiveCount)}, valid values are from 1 to ${maxReceiveCountMax} both inclusive.`,
    )
  }
  const { deadLetterTargetArn: given } = policy
  const targetArn = typeof given === 'string' ? given : ''
  const target = parseArn(targetArn)
  if (!target) throw refuse('Dead-letter target ARN should be fully qualified ARN.')
  if (target.service !== 'sqs') {
    throw refuse('Only SQS queues are valid resources for deadLetterTargetArn.')
  }
  return { json, targetArn, maxReceiveCount }
}

export function readRedriveAllowPolicy(json: string): RedriveAllow {
  const policy = readObject(json)
  const permission = policy?.redrivePermission
  const sources = policy?.sourceQueueArns ?? []
  if (!isPermission(permission) || !isTexts(sources) || hasOthers(policy)) {
    throw invalidAttribute(
      'RedriveAllowPolicy',
      json,
      "Amazon SQS can't create the redrive allow policy, as it’s in an unsupported format.",
    )
  }
  const refuse = (reason: string) => {
    const whole = `Amazon SQS can't create the redrive allow policy. ${reason}`
    return refusePolicy('RedriveAllowPolicy', json, whole)
  }
  if (permission === 'byQueue' && sources.length === 0) {
    throw refuse(
      'When you specify the byQueue permission type, you must also specify one or more sourceQueueArns values.',
    )
  }
  if (sources.length > allowedSourceQueuesMax) {
    throw refuse(
      `The maximum number of source queue ARNs you can specify is ${allowedSourceQueuesMax}.`,
    )
  }
  if (permission !== 'byQueue' && sources.length > 0) {
    throw refuse(
      'To specify one or more source queue ARNs, you must set redrivePermission to byQueue.',
    )
  }
  return { json, permission, sourceArns: sources }
}

export function allowsSource(allow: RedriveAllow | undefined, sourceArn: string): boolean {
  if (!allow || allow.permission === 'allowAll') return true
  return allow.permission === 'byQueue' && allow.sourceArns.includes(sourceArn)
}

export function refusePolicy(attribute: string, json: string, reason: string): AwsError {
  return invalidValue(attribute, json, reason)
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
