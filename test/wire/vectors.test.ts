import { describe, expect, test } from 'vitest'

import { loadProtocol } from '../../src/wire/protocols.ts'
import { readSuites } from './cases.ts'
import { checkVector } from './vectors.ts'
import { exceptions } from './vectors/exceptions.ts'

const suites = readSuites()
const ids = suites.flatMap(({ cases }) => cases.map(({ id }) => id))

test('The suite is whole: 1,190 vectors, no id twice among those of a kind', () => {
  expect(ids).toHaveLength(1190)
  expect(new Set(ids).size).toBe(1190)
})

test('Every exception names a vector', () => {
  const known = new Set(ids)
  expect(Object.keys(exceptions).filter((id) => !known.has(id))).toEqual([])
})

describe.each(suites)('$name', (suite) => {
  for (const vector of suite.cases) {
    const reason = exceptions[vector.id]
    if (reason === undefined) {
      test(vector.id, async () => {
        await checkVector(await loadProtocol(suite.protocol), suite, vector)
      })
    } else {
      test(`${vector.id} is answered otherwise: ${reason}`, async () => {
        const protocol = await loadProtocol(suite.protocol)
        const outcome = checkVector(protocol, suite, vector).then(
          () => 'as the vector says',
          () => 'otherwise',
        )
        expect(await outcome).toBe('otherwise')
      })
    }
  }
})
