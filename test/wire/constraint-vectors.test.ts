/** Smithy's vectors of broken constraints: parsed by the protocol, refused by the model. */
import { describe, expect, test } from 'vitest'

import { validate } from '../../src/model/validate.ts'
import { loadProtocol } from '../../src/wire/protocols.ts'
import { type EventStreamCase, type MalformedCase, readSuites, type VectorCase } from './cases.ts'
import { initialInput } from './event-stream-vectors.ts'
import { exceptions } from './vectors/exceptions.ts'
import { constraints } from './vectors/reasons.ts'
import { parseTest } from './vector-requests.ts'

const vectors = readSuites()
  .flatMap(({ cases }) => cases)
  .filter(({ id }) => exceptions[id] === constraints)

/** One broken constraint: where, and what was demanded. */
interface Broken {
  readonly path: string
  readonly demand: string
}

test('There are such vectors of requests and of streams, and no others', () => {
  const counts = vectors.map(({ kind }) => kind)
  expect(counts.filter((kind) => kind === 'malformed')).toHaveLength(41)
  expect(counts.filter((kind) => kind === 'events')).toHaveLength(2)
  expect(counts).toHaveLength(43)
})

describe('Input that breaks a constraint is refused for what the vector names', () => {
  const malformed = vectors.filter((vector): vector is MalformedCase => isMalformed(vector))
  test.each(malformed.map((vector) => [vector.id, vector] as const))('%s', async (_, vector) => {
    const protocol = await loadProtocol('restJson')
    for (const { request, response } of vector.tests) {
      const failure = validate(vector.operation, parseTest(protocol, vector.operation, request))
      expect(failure?.code).toBe('ValidationException')
      const [ours, ...others] = brokenIn(failure?.message ?? '')
      const [theirs] = brokenIn(messageOf(response.body?.assertion.contents))
      expect(others).toEqual([])
      expect(isAround(ours, theirs), `${ours?.path} ${theirs?.path}`).toBe(true)
      expect(factsOf(theirs)).toEqual(expect.arrayContaining(factsOf(ours)))
    }
  })
})

describe('A stream whose request lacks what is required is refused', () => {
  const events = vectors.filter((vector): vector is EventStreamCase => vector.kind === 'events')
  test.each(events.map((vector) => [vector.id, vector] as const))('%s', async (_, vector) => {
    const protocol = await loadProtocol('restJson')
    const failure = validate(vector.operation, initialInput(protocol, vector))
    expect(failure).toMatchObject({
      code: 'ValidationException',
      message: expect.stringMatching(/^1 validation error detected: Value null at '\w+' failed/),
    })
  })
})

function isMalformed({ kind }: VectorCase): boolean {
  return kind === 'malformed'
}

function messageOf(contents = '{}'): string {
  return (JSON.parse(contents) as { message?: string }).message ?? ''
}

function brokenIn(message: string): Broken[] {
  const found = message.matchAll(/ at '([^']*)' failed to satisfy constraint: ([^;]*)/g)
  return [...found].map(([, path = '', demand = '']) => ({ path, demand }))
}

/** AWS names the collection where Smithy names the element, and parts names by dots. */
function isAround(ours: Broken | undefined, theirs: Broken | undefined): boolean {
  const path = `/${ours?.path.replaceAll('.', '/')}`
  return path === theirs?.path || theirs?.path.startsWith(`${path}/`) === true
}

/** The bounds, values and patterns that a demand names: AWS's words for them are others. */
function factsOf(broken: Broken | undefined): string[] {
  const facts = /enum value set: \[[^\]]*\]|pattern: [^ \]]*\][^ \]]*|\d+(?:\.\d+)?|not be null/g
  return broken?.demand.match(facts) ?? []
}
