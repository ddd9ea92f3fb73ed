import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type KasaneProcess, startKasaneProcess } from '../support/kasane-process.ts'
import { run } from '../support/programs.ts'

const lab = (...words: readonly string[]) => run('node', ['bin/kasane', 'lab', ...words])

// Builds what is missing, which it would else say beside the first answer.
beforeAll(() => lab('run', 'none'))

describe('kasane lab run first-steps', () => {
  test.each([
    ['en', 'The queue drains: all orders are deleted, none is waiting and none in flight.'],
    [
      'ja',
      'キューは空になる。注文はすべて削除され、待機中のメッセージも処理中のメッセージも残っていない。',
    ],
  ])('proves its claims on a cloud of its own, in %s', async (language, claim) => {
    const { code, out, err } = await lab('run', 'first-steps', '--lang', language)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain(`  ✓ ${claim}\n`)
    expect(out).not.toContain('✗')
  })

  test('prints one document for programs', async () => {
    const { code, out, err } = await lab('run', 'first-steps', '--json')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    const result = JSON.parse(out)
    expect(result).toMatchObject({ lab: 'first-steps', ok: true })
    expect(result.claims.length).toBe(8)
    expect(result.claims).toContainEqual({
      text: 'They are received no more: all of them lie in the dead-letter queue.',
      ok: true,
    })
  })

  test('runs beside others', async () => {
    const results = await Promise.all([
      lab('run', 'all', '--json'),
      lab('run', 'first-steps', '--json'),
    ])
    const [all, one] = results.map(({ out }) => JSON.parse(out))
    const labs = ['first-steps', '08-dynamodb-capacity'].map((name) => ({ lab: name, ok: true }))
    expect(all).toMatchObject({ ok: true, labs })
    expect(one).toMatchObject({ lab: 'first-steps', ok: true })
  })
})

describe('kasane lab run 08', () => {
  test.each([
    [
      'en',
      'The burst bucket carries it at first; throttling begins in second 100, as calculated.',
      'Write capacity of the table &quot;readings&quot;',
    ],
    [
      'ja',
      'はじめはバーストキャパシティで持ちこたえ、計算どおり 100 秒目からスロットリングが始まる。',
      'テーブル「readings」の書き込みキャパシティ',
    ],
  ])('proves that 30 WCU are not enough, and draws it, in %s', async (language, claim, title) => {
    const folder = mkdtempSync(join(tmpdir(), 'kasane-charts-'))
    const { code, out, err } = await lab('run', '08', '--lang', language, '--out', folder)
    const svg = readFileSync(join(folder, '08-dynamodb-capacity.svg'), 'utf8')
    rmSync(folder, { recursive: true })
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain(`  ✓ ${claim}\n`)
    expect(out).not.toContain('✗')
    expect(out).toContain('    120 │')
    expect(svg).toContain(title.replaceAll('&quot;', '"'))
  })
})

describe('kasane lab run --endpoint', () => {
  let server: KasaneProcess
  beforeAll(async () => {
    server = await startKasaneProcess()
  })
  afterAll(() => server.stop())

  test('runs on a cloud that is there, again and again, each time in another account', async () => {
    for (const { code, out } of [
      await lab('run', 'first-steps', '--json', '--endpoint', server.url),
      await lab('run', 'first-steps', '--json', '--endpoint', server.url),
    ]) {
      expect({ code, ...JSON.parse(out) }).toMatchObject({ code: 0, ok: true })
    }
    expect((await fetch(`${server.url}/_kasane/health`)).status).toBe(200)
  })

  test('fails where a claim does not hold, and says what was seen', async () => {
    const lenient = await startKasaneProcess(['--iam', 'off'])
    const words = ['run', 'first-steps', '--lang', 'en', '--endpoint', lenient.url]
    const plain = await lab(...words)
    const json = await lab(...words, '--json')
    await lenient.stop()
    const text = 'DeleteMessage is refused with AccessDenied: no identity-based policy allows it.'
    expect(plain.code).toBe(1)
    expect(plain.out).toContain(`  ✗ ${text}\n`)
    expect(plain.out).toContain('first-steps: failed after 0 claims that hold')
    expect(json.code).toBe(1)
    expect(JSON.parse(json.out)).toMatchObject({ ok: false, claims: [{ text, ok: false }] })
  })
})

test('the cloud of a lab ends with it, even when it is killed', async () => {
  const child = spawn('node', ['bin/kasane', 'lab', 'run', 'first-steps', '--lang', 'en'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const endpoint = await new Promise<string>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [found] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? []
      if (found !== undefined) resolve(found)
    })
  })
  child.kill('SIGKILL')
  expect(await once(child, 'exit')).toEqual([null, 'SIGKILL'])
  await expect
    .poll(() => fetch(`${endpoint}/_kasane/health`).then(String, () => 'gone'), { timeout: 5_000 })
    .toBe('gone')
})
