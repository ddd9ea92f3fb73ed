import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type KasaneProcess, startKasaneProcess } from '../support/kasane-process.ts'
import { awsEnvironment, isThere, run } from '../support/programs.ts'

const python = process.env['KASANE_PYTHON'] ?? 'python3'
const script = fileURLToPath(new URL('cloudwatch_boto3.py', import.meta.url))

describe.skipIf(!isThere(python, '-c', 'import boto3'))('boto3, with metrics', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kasane-boto3-metrics-'))
  const start = () => startKasaneProcess(['--data-dir', join(folder, 'data'), '--clock', 'held'])
  let kasane: KasaneProcess

  beforeAll(async () => {
    kasane = await start()
  })
  afterAll(async () => {
    await kasane.stop()
    rmSync(folder, { recursive: true })
  })

  async function step(name: string): Promise<string> {
    const { code, err } = await run(python, [script, kasane.url, name], awsEnvironment(kasane.url))
    return code === 0 ? 'passed' : err
  }

  test('puts data and reads it back, calculated with and searched for', async () => {
    expect(await step('puts_and_reads')).toBe('passed')
  })

  test("is refused in AWS's words", async () => {
    expect(await step('is_refused')).toBe('passed')
  })

  test('finds data and dashboards after kill -9', async () => {
    expect(await step('leaves')).toBe('passed')
    await kasane.stop('SIGKILL')
    kasane = await start()
    expect(await step('finds')).toBe('passed')
  })

  test('sees what queues measured while the clock was moved', async () => {
    expect(await step('measures_queues')).toBe('passed')
  })
})
