import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type KasaneProcess, startKasaneProcess } from '../support/kasane-process.ts'
import { isThere, run } from '../support/programs.ts'

const python = process.env['KASANE_PYTHON'] ?? 'python3'
const script = fileURLToPath(new URL('iam_boto3.py', import.meta.url))
const areThere = isThere(python, '-c', 'import boto3') && isThere('aws', '--version')

/** What is pasted is for the AWS CLI. */
describe.skipIf(!areThere)('boto3', () => {
  let kasane: KasaneProcess

  beforeAll(async () => {
    kasane = await startKasaneProcess(['--clock', 'held'])
  })
  afterAll(() => kasane.stop())

  async function step(name: string): Promise<string> {
    const { code, err } = await run(python, [script, kasane.url, name], { AWS_PAGER: '' })
    return code === 0 ? 'passed' : err
  }

  test('is refused what no policy allows, and gets it by pasting the explanation', async () => {
    expect(await step('receives_only')).toBe('passed')
  })

  test('reaches a queue of another account only when both sides allow it', async () => {
    expect(await step('crosses_accounts')).toBe('passed')
  })

  test('is held by a permissions boundary', async () => {
    expect(await step('is_bounded')).toBe('passed')
  })

  test('is held by a session policy', async () => {
    expect(await step('is_narrowed')).toBe('passed')
  })

  test('is denied explicitly, until the pasted command has taken the statement away', async () => {
    expect(await step('is_denied')).toBe('passed')
  })

  test('sees its session expire by the emulated clock', async () => {
    expect(await step('expires')).toBe('passed')
  })

  test('is nobody once its key is deleted', async () => {
    expect(await step('loses_its_key')).toBe('passed')
  })
})
