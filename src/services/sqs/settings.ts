/** What users set of a queue, in our terms; `attributes.ts` knows AWS's. */
import { messageSizeBytesMax } from './limits.ts'
import type { Redrive, RedriveAllow } from './redrive-policy.ts'

export interface Settings {
  readonly isFifo: boolean
  readonly delayMs: number
  readonly visibilityTimeoutMs: number
  readonly retentionMs: number
  readonly waitMs: number
  readonly messageSizeBytesMax: number
  /** As it was sent, but users and roles stand there by their ids. */
  readonly policy?: string
  readonly redrive?: Redrive
  readonly redriveAllow?: RedriveAllow
  readonly hasSqsEncryption: boolean
  readonly kmsKeyId?: string
  readonly kmsDataKeyReuseMs: number
  readonly isContentDeduplicated: boolean
  readonly deduplicationScope: 'queue' | 'messageGroup'
  readonly throughputLimit: 'perQueue' | 'perMessageGroupId'
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
export const defaultSettings: Settings = {
  isFifo: false,
  delayMs: 0,
  visibilityTimeoutMs: 30_000,
  retentionMs: 345_600_000,
  waitMs: 0,
  messageSizeBytesMax,
  hasSqsEncryption: true,
  kmsDataKeyReuseMs: 300_000,
  isContentDeduplicated: false,
  deduplicationScope: 'queue',
  throughputLimit: 'perQueue',
}
