/**
 * Message attributes: what AWS takes, their size and their MD5.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html
 */
import { hash } from 'node:crypto'
import type { MessageAttributeValue, MessageSystemAttributeValue } from '../../generated/sqs.ts'
import { checkCharacters } from './characters.ts'
import { messageAttributesMax } from './limits.ts'
import {
  type AttributeKind,
  attributeLacks,
  attributeListsUnsupported,
  attributeNameCharacters,
  attributeNameEndsWithDot,
  attributeNameHasDots,
  attributeNameReserved,
  attributeNameStartsWithDot,
  attributeNameTooLong,
  attributeNoNumber,
  emptyAttributeName,
  emptyAttributeValue,
  invalidAttributeType,
  tooManyAttributes,
  unknownSystemAttribute,
} from './message-errors.ts'

export interface MessageAttribute {
  readonly name: string
  /** With its custom label, as in `Number.price`. */
  readonly type: string
  readonly value: string | Uint8Array
}

type Given = Readonly<Record<string, MessageAttributeValue>>
type GivenSystem = Readonly<Record<string, MessageSystemAttributeValue>>

/**
 * Sorted by name; `undefined` for none.
 * @throws AwsError InvalidParameterValue, UnsupportedOperation or InvalidMessageContents
 */
export function readAttributes(given: Given | undefined): MessageAttribute[] | undefined {
  const names = given ? Object.keys(given) : []
  if (!given || names.length === 0) return undefined
  if (names.length > messageAttributesMax) {
    throw tooManyAttributes(names.length, messageAttributesMax)
  }
  return names.sort().map((name) => {
    checkName(name)
    return readValue('user', name, given[name])
  })
}

/** The one attribute that SQS itself knows: the trace header of X-Ray. */
export function readTraceHeader(given: GivenSystem | undefined): string | undefined {
  let traceHeader: string | undefined
  for (const name of Object.keys(given ?? {})) {
    if (name !== 'AWSTraceHeader') throw unknownSystemAttribute(name)
    const { type, value } = readValue('system', name, given?.[name])
    if (type !== 'String' || typeof value !== 'string') {
      throw invalidAttributeType('system', name, type)
    }
    traceHeader = value
  }
  return traceHeader
}

/** As AWS's answers have it. */
export function attributeValue({ type, value }: MessageAttribute): MessageAttributeValue {
  return typeof value === 'string'
    ? { StringValue: value, DataType: type }
    : { BinaryValue: value, DataType: type }
}

/** Names, types and values count towards a message's size. */
export function sizeOfAttributes(attributes: readonly MessageAttribute[] | undefined): number {
  let size = 0
  for (const { name, type, value } of attributes ?? []) {
    size += Buffer.byteLength(name) + Buffer.byteLength(type)
    size += typeof value === 'string' ? Buffer.byteLength(value) : value.length
  }
  return size
}

/** By name: length, name, length, type, form, length, value; of those given alone. */
export function md5OfAttributes(attributes: readonly MessageAttribute[]): string {
  const parts: Uint8Array[] = []
  const addWithLength = (bytes: Uint8Array) => {
    const length = Buffer.allocUnsafe(4)
    length.writeUInt32BE(bytes.length)
    parts.push(length, bytes)
  }
  for (const { name, type, value } of attributes) {
    addWithLength(Buffer.from(name))
    addWithLength(Buffer.from(type))
    parts.push(typeof value === 'string' ? textForm : binaryForm)
    addWithLength(typeof value === 'string' ? Buffer.from(value) : value)
  }
  return hash('md5', Buffer.concat(parts))
}

const textForm = Buffer.from([1])
const binaryForm = Buffer.from([2])

const nameLengthMax = 256
const reserved = /^(?:aws|amazon)\./i
const nameCharacters = /^[A-Za-z0-9_.-]*$/

function checkName(name: string): void {
  if (name === '') throw emptyAttributeName(name)
  if (name.length > nameLengthMax) throw attributeNameTooLong(name)
  if (reserved.test(name)) throw attributeNameReserved(name)
  if (name.startsWith('.')) throw attributeNameStartsWithDot(name)
  if (name.endsWith('.')) throw attributeNameEndsWithDot(name)
  if (name.includes('..')) throw attributeNameHasDots(name)
  if (!nameCharacters.test(name)) throw attributeNameCharacters(name)
}

const typeLengthMax = 256
const knownType = /^(String|Number|Binary)(?:\..+)?$/

function readValue(
  kind: AttributeKind,
  name: string,
  given: MessageAttributeValue | undefined,
): MessageAttribute {
  const type = given?.DataType
  if (!given || !type) throw attributeLacks('type', kind, name)
  if (given.StringListValues?.length || given.BinaryListValues?.length) {
    throw attributeListsUnsupported(name)
  }
  const base = type.length <= typeLengthMax ? knownType.exec(type)?.[1] : undefined
  if (base === undefined) throw invalidAttributeType(kind, name, type)
  const { StringValue: text, BinaryValue: bytes } = given
  const value = base === 'Binary' ? bytes : text
  if (text === undefined && bytes === undefined) throw attributeLacks('value', kind, name)
  if (!value?.length) throw emptyAttributeValue(kind, name, type)
  if (typeof value === 'string') checkCharacters(value, `message attribute '${name}'`)
  if (base === 'Number' && !isNumber(String(value))) {
    throw attributeNoNumber(kind, name, value)
  }
  return { name, type, value }
}

const decimal = /^[+-]?(\d*)(?:\.(\d*))?(?:e[+-]?\d{1,4})?$/i
const significantDigitsMax = 38

/** Up to 38 digits, between 10^-128 and 10^126. */
function isNumber(text: string): boolean {
  const match = decimal.exec(text)
  const digits = (match?.[1] ?? '') + (match?.[2] ?? '')
  if (!match || digits === '') return false
  if (digits.replace(/^0+/, '').length > significantDigitsMax) return false
  const size = Math.abs(Number(text))
  return size === 0 || (size >= 1e-128 && size <= 1e126)
}
