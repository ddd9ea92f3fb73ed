import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { controlledWorld } from '../control/testing/controlled-world.ts'
import { reminders } from '../control/testing/reminders.ts'
import { askCloud, consoleOn } from './testing/console.ts'

const folder = mkdtempSync(join(tmpdir(), 'kasane-cli-'))
afterAll(() => rmSync(folder, { recursive: true }))

let cloud: ReturnType<typeof controlledWorld>
let run: ReturnType<typeof consoleOn>
beforeEach(() => {
  cloud = controlledWorld({ services: [reminders] })
  run = consoleOn({ ask: askCloud(cloud), input: 'from a pipe' })
})

describe('kasane status', () => {
  test('shows what runs', async () => {
    expect(await run('status')).toEqual({
      exitCode: 0,
      err: '',
      out: [
        'Kasane 1.2.3 at http://127.0.0.1:4566',
        'clock       2026-01-01T00:00:00.000Z, held',
        'services    1, of them running: reminders',
        '',
      ].join('\n'),
    })
  })

  test('prints JSON', async () => {
    const { out } = await run('status', '--json')
    expect(JSON.parse(out)).toEqual({
      product: 'kasane',
      version: '1.2.3',
      api: 1,
      endpoint: 'http://127.0.0.1:4566',
      status: 'ok',
      services: { reminders: 'running' },
      clock: { now: '2026-01-01T00:00:00.000Z', mode: 'held', offsetMs: 0 },
    })
  })
})

describe('kasane clock', () => {
  test.each([
    [['clock'], '2026-01-01T00:00:00.000Z, held'],
    [['clock', 'show'], '2026-01-01T00:00:00.000Z, held'],
    [['clock', 'advance', '30d'], '2026-01-31T00:00:00.000Z, held, 30d ahead of real time'],
    [
      ['clock', 'advance', '4h', '15m'],
      '2026-01-01T04:15:00.000Z, held, 4h 15m ahead of real time',
    ],
    [['clock', 'advance', '4h 15m'], '2026-01-01T04:15:00.000Z, held, 4h 15m ahead of real time'],
    [['clock', 'advance', 'PT1H'], '2026-01-01T01:00:00.000Z, held, 1h ahead of real time'],
    [['clock', 'advance', '1500ms'], '2026-01-01T00:00:01.500Z, held, 1s ahead of real time'],
    [
      ['clock', 'set', '2026-01-02T00:00:00Z'],
      '2026-01-02T00:00:00.000Z, held, 1d ahead of real time',
    ],
    [['clock', 'run'], '2026-01-01T00:00:00.000Z, running'],
    [['clock', 'hold'], '2026-01-01T00:00:00.000Z, held'],
  ])('%j answers %s', async (words, line) => {
    expect(await run(...words)).toEqual({ exitCode: 0, out: `${line}\n`, err: '' })
  })

  test('prints JSON', async () => {
    const { out } = await run('clock', 'advance', '1h', '--json')
    expect(JSON.parse(out)).toEqual({
      now: '2026-01-01T01:00:00.000Z',
      mode: 'held',
      offsetMs: 3_600_000,
      movedMs: 3_600_000,
      settled: true,
    })
  })

  test('says why the cloud refuses', async () => {
    expect(await run('clock', 'set', '2025-01-01T00:00:00Z')).toEqual({
      exitCode: 1,
      out: '',
      err: 'kasane: 2025-01-01T00:00:00.000Z is in the past: it is 2026-01-01T00:00:00.000Z.\n',
    })
    expect(await run('clock', 'advance', '400000d')).toEqual({
      exitCode: 1,
      out: '',
      err: 'kasane: 3121-03-02T00:00:00.000Z is too far ahead: time moves up to 100 years ahead of real time, to 2126-01-01T00:00:00.000Z.\n',
    })
    expect(await run('clock', 'advance', 'P1M')).toEqual({
      exitCode: 2,
      out: '',
      err: 'kasane: "P1M" has years or months, whose length varies: say it in days.\n',
    })
  })
})

describe('kasane reset', () => {
  test('empties the cloud', async () => {
    expect(await run('reset')).toEqual({
      exitCode: 0,
      out: 'http://127.0.0.1:4566 is empty\n',
      err: '',
    })
    expect(cloud.done).toEqual(['reset'])
  })
})

