/** NextToken: says where a statement goes on, to the same statement alone. */
import { createHash } from 'node:crypto'
import type { AttributeValue } from '../../../generated/dynamodb.ts'
import { base64Of } from '../attribute-value.ts'
import { invalidToken, otherToken } from './errors.ts'
import type { Continuation } from './select.ts'

export interface Bound {
  readonly Statement: string
  readonly Parameters?: readonly AttributeValue[]
}

/** The statement's digest, the place, and a digest of both, so that nobody writes his own. */
export function writeToken(statement: Bound, next: Continuation): string {
  const text = `${digestOf(statement)}${JSON.stringify(next, writeBytes)}`
  return Buffer.from(digestOf(text) + text).toString('base64')
}

/** @throws AwsError ValidationException */
export function readToken(statement: Bound, token: string | undefined): Continuation {
  if (token === undefined) return { read: 0 }
  const whole = Buffer.from(token, 'base64').toString()
  const [seal, text] = [whole.slice(0, digestLength), whole.slice(digestLength)]
  if (text === '' || seal !== digestOf(text)) throw invalidToken()
  if (text.slice(0, digestLength) !== digestOf(statement)) throw otherToken()
  return JSON.parse(text.slice(digestLength), readBytes) as Continuation
}

const digestLength = 44

function digestOf(given: Bound | string): string {
  const text =
    typeof given === 'string'
      ? `token ${given}`
      : JSON.stringify([given.Statement, given.Parameters ?? []], writeBytes)
  return createHash('sha256').update(text).digest('base64')
}

function writeBytes(_: string, value: unknown): unknown {
  return value instanceof Uint8Array ? { bytes: base64Of(value) } : value
}

/** Only bytes have this one member: a value's other members are AWS's types, a key's have values. */
function readBytes(_: string, value: unknown): unknown {
  const isBytes =
    typeof value === 'object' &&
    value !== null &&
    'bytes' in value &&
    typeof value.bytes === 'string'
  return isBytes ? new Uint8Array(Buffer.from(value.bytes as string, 'base64')) : value
}
