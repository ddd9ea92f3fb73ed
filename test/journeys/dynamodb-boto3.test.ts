import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type KasaneProcess, startKasaneProcess } from '../support/kasane-process.ts'
import { awsEnvironment, isThere, run } from '../support/programs.ts'

const python = process.env['KASANE_PYTHON'] ?? 'python3'
const script = fileURLToPath(new URL('dynamodb_boto3.py', import.meta.url))

describe.skipIf(!isThere(python, '-c', 'import boto3'))('boto3, with tables', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kasane-boto3-tables-'))
  let kasane: KasaneProcess

  beforeAll(async () => {
    kasane = await startKasaneProcess(['--data-dir', join(folder, 'data')])
  })
  afterAll(async () => {
    await kasane.stop()
    rmSync(folder, { recursive: true })
  })

  async function step(name: string): Promise<string> {
    const { code, err } = await run(python, [script, kasane.url, name], awsEnvironment(kasane.url))
    return code === 0 ? 'passed' : err
  }

  test('keeps items of every type, and finds them by queries in pages', async () => {
    expect(await step('items_and_types')).toBe('passed')
  })

  test('is told what is wrong in AWS’s words', async () => {
    expect(await step('is_told')).toBe('passed')
  })

  test('writes in transactions, once a token, and hears why one was cancelled', async () => {
    expect(await step('transacts')).toBe('passed')
  })

  test('reads a table’s changes from its stream', async () => {
    expect(await step('reads_streams')).toBe('passed')
  })

  test('follows shards to their children, and loses what is older than a day', async () => {
    expect(await step('follows_shards')).toBe('passed')
  })

  test('hears that the service deleted what had expired', async () => {
    expect(await step('expires')).toBe('passed')
  })

  test('finds the stream after kill -9, and for a day after it was switched off', async () => {
    expect(await step('leaves')).toBe('passed')
    await kasane.stop('SIGKILL')
    kasane = await startKasaneProcess(['--data-dir', join(folder, 'data')])
    expect(await step('finds')).toBe('passed')
  })
})
