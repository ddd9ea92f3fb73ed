/** JSON's own forms of blobs, instants and special floats, and how a body becomes a tree. */
import type { Shape, TimestampFormat } from '../model/model.ts'
import { isBase64Fault, readBase64 } from './base64.ts'
import { type JsonWording, serializationFault } from './json-faults.ts'
import { excessOf, scannedBytesMin } from './json-scan.ts'
import { mayLoseDigits, parseLossless, RawNumber } from './lossless-json.ts'
import { readSpecialFloat } from './numbers.ts'
import { ofEpochSeconds, readTimestamp } from './timestamp.ts'
import type { Notation } from './tree-reader.ts'
import { asBuffer, readUtf8 } from './utf8.ts'
import { holdsWideNumbers } from './wide-numbers.ts'

export function jsonNotation(own: Pick<Notation, 'strict' | 'wording' | 'booleans'>): Notation {
  return {
    ...own,
    timestamp,
    specialFloat: (value) => (typeof value === 'string' ? readSpecialFloat(value) : undefined),
    blob: (value) => (typeof value === 'string' ? blob(value, own.wording) : undefined),
  }
}

/**
 * Parses a body of UTF-8 JSON.
 * @param shape What is read: only where longs or big numbers may stand, those that a double can't
 *   hold come as bigint or `RawNumber`. `undefined`: they may stand anywhere.
 * @throws AwsError SerializationException, without a text, as AWS has none for it; with one of our
 *   own where a long body holds more than any request of AWS's.
 */
export function parseJsonBody(body: Uint8Array, shape?: Shape): unknown {
  const excess = body.length < scannedBytesMin ? undefined : excessOf(asBuffer(body))
  if (excess !== undefined) throw serializationFault(excess)
  const text = readUtf8(body)
  if (text === undefined) throw serializationFault()
  const wide = shape === undefined || holdsWideNumbers(shape)
  try {
    return wide && mayLoseDigits(text) ? parseLossless(text) : JSON.parse(text)
  } catch {
    throw serializationFault()
  }
}

function blob(text: string, wording: JsonWording): Uint8Array {
  const bytes = readBase64(text)
  if (!isBase64Fault(bytes)) return bytes
  throw serializationFault(
    bytes.kind === 'length' ? wording.base64Length(text.length) : wording.base64Character,
  )
}

function timestamp(value: unknown, format: TimestampFormat = 'unixTimestamp'): Date | undefined {
  if (format !== 'unixTimestamp') {
    return typeof value === 'string' ? readTimestamp(value, format) : undefined
  }
  if (value instanceof RawNumber) return ofEpochSeconds(Number(value.text))
  return typeof value === 'number' ? ofEpochSeconds(value) : undefined
}
