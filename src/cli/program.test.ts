import { describe, expect, test } from 'vitest'
import { controlledWorld } from '../control/testing/controlled-world.ts'
import { version } from '../version.ts'
import type { Question } from './ask.ts'
import { answer, askCloud, consoleOn } from './testing/console.ts'

const run = consoleOn({ ask: askCloud(controlledWorld()) })

function failing(code: string, message = code, program = 'kasane') {
  const ask = () => Promise.reject(Object.assign(new Error(message), { code }))
  return consoleOn({ ask, program })
}

describe('the command line', () => {
  test('prints its version and its help', async () => {
    expect(await run('--version')).toEqual({ exitCode: 0, out: `${version}\n`, err: '' })
    const { exitCode, out } = await run('--help')
    expect(exitCode).toBe(0)
    for (const command of ['start', 'stop', 'status', 'clock', 'requests', 'doctor', 'aws']) {
      expect(out).toMatch(new RegExp(`^  ${command} `, 'm'))
    }
    expect((await run('help', 'clock')).out).toContain('advance [options] <duration...>')
  })

  test.each([
    [['fly'], "kasane: unknown command 'fly'\n"],
    [['status', '--loud'], "kasane: unknown option '--loud'\n"],
    [['snapshot'], "kasane: missing required argument 'file'\n"],
    [['reset', 'all'], "kasane: too many arguments for 'reset'. Expected 0 arguments but got 1.\n"],
    [
      ['clock', 'advance', 'soon'],
      'kasane: "soon" is not a duration such as 30d, "4h 15m" or PT1H\n',
    ],
    [['requests', '--last', 'all'], 'kasane: --last takes a whole number, not "all"\n'],
    [['clock', 'advance', '-5m'], 'kasane: "-5m" goes back, and time only moves forward\n'],
    [
      ['clock', 'set', '2027-01-01'],
      'kasane: "2027-01-01" is not an ISO 8601 instant with its offset, such as 2026-01-31T12:00:00Z.\n',
    ],
    [
      ['clock', 'foo'],
      'kasane: "foo" is no command of kasane clock, which has show, advance, set, hold, run\n',
    ],
    [
      ['lab', 'first-steps'],
      'kasane: "first-steps" is no command of kasane lab, which has list, run\n',
    ],
    [['help', 'nothing'], 'kasane: there is no command "nothing" to help with: see kasane help\n'],
    [
      ['clock', 'help', 'foo'],
      'kasane: there is no command "foo" to help with: see kasane clock help\n',
    ],
    [['start', '5608'], 'kasane: start takes options, so say: kasane start --port 5608\n'],
    [['status', '--port', 'x'], 'kasane: --port takes a number from 1 to 65535, not "x"\n'],
    [
      ['status', '--port', '1', '--endpoint', 'http://a'],
      'kasane: --endpoint and --port say the same: give one\n',
    ],
    [
      ['status', '--endpoint', 'localhost'],
      'kasane: "localhost" is not an endpoint such as http://127.0.0.1:4566\n',
    ],
  ])('answers %j, which it does not understand, with exit code 2', async (words, err) => {
    expect(await run(...words)).toEqual({ exitCode: 2, out: '', err })
  })

  test.each([
    [['start', '5608'], '--port 5608'],
    [['start', 'data'], '--port N'],
  ])('tells who lost the options of %j to npm how to pass them', async (words, options) => {
    const env = { npm_lifecycle_event: 'start' }
    expect(await consoleOn({ env })(...words)).toEqual({
      exitCode: 2,
      out: '',
      err: `kasane: npm keeps options that do not follow two dashes, so say: npm start -- ${options}\n`,
    })
  })

  test('without a command shows its help, with exit code 2', async () => {
    const { exitCode, out, err } = await run()
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' })
    expect(err).toContain('Usage: kasane')
  })

  test('is called as it was called in what it tells to type', async () => {
    const inClone = consoleOn({ program: 'bin/kasane' })
    expect((await inClone('clock', '--help')).out).toContain('Usage: bin/kasane clock ')
    expect((await inClone('start', '5608')).err).toBe(
      'kasane: start takes options, so say: bin/kasane start --port 5608\n',
    )
    expect((await inClone('help', 'nothing')).err).toBe(
      'kasane: there is no command "nothing" to help with: see bin/kasane help\n',
    )
  })
})

