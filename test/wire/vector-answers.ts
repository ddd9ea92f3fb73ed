/** A protocol's answer, held against a vector's. */
import { expect } from 'vitest'

import type { WireResponse } from '../../src/wire/message.ts'
import { bytesOf, expectSameBody } from './bodies.ts'
import type { HttpResponseTest } from './smithy-ast.ts'

export async function expectAnswer(answer: WireResponse, test: HttpResponseTest): Promise<void> {
  expect(answer.status).toBe(test.code)
  const bytes = await bytesOf(answer.body)
  // A listener tells the length, not the protocol; Smithy leaves it to HTTP too.
  const headers: Record<string, string> = {
    'content-length': String(bytes.length),
    ...headersOf(answer),
  }
  for (const [name, value] of Object.entries(test.headers ?? {})) {
    expect(headers[name.toLowerCase()], name).toBe(value)
  }
  for (const name of test.forbidHeaders ?? [])
    expect(headers).not.toHaveProperty(name.toLowerCase())
  if (test.body === undefined) return
  expectSameBody(bytes, test.body, test.bodyMediaType)
}

export function headersOf(answer: WireResponse): Record<string, string> {
  const entries = Object.entries(answer.headers)
  return Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), value]))
}
