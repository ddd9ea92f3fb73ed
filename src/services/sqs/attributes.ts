/**
 * A queue's attributes as AWS has them: text by name, each with its rule. One table tells how each
 * is read and written.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
 */
import type { QueueAttributeName } from '../../generated/sqs.ts'
import type { Ports } from '../../kernel/ports.ts'
import { queueArn } from './address.ts'
import {
  fifoOnlyAttribute,
  invalidAttribute,
  throughputWithoutScope,
  twoEncryptions,
  unknownAttribute,
} from './attribute-errors.ts'
import { count } from './backlog.ts'
import {
  delaySecondsMax,
  messageSizeBytesMax,
  visibilityTimeoutSecondsMax,
  waitSecondsMax,
} from './limits.ts'
import { readPolicy, writePolicy } from './policy.ts'
import { readRedriveAllowPolicy, readRedrivePolicy } from './redrive-policy.ts'
import { defaultSettings, type Settings } from './settings.ts'
import type { Queue, SqsReading } from './state.ts'

interface Rule {
  /** Of FIFO queues alone. */
  readonly isFifoOnly?: boolean
  /** @throws AwsError InvalidAttributeValue and others */
  readonly read: (text: string, ports: Ports) => Partial<Settings>
  /** `undefined`: the attribute isn't shown. */
  readonly write: (settings: Settings, ports: Ports) => string | undefined
}

/** In the order in which AWS's reference lists them. */
const rules: Readonly<Record<string, Rule>> = {
  DelaySeconds: {
    read: (text) => ({ delayMs: seconds('DelaySeconds', text, 0, delaySecondsMax) }),
    write: ({ delayMs }) => String(delayMs / 1_000),
  },
  MaximumMessageSize: {
    read: (text) => ({
      messageSizeBytesMax: whole('MaximumMessageSize', text, 1_024, messageSizeBytesMax),
    }),
    write: (settings) => String(settings.messageSizeBytesMax),
  },
  MessageRetentionPeriod: {
    read: (text) => ({ retentionMs: seconds('MessageRetentionPeriod', text, 60, 1_209_600) }),
    write: ({ retentionMs }) => String(retentionMs / 1_000),
  },
  Policy: {
    read: (text, ports) => ({
      policy: text ? readPolicy(text, ports.identityDirectory) : undefined,
    }),
    write: ({ policy }, ports) => policy && writePolicy(policy, ports.identityDirectory),
  },
  ReceiveMessageWaitTimeSeconds: {
    read: (text) => ({ waitMs: seconds('ReceiveMessageWaitTimeSeconds', text, 0, waitSecondsMax) }),
    write: ({ waitMs }) => String(waitMs / 1_000),
  },
  VisibilityTimeout: {
    read: (text) => ({
      visibilityTimeoutMs: seconds('VisibilityTimeout', text, 0, visibilityTimeoutSecondsMax),
    }),
    write: ({ visibilityTimeoutMs }) => String(visibilityTimeoutMs / 1_000),
  },
  RedrivePolicy: {
    read: (text) => ({ redrive: text ? readRedrivePolicy(text) : undefined }),
    write: ({ redrive }) => redrive?.json,
  },
  RedriveAllowPolicy: {
    read: (text) => ({ redriveAllow: text ? readRedriveAllowPolicy(text) : undefined }),
    write: ({ redriveAllow }) => redriveAllow?.json,
  },
  KmsMasterKeyId: {
    read: (text) => ({ kmsKeyId: text || undefined }),
    write: ({ kmsKeyId }) => kmsKeyId,
  },
  KmsDataKeyReusePeriodSeconds: {
    read: (text) => ({
      kmsDataKeyReuseMs: seconds('KmsDataKeyReusePeriodSeconds', text, 60, 86_400),
    }),
    write: ({ kmsKeyId, kmsDataKeyReuseMs }) =>
      kmsKeyId === undefined ? undefined : String(kmsDataKeyReuseMs / 1_000),
  },
  SqsManagedSseEnabled: {
    read: (text) => ({ hasSqsEncryption: flag('SqsManagedSseEnabled', text) }),
    write: ({ hasSqsEncryption }) => String(hasSqsEncryption),
  },
  FifoQueue: {
    isFifoOnly: true,
    read: (text) => ({ isFifo: flag('FifoQueue', text) }),
    write: ({ isFifo }) => String(isFifo),
  },
  ContentBasedDeduplication: {
    isFifoOnly: true,
    read: (text) => ({ isContentDeduplicated: flag('ContentBasedDeduplication', text) }),
    write: ({ isContentDeduplicated }) => String(isContentDeduplicated),
  },
  DeduplicationScope: {
    isFifoOnly: true,
    read: (text) => ({
      deduplicationScope: oneOf('DeduplicationScope', text, ['queue', 'messageGroup']),
    }),
    write: ({ deduplicationScope }) => deduplicationScope,
  },
  FifoThroughputLimit: {
    isFifoOnly: true,
    read: (text) => ({
      throughputLimit: oneOf('FifoThroughputLimit', text, ['perQueue', 'perMessageGroupId']),
    }),
    write: ({ throughputLimit }) => throughputLimit,
  },
}

type Sent = Readonly<Record<string, string>>

/**
 * A new queue's settings.
 * @throws AwsError InvalidAttributeName, InvalidAttributeValue, InvalidParameterValue
 */
