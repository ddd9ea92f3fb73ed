/** Scalars as text in a header, label or query string, read strictly and written as AWS writes them. */
import type { Member, ScalarShape, TimestampFormat } from '../model/model.ts'
import { isBase64Fault, readBase64, writeBase64 } from './base64.ts'
import { isIntegerType, readBigNumber, readFloat, readInteger } from './numbers.ts'
import { readTimestamp, writeTimestamp } from './timestamp.ts'

export type TextPlace = 'header' | 'label' | 'query'

/** Gives `undefined` for a text that isn't of the type. */
export type ScalarReader = (text: string) => unknown

export function scalarReader(member: Member, place: TextPlace): ScalarReader {
  const { type } = scalarOf(member)
  if (member.traits.jsonValue && place === 'header') return readBase64Text
  if (type === 'string' || type === 'document') return (text) => text
  if (type === 'boolean') return readBoolean
  if (type === 'timestamp') {
    const format = formatOf(member, place)
    return (text) => readTimestamp(text, format)
  }
  if (type === 'blob') return readBlob
  if (isIntegerType(type)) return (text) => readInteger(text, type)
  return type === 'float' || type === 'double' ? readFloat : readBigNumber
}

/** For headers of answers. */
export function scalarWriter(member: Member): (value: never) => string {
  const { type } = scalarOf(member)
  if (member.traits.jsonValue) {
    return (value: string) => writeBase64(Buffer.from(value))
  }
  if (type === 'blob') return (value: Uint8Array) => writeBase64(value)
  if (type === 'timestamp') {
    const format = formatOf(member, 'header')
    return (value: Date) => writeTimestamp(value, format)
  }
  return String
}

/** What a type is called where a value isn't of it. */
export function typeName(member: Member): string {
  const { type } = scalarOf(member)
  return type.charAt(0).toUpperCase() + type.slice(1)
}

function formatOf({ traits }: Member, place: TextPlace): TimestampFormat {
  return traits.timestampFormat ?? (place === 'header' ? 'rfc822' : 'iso8601')
}

function scalarOf({ name, shape }: Member): ScalarShape {
  if (shape.kind !== 'scalar') throw new Error(`${name} is no scalar, yet stands in text`)
  return shape
}

function readBoolean(text: string): boolean | undefined {
  if (text === 'true') return true
  return text === 'false' ? false : undefined
}

function readBlob(text: string): Uint8Array | undefined {
  const bytes = readBase64(text)
  return isBase64Fault(bytes) ? undefined : bytes
}

function readBase64Text(text: string): string | undefined {
  const bytes = readBlob(text)
  return bytes && Buffer.from(bytes).toString()
}
