/** Scalars that come as text: in forms, headers, labels, query strings and XML. */
import type { ScalarShape, TimestampFormat } from '../model/model.ts'
import { isBase64Fault, readBase64 } from './base64.ts'
import { isIntegerType, readBigNumber, readFloat, readInteger } from './numbers.ts'
import { unreadable } from './query-faults.ts'
import { readTimestamp } from './timestamp.ts'

/** @throws AwsError MalformedInput. */
export type TextReader = (text: string) => unknown

export function textReader(shape: ScalarShape, format: TimestampFormat): TextReader {
  const { type } = shape
  if (type === 'string' || type === 'document') return (text) => text
  const read = readerOf(type, format)
  const wanted = type.charAt(0).toUpperCase() + type.slice(1)
  return (text) => {
    const value = read(text)
    if (value === undefined) throw unreadable(text, wanted)
    return value
  }
}

/** Gives `undefined` for a text that isn't of the type. */
function readerOf(type: ScalarShape['type'], format: TimestampFormat): TextReader {
  if (type === 'boolean') return readBoolean
  if (type === 'timestamp') return (text) => readTimestamp(text, format)
  if (type === 'blob') {
    return (text) => {
      const bytes = readBase64(text)
      return isBase64Fault(bytes) ? undefined : bytes
    }
  }
  if (isIntegerType(type)) return (text) => readInteger(text, type)
  return type === 'float' || type === 'double' ? readFloat : readBigNumber
}

function readBoolean(text: string): boolean | undefined {
  const lower = text.toLowerCase()
  if (lower === 'true') return true
  return lower === 'false' ? false : undefined
}
