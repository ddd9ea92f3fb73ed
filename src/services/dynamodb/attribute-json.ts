/** Attributes as JSON, as requests and answers have them: the form in which items are kept. */
import type { AttributeValue } from '../../generated/dynamodb.ts'
import { type Attributes, base64Of } from './attribute-value.ts'

export function writeAttributes(attributes: Attributes): string {
  return holdsBinary(attributes) ? writeAll(attributes) : JSON.stringify(attributes)
}

/** `[size,{…}]` */
export function writeSized(size: number, attributes: Attributes): string {
  if (holdsBinary(attributes)) return `[${size},${writeAll(attributes)}]`
  return JSON.stringify([size, attributes])
}

function holdsBinary(attributes: Attributes): boolean {
  for (const name in attributes) {
    const value = attributes[name]
    if (value && isBinary(value)) return true
  }
  return false
}

function isBinary({ B, BS, M, L }: AttributeValue): boolean {
  if (B ?? BS) return true
  return M ? holdsBinary(M) : L?.some(isBinary) === true
}

/** As `JSON.stringify`, which can't be told of bytes without costing three times as much. */
function writeAll(attributes: Attributes): string {
  let text = ''
  for (const name of Object.keys(attributes)) {
    const value = attributes[name]
    if (!value) continue
    text += `${text === '' ? '' : ','}${writeText(name)}:${writeValue(value)}`
  }
  return `{${text}}`
}

export function readAttributeJson(json: string): Attributes {
  const attributes = JSON.parse(json) as Attributes
  if (binary.test(json)) for (const value of Object.values(attributes)) readBinaries(value)
  return attributes
}

/** Nothing else looks so: a quote within a text stands behind a backslash. */
const binary = /\{"BS?":["[]/

function writeValue(value: AttributeValue): string {
  const { S, N, B, BOOL, NULL, M, L, SS, NS, BS } = value
  if (S !== undefined) return `{"S":${writeText(S)}}`
  if (N !== undefined) return `{"N":"${N}"}`
  if (B) return `{"B":"${base64Of(B)}"}`
  if (BOOL !== undefined) return `{"BOOL":${BOOL}}`
  if (NULL !== undefined) return `{"NULL":${NULL}}`
  if (M) return `{"M":${writeAll(M)}}`
  if (L) return `{"L":[${L.map(writeValue).join(',')}]}`
  if (SS) return `{"SS":${JSON.stringify(SS)}}`
  if (NS) return `{"NS":${JSON.stringify(NS)}}`
  return `{"BS":${JSON.stringify((BS ?? []).map(base64Of))}}`
}

/** Beyond this length `JSON.stringify` is faster than looking for what must be escaped. */
const plainLengthMax = 64
const mustEscape = /["\\\u0000-\u001f\ud800-\udfff]/

function writeText(text: string): string {
  if (text.length > plainLengthMax || mustEscape.test(text)) return JSON.stringify(text)
  return `"${text}"`
}

interface Read {
  B?: Uint8Array
  BS?: Uint8Array[]
}

/** In place: what was parsed is nobody else's yet. */
function readBinaries(value: AttributeValue): void {
  const { B, BS, M, L } = value
  const read = value as Read
  if (B !== undefined) read.B = bytesOf(B as unknown as string)
  else if (BS) read.BS = (BS as unknown as string[]).map(bytesOf)
  else if (M) for (const inner of Object.values(M)) readBinaries(inner)
  else if (L) for (const inner of L) readBinaries(inner)
}

function bytesOf(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, 'base64'))
}
