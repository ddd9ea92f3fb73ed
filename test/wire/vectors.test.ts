import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

import { modelLoader } from '../../src/engines/model-loader.ts'
import { AwsError } from '../../src/kernel/errors.ts'
import { Models } from '../../src/model/models.ts'
import { loadProtocol } from '../../src/wire/protocols.ts'
import { readSuites, type VectorCase } from './cases.ts'
import { checkVector } from './vectors.ts'
import { exceptions } from './vectors/exceptions.ts'
import { forClients } from './vectors/reasons.ts'

const suites = readSuites()
const vectors = suites.flatMap(({ cases }) => cases)
const ids = vectors.map(({ id }) => id)
const models = new Models(modelLoader('models'))
const modelNames = readdirSync('models')
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.slice(0, -'.json'.length))

test('The suite is whole: 1,190 vectors, no id twice among those of a kind', () => {
  expect(ids).toHaveLength(1190)
  expect(new Set(ids).size).toBe(1190)
})

test('Every exception names a vector', () => {
  const known = new Set(ids)
  expect(Object.keys(exceptions).filter((id) => !known.has(id))).toEqual([])
})

test('What is said to be for clients is marked so by the suite', () => {
  const marked = vectors.filter(({ id }) => exceptions[id] === forClients).map(isForClients)
  expect(marked.length).toBeGreaterThan(50)
  expect(marked).not.toContain(false)
})

test('No output of AWS’s models has members of a location that answers don’t have', () => {
  const outputs = modelNames.flatMap((name) => {
    const model = models.require(name)
    return model.operationNames.flatMap((each) => model.findOperation(each)?.output ?? [])
  })
  const locations = outputs.flatMap(({ members }) =>
    [...members.values()].map(({ traits }) => traits.location),
  )
  expect(locations).toContain('header')
  expect(locations).not.toContain('querystring')
  expect(locations).not.toContain('uri')
})

describe.each(suites)('$name', (suite) => {
  for (const vector of suite.cases) {
    const checkIt = async () => checkVector(await loadProtocol(suite.protocol), suite, vector)
    const reason = exceptions[vector.id]
    if (reason === undefined) test(vector.id, () => checkIt())
    else test(`${vector.id} is answered otherwise: ${reason}`, () => expectOtherwise(checkIt()))
  }
})

/** A difference, or a refusal where none is wanted; any other error is a fault of the tests. */
async function expectOtherwise(checked: Promise<void>): Promise<void> {
  const outcome = await checked.then(
    () => 'as the vector says',
    (error: Error) => error,
  )
  if (outcome instanceof AwsError) return
  expect(outcome).toHaveProperty('name', 'AssertionError')
}

function isForClients(vector: VectorCase): boolean {
  const tests = vector.kind === 'malformed' ? vector.tests : [vector.test]
  return tests.every(({ appliesTo }) => appliesTo === 'client')
}