describe('kasane snapshot and restore', () => {
  test('save the cloud in a file and bring it back', async () => {
    const file = join(folder, 'saved')
    expect(await run('snapshot', file)).toEqual({
      exitCode: 0,
      out: `http://127.0.0.1:4566 is saved in ${file}\n`,
      err: '',
    })
    expect(readFileSync(file, 'utf8')).toBe('snapshot')
    expect(await run('restore', file)).toEqual({
      exitCode: 0,
      out: `http://127.0.0.1:4566 holds what ${file} held\n`,
      err: '',
    })
    expect(cloud.done).toEqual(['restore snapshot'])
  })

  test('write to standard output and read standard input', async () => {
    expect(await run('snapshot', '-')).toEqual({ exitCode: 0, out: 'snapshot', err: '' })
    expect((await run('restore', '-')).exitCode).toBe(0)
    expect(cloud.done).toEqual(['restore from a pipe'])
  })

  test('leave the file as it was when the snapshot breaks off', async () => {
    const file = join(folder, 'kept')
    writeFileSync(file, 'old')
    const broken = controlledWorld({
      parts: {
        async *snapshot() {
          yield Buffer.from('new')
          throw new Error('aborted')
        },
      },
    })
    const before = readdirSync(folder)
    expect(await consoleOn({ ask: askCloud(broken) })('snapshot', file)).toEqual({
      exitCode: 1,
      out: '',
      err: `kasane: ${file} was not written: http://127.0.0.1:4566 broke off its answer: aborted\n`,
    })
    expect(readFileSync(file, 'utf8')).toBe('old')
    expect(readdirSync(folder)).toEqual(before)
  })

  test('say when there is no such file, or no such folder', async () => {
    const file = join(folder, 'no', 'file')
    expect(await run('restore', file)).toMatchObject({
      exitCode: 1,
      err: `kasane: ${file} cannot be read: ENOENT: no such file or directory, stat '${file}'\n`,
    })
    expect((await run('snapshot', file)).err).toMatch(/was not written: ENOENT/)
    expect((await run('restore', folder)).err).toBe(`kasane: ${folder} is a folder\n`)
  })
})

describe('kasane requests', () => {
  const entry = {
    requestId: 'ab12',
    atMs: Date.UTC(2026, 0, 1, 12, 0, 0, 5),
    service: 'sqs',
    operation: 'SendMessage',
    status: 400,
    code: 'InvalidMessageContents',
    durationMs: 0.4321,
    caller: 'arn:aws:iam::000000000000:root',
    account: '000000000000',
    region: 'us-east-1',
    protocol: 'json1.0',
    method: 'POST',
    path: '/',
  }
  const line =
    '12:00:00.005 400 sqs SendMessage InvalidMessageContents 0.4 ms 000000000000 us-east-1 ab12\n'
  const journal = {
    list: () => [{ ...entry, requestId: 'old' }, entry],
    onRecord: () => () => undefined,
  }

  test('lists the newest', async () => {
    const run = consoleOn({ ask: askCloud(controlledWorld({ parts: { journal } })) })
    expect(await run('requests', '--last', '1')).toEqual({ exitCode: 0, out: line, err: '' })
    const { out } = await run('requests', '--json')
    expect(
      out
        .split('\n')
        .slice(0, 2)
        .map((text) => JSON.parse(text)),
    ).toEqual(journal.list())
  })

  test('calls services as the AWS CLI does', async () => {
    const logs = { ...entry, service: 'cloudwatch-logs', operation: '', method: 'GET', path: '/x' }
    const list = () => [logs]
    const parts = { journal: { ...journal, list } }
    const run = consoleOn({ ask: askCloud(controlledWorld({ parts })) })
    expect((await run('requests')).out).toBe(line.replace('sqs SendMessage', 'logs GET /x'))
  })

  test('shows the date where it is not that of real time', async () => {
    const ask = askCloud(controlledWorld({ parts: { journal } }))
    const run = consoleOn({ ask, nowMs: Date.UTC(2026, 0, 2) })
    expect((await run('requests', '--last', '1')).out).toBe(`2026-01-01 ${line}`)
  })

  test('says so when the cloud dies', async () => {
    const about = JSON.stringify({ product: 'kasane', version: '1.2.3', api: 1 })
    const run = consoleOn({
      ask: async ({ url }) => ({
        status: 200,
        headers: {},
        body: url.pathname === '/_kasane' ? piecesOf(about) : brokenOff(JSON.stringify(entry)),
      }),
    })
    expect(await run('requests', '--follow')).toEqual({
      exitCode: 1,
      out: '',
      err: 'kasane: http://127.0.0.1:4566 broke off its answer: aborted\n',
    })
  })

  test('follows them until the cloud ends', async () => {
    const text = `${JSON.stringify(entry)}\n${JSON.stringify({ missed: 3 })}\n`
    const about = JSON.stringify({ product: 'kasane', version: '1.2.3', api: 1 })
    const run = consoleOn({
      ask: async ({ url }) => ({
        status: 200,
        headers: {},
        body: piecesOf(url.pathname === '/_kasane' ? about : text),
      }),
    })
    expect(await run('requests', '--follow')).toEqual({
      exitCode: 0,
      out: `${line}… 3 more\n`,
      err: '',
    })
  })
})

/** An answer whose end never comes. */
async function* brokenOff(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
  throw new Error('aborted')
}

/** Byte by byte, so that pieces end within lines and letters. */
async function* piecesOf(text: string): AsyncGenerator<Uint8Array> {
  for (const byte of Buffer.from(text)) yield Buffer.of(byte)
}
