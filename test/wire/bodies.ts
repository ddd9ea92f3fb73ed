/** Bodies compared by what they say, not by how they are written. */
import { expect } from 'vitest'

import { decodeCbor } from '../../src/wire/cbor-decode.ts'
import type { ResponseBody } from '../../src/wire/message.ts'
import { comparable, elementNames, readXmlTree } from './xml-tree.ts'

/** What our envelopes carry beside a vector's: request ids, and query's empty `Detail`. */
const envelope = ['ResponseMetadata', 'RequestId', 'requestId', 'Detail']

export async function bytesOf(body: ResponseBody | undefined): Promise<Uint8Array> {
  if (body === undefined) return new Uint8Array()
  if (typeof body === 'string') return Buffer.from(body)
  if (body instanceof Uint8Array) return body
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** @param expected As the vectors write it: base64 for CBOR. */
export function expectSameBody(
  actual: Uint8Array,
  expected: string,
  mediaType: string | undefined,
): void {
  if (mediaType === 'application/cbor') {
    const wanted = Buffer.from(expected, 'base64')
    if (wanted.length === 0) expect(Buffer.from(actual).toString('hex')).toBe('')
    // RFC 8949's examples judge this reader, the AWS clients the writer.
    else expect(decodeCbor(actual)).toEqual(decodeCbor(wanted))
    return
  }
  const text = Buffer.from(actual).toString()
  if (expected === '') expect(text).toBe('')
  else if (mediaType === 'application/json') expect(jsonOf(text)).toEqual(jsonOf(expected))
  else if (/^\s*</.test(expected)) expectSameXml(text, expected)
  else expect(text).toBe(expected)
}

/** What is no JSON stands for itself. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function expectSameXml(actual: string, expected: string): void {
  const [ours, theirs] = [readXmlTree(actual), readXmlTree(expected)]
  const wanted = elementNames(theirs)
  const ignored = new Set(envelope.filter((name) => !wanted.has(name)))
  expect(ours.name).toBe(theirs.name)
  const left = comparable(ours, ignored) as { attributes: object }
  const right = comparable(theirs) as { attributes: object }
  // Some vectors leave the service's namespace out.
  if (Object.keys(right.attributes).length === 0) left.attributes = {}
  expect(left).toEqual(right)
}
