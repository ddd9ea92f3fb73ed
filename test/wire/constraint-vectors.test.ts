/** Smithy's vectors of broken constraints: parsed by the protocol, refused by the model. */
import { describe, expect, test } from 'vitest'

import { validate } from '../../src/model/validate.ts'
import { loadProtocol } from '../../src/wire/protocols.ts'
import { type MalformedCase, readSuites } from './cases.ts'
import { parseTest } from './vector-requests.ts'

const suite = readSuites().find(({ name }) => name === 'restJson1-RestJsonValidation')

/**
 * Constraints of a member over its shape's aren't in AWS's models as botocore publishes them, AWS
 * takes lists that repeat themselves, and no pattern of AWS's is of exponential cost.
 */
const notAws = /Override$|UniqueItems|ReDOS/

const cases = (suite?.cases ?? []).filter(
  (vector): vector is MalformedCase => vector.kind === 'malformed' && !notAws.test(vector.id),
)

/** AWS's sentences are the framework's with the value in them; what they demand is alike. */
function demands(text: string): string[] {
  return [...text.matchAll(/failed to satisfy constraint: ([^;]*)/g)].map(([, each]) => each ?? '')
}

test('There are such vectors', () => expect(cases.length).toBe(41))

describe('Input that breaks a constraint is refused', () => {
  test.each(cases.map((vector) => [vector.id, vector] as const))('%s', async (_, vector) => {
    for (const each of vector.tests) {
      const protocol = await loadProtocol('restJson')
      const input = parseTest(protocol, vector.operation, each.request)
      const failure = validate(vector.operation, input)
      expect(failure?.code).toBe('ValidationException')
      expect(demands(failure?.message ?? '').length).toBeGreaterThan(0)
    }
  })
})
