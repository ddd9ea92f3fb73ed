/**
 * Which key a table is encrypted with: kept and shown, not used. Without a KMS a key's id is taken as
 * it is, and stands for a key of this account and region.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/EncryptionAtRest.html
 */
import { createHash } from 'node:crypto'
import type { SSEDescription, SSESpecification } from '../../generated/dynamodb.ts'
import { arn } from '../../kernel/arn.ts'
import type { AwsError } from '../../kernel/errors.ts'
import type { Place } from '../../kernel/place.ts'
import { invalidValues, validation } from './errors.ts'
import {
  encryptionChange,
  encryptionChangeIntervalMs,
  encryptionChangesMax,
  encryptionWindowMs,
} from './limits.ts'
import type { DynamodbChange, Encryption, Table } from './state.ts'
import { limitExceeded, stillInUse } from './table-errors.ts'
import { shownInstant } from './throughput/provisioning.ts'

/** The key's ARN; `undefined`: a key that AWS owns. */
export type KeyArn = string | undefined

/** @throws AwsError ValidationException */
export function readEncryption(place: Place, given: SSESpecification | undefined): KeyArn {
  if (!given) return undefined
  const { Enabled: isEnabled, SSEType: type, KMSMasterKeyId: keyId } = given
  if (isEnabled === false) {
    if (type) throw invalidValues('SSEType can not be specified if Enabled is false')
    if (keyId) throw invalidValues('KMSMasterKeyId can not be specified if Enabled is false')
  }
  if (type === 'AES256') throw invalidValues('SSEType AES256 is not supported')
  if (keyId !== undefined && type !== 'KMS') {
    throw invalidValues('SSEType KMS is required if KMSMasterKeyId is specified')
  }
  if (isEnabled !== true && type === undefined) return undefined
  return keyArn(place, keyId ?? managedAlias)
}

/** The table on its way to another key. */
export function encrypt(call: DynamodbChange, table: Table, given: SSESpecification): Table {
  const { place, clock, at, durations } = call
  const nowMs = clock.now()
  const next = readEncryption(place, given)
  const old = table.encryption ?? { changesMs: [] }
  if (old.coming) throw stillInUse('Server-Side Encryption is still being updated', table.name)
  checkDiffers(old, next, given)
  checkPace(old, nowMs)
  at(nowMs + durations.msOf(encryptionChange), 'encrypt', table.id, table.name)
  const coming = next === undefined ? {} : { keyArn: next }
  const changesMs = [...changesIn(old, nowMs), nowMs]
  return { ...table, encryption: { ...old, coming, changesMs } }
}

/** Ends a change of key. */
export function encrypted(table: Table): Table {
  const { coming, changesMs = [] } = table.encryption ?? {}
  if (!coming) return table
  return { ...table, encryption: { ...coming, changesMs } }
}

/** AWS: nothing is said of a key that AWS owns, and a new key shows once the change is through. */
export function describeEncryption({ encryption }: Table): SSEDescription | undefined {
  const { keyArn: key, coming } = encryption ?? {}
  const shown = key ?? coming?.keyArn
  if (shown === undefined) return undefined
  return { Status: coming ? 'UPDATING' : 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: shown }
}

/**
 * For DeleteTable.
 * @throws AwsError ResourceInUseException
 */
export function checkNotEncrypting({ name, encryption }: Table): void {
  if (encryption?.coming) throw stillInUse('Server-Side Encryption is still being updated', name)
}

const managedAlias = 'alias/aws/dynamodb'

function keyArn(place: Place, given: string): string {
  if (given === managedAlias) return arn(place, 'kms', `key/${managedKeyId(place)}`)
  if (!given.startsWith('arn:')) {
    return arn(place, 'kms', given.startsWith('alias/') ? given : `key/${given}`)
  }
  const region = given.split(':')[3] ?? ''
  if (region !== place.region) throw keyOfOtherRegion(region)
  return given
}

/** The key that AWS makes for DynamoDB is an account's and region's own, and always the same. */
function managedKeyId({ partition, account, region }: Place): string {
  const hash = createHash('sha256').update(`${partition}:${account}:${region}:dynamodb`)
  return hash.digest('hex').replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-a$4-$5')
}

/** AWS: only the key's own ARN is known to be the same; an alias or id is a change. */
function checkDiffers(old: Encryption, next: KeyArn, given: SSESpecification): void {
  if (next === undefined) {
    if (old.keyArn === undefined) throw invalidValues('Table is already encrypted by default')
    return
  }
  if (given.KMSMasterKeyId !== old.keyArn || old.keyArn === undefined) return
  throw invalidValues(
    'Table is already encrypted with given KMSMasterKeyId. ' +
      'Use KMSMasterKeyId parameter if you want to change Master Key',
  )
}

/** Of the window that the first of them has opened. */
function changesIn({ changesMs }: Encryption, nowMs: number): readonly number[] {
  const [first] = changesMs
  return first !== undefined && nowMs < first + encryptionWindowMs ? changesMs : []
}

function checkPace(old: Encryption, nowMs: number): void {
  const changes = changesIn(old, nowMs)
  const [first] = changes
  const last = changes.at(-1)
  if (first === undefined || last === undefined || changes.length < encryptionChangesMax) return
  const endMs = first + encryptionWindowMs
  const allowedAtMs = Math.min(last + encryptionChangeIntervalMs, endMs)
  if (nowMs >= allowedAtMs) return
  throw limitExceeded(
    `Encryption mode changes are limited in the 24h window ending at ${shownInstant(endMs)}. ` +
      'After the first 4 change, each subsequent change in the same window can be performed at ' +
      `most once every 21600 seconds. Number of updates today: ${changes.length}. ` +
      `Last change at ${shownInstant(last)}. ` +
      `Next changes can be made at ${shownInstant(allowedAtMs)}.`,
    { limit: encryptionChangesMax, value: changes.length, lastAtMs: last, allowedAtMs },
  )
}

/** AWS's text ends with the id of KMS's own request. */
function keyOfOtherRegion(region: string): AwsError {
  return validation(
    `KMS validation error: com.amazonaws.services.kms.model.NotFoundException: Invalid arn ${region} ` +
      '(Service: AWSKMS; Status Code: 400; Error Code: NotFoundException)',
    { region },
  )
}
