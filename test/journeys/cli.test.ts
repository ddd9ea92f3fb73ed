import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CreateQueueCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs'
import { type KasaneProcess, startKasaneProcess } from '../support/kasane-process.ts'
import { run } from '../support/programs.ts'

const bin = 'bin/kasane'

test('kasane stop ends a cloud that speaks HTTPS, too', async () => {
  const server = await startKasaneProcess(['--https'])
  const url = server.url.replace('http:', 'https:')
  expect(await run('node', [bin, 'stop', '--endpoint', url])).toEqual({
    code: 0,
    out: `${url} has ended\n`,
    err: '',
  })
})

describe('the command line', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kasane-cli-'))
  let server: KasaneProcess
  let sqs: SQSClient

  beforeAll(async () => {
    server = await startKasaneProcess(['--clock', 'held'])
    sqs = new SQSClient({
      endpoint: server.url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    })
  })
  afterAll(async () => {
    await server.stop()
    rmSync(folder, { recursive: true })
  })

  function kasane(...words: readonly string[]) {
    return run('node', [bin, ...words], { AWS_ENDPOINT_URL: server.url })
  }

  async function queues(): Promise<readonly string[]> {
    const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}))
    return QueueUrls.map((url) => new URL(url).pathname)
  }

  test('says where the cloud is and that it is ready, as those wait for who know LocalStack', async () => {
    await expect
      .poll(server.output)
      .toMatch(/^Kasane is ready at http:\/\/127\.0\.0\.1:\d+\nReady\.$/m)
  })

  test('is healthy in LocalStack’s words too', async () => {
    const health = await (await fetch(`${server.url}/_localstack/health`)).json()
    expect(health).toMatchObject({ services: { sqs: expect.stringMatching(/available|running/) } })
  })

  test('shows what runs, without colours where nobody looks', async () => {
    const { code, out, err } = await kasane('status')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out.split('\n')[0]).toMatch(/^Kasane \d+\.\d+\.\d+ at http:\/\/127\.0\.0\.1:\d+$/)
    expect(out).not.toContain('\u001b')
    const status = JSON.parse((await kasane('status', '--json')).out)
    expect(status).toMatchObject({ status: 'ok', pid: server.child.pid, store: 'memory' })
  })

  test('moves the clock', async () => {
    const before = JSON.parse((await kasane('clock', '--json')).out)
    const after = JSON.parse((await kasane('clock', 'advance', '30d', '--json')).out)
    expect(before).toMatchObject({ mode: 'held' })
    expect(Date.parse(after.now) - Date.parse(before.now)).toBe(30 * 86_400_000)
    expect(await kasane('clock', 'set', before.now)).toEqual({
      code: 1,
      out: '',
      err: `kasane: ${before.now} is in the past: it is ${after.now}.\n`,
    })
  })

  test('saves everything, forgets it and brings it back', async () => {
    const file = join(folder, 'cloud.kasane')
    await sqs.send(new CreateQueueCommand({ QueueName: 'saved' }))
    expect((await kasane('snapshot', file)).code).toBe(0)
    expect((await kasane('reset')).out).toBe(`${server.url} is empty\n`)
    expect(await queues()).toEqual([])
    expect((await kasane('restore', file)).code).toBe(0)
    expect(await queues()).toEqual(['/000000000000/saved'])
    expect(readdirSync(folder)).toEqual(['cloud.kasane'])
  })

  test('refuses a file that is no snapshot, and keeps what is there', async () => {
    const { code, out, err } = await kasane('restore', 'package.json')
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(/^kasane: .*snapshot/)
    expect(await queues()).toEqual(['/000000000000/saved'])
  })

  test('follows requests until Ctrl-C', async () => {
    const words = ['requests', '--follow', '--last', '0', '--json', '--endpoint', server.url]
    const follower = spawn('node', [bin, ...words], { stdio: ['ignore', 'pipe', 'inherit'] })
    const lines = createInterface({ input: follower.stdout })
    const line = once(lines, 'line')
    const seen = line.then(([text]) => JSON.parse(String(text)) as object)
    let isSeen = false
    void seen.then(() => (isSeen = true))
    // It is not known when it has begun to listen, so it is asked until it has heard.
    while (!isSeen) await queues()
    expect(await seen).toMatchObject({ service: 'sqs', operation: 'ListQueues', status: 200 })
    follower.kill('SIGINT')
    expect(await once(follower, 'close')).toEqual([null, 'SIGINT'])
  })

  test('goes on after a restart from where the clock had come to', async () => {
    const dataDir = ['--data-dir', join(folder, 'data')]
    const first = await startKasaneProcess(dataDir)
    const clock = (...words: string[]) => kasane('clock', ...words, '--endpoint', first.url)
    await clock('hold')
    const before = await clock('advance', '30d')
    await first.stop('SIGKILL')
    const second = await startKasaneProcess(dataDir)
    const after = await kasane('clock', '--endpoint', second.url)
    await second.stop()
    expect(before.out).toMatch(/^\S+, held, /)
    expect(after.out.split(', ').slice(0, 2)).toEqual(before.out.split(', ').slice(0, 2))
  })

  test('says what is wrong with its words and exits with 2', async () => {
    expect(await kasane('start', '--port', 'many')).toEqual({
      code: 2,
      out: '',
      err: 'kasane: --port takes a number from 0 to 65535, not "many".\n',
    })
    expect(await kasane('start', '--prot', '1')).toEqual({
      code: 2,
      out: '',
      err: "kasane: unknown option '--prot'\n(Did you mean --port?)\n",
    })
    const help = await kasane('start', '--help')
    expect(help.code).toBe(0)
    expect(help.out).toContain('--data-dir <folder>')
  })

  test('finds out that another program answers', async () => {
    const other = spawn('node', ['-e', answersNothing], { stdio: ['ignore', 'pipe', 'inherit'] })
    const [port] = await once(createInterface({ input: other.stdout }), 'line')
    const endpoint = `http://127.0.0.1:${port}`
    const { code, err } = await kasane('status', '--endpoint', endpoint)
    other.kill()
    expect({ code, err }).toEqual({
      code: 1,
      err: `kasane: another program answers at ${endpoint}: it is not Kasane\n`,
    })
  })

  test('ends the cloud', async () => {
    const other = await startKasaneProcess()
    const ended = once(other.child, 'close')
    expect(await kasane('stop', '--endpoint', other.url)).toEqual({
      code: 0,
      out: `${other.url} has ended\n`,
      err: '',
    })
    expect(await ended).toEqual([0, null])
    expect(await kasane('status', '--endpoint', other.url)).toEqual({
      code: 1,
      out: '',
      err: `kasane: nothing is running at ${other.url} (start it with: bin/kasane start)\n`,
    })
  })
})

const answersNothing = `
  const server = require('node:http').createServer((_, answer) => answer.end('hello'))
  server.listen(0, '127.0.0.1', () => console.log(server.address().port))
`
