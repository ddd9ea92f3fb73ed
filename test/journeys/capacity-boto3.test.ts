import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type KasaneProcess, startKasaneProcess } from '../support/kasane-process.ts'
import { awsEnvironment, isThere, run } from '../support/programs.ts'

const python = process.env['KASANE_PYTHON'] ?? 'python3'
const script = fileURLToPath(new URL('capacity_boto3.py', import.meta.url))

describe.skipIf(!isThere(python, '-c', 'import boto3'))('DynamoDB’s capacity, by boto3', () => {
  let kasane: KasaneProcess

  beforeAll(async () => {
    kasane = await startKasaneProcess(['--clock', 'held'])
  })
  afterAll(() => kasane.stop())

  async function step(name: string): Promise<string> {
    const { code, err } = await run(python, [script, kasane.url, name], awsEnvironment(kasane.url))
    return code === 0 ? 'passed' : err
  }

  test.each([
    ['keeps items of all types, and changes them under conditions', 'keeps_all_types'],
    ['counts units by AWS’s rules', 'counts'],
    ['counts a query’s units over its whole page', 'sums_pages'],
    ['runs dry in second 100, at 7.5 writes a second, until 120 WCU', 'runs_dry_and_is_mended'],
    ['lets throughput decrease four times a day', 'decreases_four_times'],
    ['meets the ceiling of a key range', 'meets_the_ceiling_of_a_key'],
    ['is held back by an index that is too small', 'is_held_back_by_an_index'],
    ['speaks PartiQL', 'speaks_partiql'],
  ])('%s', async (_, name) => {
    expect(await step(name)).toBe('passed')
  })
})