describe('the cloud', () => {
  async function askedUrl(words: string[], env: Record<string, string> = {}) {
    const asked: Question[] = []
    await consoleOn({ ask: askCloud(controlledWorld(), asked), env })(...words)
    return asked[0]?.url.href
  }

  test('is found by --endpoint or --port, else AWS_ENDPOINT_URL, else at port 4566', async () => {
    const env = { AWS_ENDPOINT_URL: 'http://localhost:5000/' }
    expect(await askedUrl(['reset'])).toBe('http://127.0.0.1:4566/_kasane')
    expect(await askedUrl(['reset'], env)).toBe('http://localhost:5000/_kasane')
    expect(await askedUrl(['reset', '--endpoint', 'https://kasane.test:1/x'], env)).toBe(
      'https://kasane.test:1/_kasane',
    )
    expect(await askedUrl(['reset', '--endpoint', '127.0.0.1:5601'], env)).toBe(
      'http://127.0.0.1:5601/_kasane',
    )
    expect(await askedUrl(['reset', '--port', '5601'], env)).toBe('http://127.0.0.1:5601/_kasane')
  })

  test('is given the token', async () => {
    const cloud = controlledWorld({ parts: { token: 'secret' } })
    const remote = {
      ...cloud,
      ask: ((method, path, asked) =>
        cloud.ask(method, path, { ...asked, isLoopback: false })) as typeof cloud.ask,
    }
    const run = consoleOn({ ask: askCloud(remote), env: { KASANE_TOKEN: 'secret' } })
    expect((await run('reset')).exitCode).toBe(0)
    expect(await run('reset', '--token', 'guess')).toEqual({
      exitCode: 1,
      out: '',
      err: 'kasane: From other machines: Authorization: Bearer with the token printed at start.\n',
    })
  })

  test.each([
    [
      failing('ECONNREFUSED'),
      'kasane: nothing is running at http://127.0.0.1:4566 (start it with: kasane start)\n',
    ],
    [
      failing('ECONNREFUSED', '', 'bin/kasane'),
      'kasane: nothing is running at http://127.0.0.1:4566 (start it with: bin/kasane start)\n',
    ],
    [failing('EPROTO'), 'kasane: http://127.0.0.1:4566 does not speak HTTPS\n'],
    [failing('ETIMEDOUT'), 'kasane: http://127.0.0.1:4566 does not answer\n'],
    [
      failing('HPE_INVALID_CONSTANT'),
      'kasane: another program answers at http://127.0.0.1:4566: it is not Kasane\n',
    ],
    [
      failing('ENOTFOUND', 'getaddrinfo ENOTFOUND kasane.test'),
      'kasane: http://127.0.0.1:4566 cannot be reached: getaddrinfo ENOTFOUND kasane.test\n',
    ],
  ])('that is not there is said to be so', async (run, err) => {
    expect(await run('status')).toEqual({ exitCode: 1, out: '', err })
  })

  test.each([
    [404, '<html>'],
    [200, '<html>'],
    [200, '{}'],
    [200, '{"product":"kasane"}'],
    [403, '{"error":"no"}'],
  ])('that is another program, answering %d %s, is told from Kasane', async (status, body) => {
    const run = consoleOn({ ask: () => Promise.resolve(answer(status, body)) })
    expect(await run('reset')).toEqual({
      exitCode: 1,
      out: '',
      err: 'kasane: another program answers at http://127.0.0.1:4566: it is not Kasane\n',
    })
  })

  test('that is newer than the command asks to update it', async () => {
    const about = JSON.stringify({ product: 'kasane', version: '7.0.0', api: 2 })
    const run = consoleOn({ ask: () => Promise.resolve(answer(200, about)) })
    expect(await run('reset')).toEqual({
      exitCode: 1,
      out: '',
      err: 'kasane: Kasane 7.0.0 at http://127.0.0.1:4566 speaks version 2 of the control API, this command version 1: update it\n',
    })
  })
})
