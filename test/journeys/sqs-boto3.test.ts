import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type KasaneProcess, startKasaneProcess } from '../support/kasane-process.ts'
import { awsEnvironment, isThere, run } from '../support/programs.ts'

const python = process.env['KASANE_PYTHON'] ?? 'python3'
const script = fileURLToPath(new URL('sqs_boto3.py', import.meta.url))

describe.skipIf(!isThere(python, '-c', 'import boto3'))('boto3', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kasane-boto3-'))
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

  test('sends, receives, and sees messages return and expire as the clock is moved', async () => {
    expect(await step('returns_and_expires')).toBe('passed')
  })

  test('gets FIFO messages in order, and once what it sent twice', async () => {
    expect(await step('orders_and_deduplicates')).toBe('passed')
  })

  test('sees messages move to a dead-letter queue and back', async () => {
    expect(await step('redrives')).toBe('passed')
  })

  test('sends and deletes in batches', async () => {
    expect(await step('batches')).toBe('passed')
  })

  test('finds all of it after kill -9', async () => {
    expect(await step('leaves')).toBe('passed')
    await kasane.stop('SIGKILL')
    kasane = await startKasaneProcess(['--data-dir', join(folder, 'data')])
    expect(await step('finds')).toBe('passed')
  })

  test('is told of what is not there', async () => {
    expect(await step('is_told')).toBe('passed')
  })
})