export function readSettings(sent: Sent, ports: Ports): Settings {
  const isFifo = sent.FifoQueue !== undefined && flag('FifoQueue', sent.FifoQueue)
  // AWS: there is no attribute to say that a queue is no FIFO queue.
  if (!isFifo && sent.FifoQueue !== undefined) throw unknownAttribute('FifoQueue')
  for (const name of Object.keys(sent)) {
    if (!isFifo && findRule(name)?.isFifoOnly) throw unknownAttribute(name)
  }
  return settingsWith({ ...defaultSettings, isFifo }, sent, ports)
}

/** A queue's settings after SetQueueAttributes. */
export function changeSettings(settings: Settings, sent: Sent, ports: Ports): Settings {
  for (const name of Object.keys(sent)) {
    if (name === 'FifoQueue') throw unknownAttribute(name)
    if (!settings.isFifo && findRule(name)?.isFifoOnly) throw fifoOnlyAttribute(name)
  }
  return settingsWith(settings, sent, ports)
}

function settingsWith(settings: Settings, sent: Sent, ports: Ports): Settings {
  const read = Object.entries(sent).map(([name, text]) => {
    const rule = findRule(name)
    if (!rule) throw unknownAttribute(name)
    return rule.read(text, ports)
  })
  const changed: Settings = Object.assign({}, settings, ...read)
  checkThroughput(changed)
  return withoutCleared(withOneEncryption(changed, sent))
}

function withoutCleared(settings: Settings): Settings {
  const set = Object.entries(settings).filter(([, value]) => value !== undefined)
  return Object.fromEntries(set) as unknown as Settings
}

function checkThroughput({ throughputLimit, deduplicationScope }: Settings): void {
  if (throughputLimit !== 'perMessageGroupId' || deduplicationScope === 'messageGroup') return
  throw throughputWithoutScope(throughputLimit, deduplicationScope)
}

/** A key of KMS and SQS's own encryption exclude each other: naming one ends the other. */
function withOneEncryption(settings: Settings, sent: Sent): Settings {
  const { kmsKeyId, hasSqsEncryption } = settings
  if (kmsKeyId === undefined || !hasSqsEncryption) return settings
  if (sent.KmsMasterKeyId && sent.SqsManagedSseEnabled !== undefined) throw twoEncryptions()
  if (sent.KmsMasterKeyId) return { ...settings, hasSqsEncryption: false }
  return { ...settings, kmsKeyId: undefined }
}

/** The first attribute that was sent and isn't what the queue has; others aren't compared. */
export function findDifference(
  { settings }: Queue,
  sent: Sent,
  wanted: Settings,
  ports: Ports,
): string | undefined {
  return Object.keys(sent).find((name) => {
    const rule = findRule(name)
    return !isSame(rule?.write(settings, ports), rule?.write(wanted, ports))
  })
}

/** JSON attributes are compared as what they say. */
function isSame(left: string | undefined, right: string | undefined): boolean {
  if (left === right) return true
  if (!left?.startsWith('{') || !right?.startsWith('{')) return false
  return canonical(JSON.parse(left)) === canonical(JSON.parse(right))
}

function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(String(value))
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`
  const members = Object.entries(value).map(([key, item]) => `${key}:${canonical(item)}`)
  return `{${members.sort().join()}}`
}

const facts: Readonly<Record<string, (queue: Queue, reading: SqsReading) => string>> = {
  ApproximateNumberOfMessages: (queue, { state, clock }) => {
    const now = clock.now()
    return String(count(state, queue, 'ready', now) + count(state, queue, 'returned', now))
  },
  ApproximateNumberOfMessagesNotVisible: (queue, { state, clock }) =>
    String(count(state, queue, 'inFlight', clock.now())),
  ApproximateNumberOfMessagesDelayed: (queue, { state, clock }) =>
    String(count(state, queue, 'delayed', clock.now())),
  CreatedTimestamp: ({ createdAtMs }) => String(Math.floor(createdAtMs / 1_000)),
  LastModifiedTimestamp: ({ modifiedAtMs }) => String(Math.floor(modifiedAtMs / 1_000)),
  QueueArn: ({ name }, { place }) => queueArn(place, name),
}

/**
 * The attributes that were asked for, of those that the queue has.
 * @throws AwsError InvalidAttributeName
 */
export function writeAttributes(
  queue: Queue,
  reading: SqsReading,
  asked: readonly QueueAttributeName[],
): Record<string, string> {
  const written: Record<string, string> = {}
  const { isFifo } = queue.settings
  for (const name of asked.includes('All') ? [...asked, ...allNames] : asked) {
    const rule = findRule(name)
    const fact = Object.hasOwn(facts, name) ? facts[name] : undefined
    if (name !== 'All' && !rule && !fact) throw unknownAttribute(name)
    if (rule?.isFifoOnly && !isFifo) continue
    const text = rule?.write(queue.settings, reading.ports) ?? fact?.(queue, reading)
    if (text !== undefined) written[name] = text
  }
  return written
}

const allNames = [...Object.keys(facts), ...Object.keys(rules)]

export function isQueueAttribute(name: string): boolean {
  return allNames.includes(name)
}

function findRule(name: string): Rule | undefined {
  return Object.hasOwn(rules, name) ? rules[name] : undefined
}

function whole(name: string, text: string, min: number, max: number): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : -1
  if (value < min || value > max) throw invalidAttribute(name, text)
  return value
}

function seconds(name: string, text: string, min: number, max: number): number {
  return whole(name, text, min, max) * 1_000
}

function flag(name: string, text: string): boolean {
  if (text !== 'true' && text !== 'false') throw invalidAttribute(name, text)
  return text === 'true'
}

function oneOf<const Value extends string>(
  name: string,
  text: string,
  values: readonly Value[],
): Value {
  const value = values.find((one) => one === text)
  if (value === undefined) throw invalidAttribute(name, text)
  return value
}
