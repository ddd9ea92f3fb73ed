import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { consoleOn } from './testing/console.ts'

const run = consoleOn()

describe('kasane lab', () => {
  test('lists the labs, in the language of the environment or the one that is asked for', async () => {
    const english = [
      'first-steps           A worker that may receive messages, but not delete them',
      '08-dynamodb-capacity  A table whose write capacity was calculated in the wrong unit',
      '',
    ].join('\n')
    const japanese = [
      'first-steps           受信はできるのに削除ができないワーカー',
      '08-dynamodb-capacity  書き込みキャパシティの単位を取り違えたテーブル',
      '',
    ].join('\n')
    expect(await run('lab')).toEqual({ exitCode: 0, out: english, err: '' })
    expect((await run('lab', 'list', '--lang', 'ja')).out).toBe(japanese)
    const there = consoleOn({ env: { LANG: 'ja_JP.UTF-8' } })
    expect((await there('lab', 'list')).out).toBe(japanese)
    expect((await there('lab', 'list', '--lang', 'en')).out).toBe(english)
    expect(JSON.parse((await run('lab', 'list', '--json')).out)[0]).toEqual({
      name: 'first-steps',
      title: 'A worker that may receive messages, but not delete them',
    })
  })

  test.each([
    [['run'], "kasane: missing required argument 'name'\n"],
    [
      ['run', 'last-steps'],
      'kasane: there is no lab "last-steps" (there are: first-steps, 08-dynamodb-capacity)\n',
    ],
    [
      ['run', 'first-steps', '--real-time'],
      "kasane: first-steps goes on for days: it can't be watched in real time\n",
    ],
    [['list', '--lang', 'de'], 'kasane: --lang takes en or ja, not "de"\n'],
  ])('answers %j with exit code 2', async (words, err) => {
    expect(await run('lab', ...words)).toEqual({ exitCode: 2, out: '', err })
  })

  test('takes LC_MESSAGES for the language before LANG, and LC_ALL before both', async () => {
    const titleIn = async (env: Record<string, string>) =>
      (await consoleOn({ env })('lab', 'list')).out.split('\n')[0]
    expect(await titleIn({ LANG: 'en_US.UTF-8', LC_MESSAGES: 'ja_JP.UTF-8' })).toContain('受信')
    expect(await titleIn({ LC_ALL: 'C', LC_MESSAGES: 'ja_JP.UTF-8' })).toContain('A worker')
  })

  test('says before it runs that charts need a folder', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kasane-lab-'))
    const file = join(folder, 'charts')
    writeFileSync(file, '')
    const { exitCode, err } = await run('lab', 'run', 'first-steps', '--out', file)
    rmSync(folder, { recursive: true })
    expect({ exitCode, err }).toEqual({
      exitCode: 1,
      err: `kasane: ${file} is a file: --out takes a folder\n`,
    })
  })

  test('says when there is no cloud where it is told to run', async () => {
    const refused = Object.assign(new Error('no'), { code: 'ECONNREFUSED' })
    const offline = consoleOn({ ask: () => Promise.reject(refused) })
    expect(
      await offline('lab', 'run', 'first-steps', '--endpoint', 'http://127.0.0.1:1'),
    ).toMatchObject({
      exitCode: 1,
      err: 'kasane: nothing is running at http://127.0.0.1:1 (start it with: kasane start)\n',
    })
  })
})
