import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs'
import { request } from 'node:http'
import { networkInterfaces } from 'node:os'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type KasaneProcess, startKasaneProcess } from '../support/kasane-process.ts'
import { run } from '../support/programs.ts'

/** An address by which this machine reaches itself as another would. */
const address = Object.values(networkInterfaces())
  .flatMap((found) => found ?? [])
  .find(({ family, internal }) => family === 'IPv4' && !internal)?.address

const key = { accessKeyId: 'deploy', secretAccessKey: 'deploy-secret' }

describe.skipIf(address === undefined)('another machine', () => {
  let kasane: KasaneProcess
  let url: string

  beforeAll(async () => {
    const { accessKeyId, secretAccessKey } = key
    const words = ['--host', '0.0.0.0', '--access-key', `${accessKeyId}:${secretAccessKey}`]
    kasane = await startKasaneProcess([...words, '--token', 'printed'])
    url = `http://${address}:${new URL(kasane.url).port}`
  })
  afterAll(async () => {
    await kasane.stop()
  })

  function make(credentials: { accessKeyId: string; secretAccessKey: string }) {
    const sqs = new SQSClient({ endpoint: url, region: 'us-east-1', credentials, maxAttempts: 1 })
    return sqs.send(new CreateQueueCommand({ QueueName: 'remote' }))
  }

  test('calls with an access key that the start has named, and gets URLs that it can reach', async () => {
    expect((await make(key)).QueueUrl).toBe(`${url}/000000000000/remote`)
  })

  test('is refused with a key that nobody knows, and with a wrong secret', async () => {
    await expect(make({ accessKeyId: 'test', secretAccessKey: 'test' })).rejects.toMatchObject({
      name: 'InvalidClientTokenId',
      message: 'The security token included in the request is invalid.',
      $metadata: { httpStatusCode: 403 },
    })
    await expect(make({ ...key, secretAccessKey: 'guess' })).rejects.toMatchObject({
      name: 'SignatureDoesNotMatch',
      $metadata: { httpStatusCode: 403 },
    })
  })

  test('resets it with the token alone, in LocalStack’s words too', async () => {
    const reset = (headers: Record<string, string>) =>
      fetch(`${url}/_localstack/state/reset`, { method: 'POST', headers })
    const refused = await reset({})
    expect([refused.status, await refused.json()]).toEqual([
      401,
      { error: 'From other machines: Authorization: Bearer with the token printed at start.' },
    ])
    expect((await reset({ authorization: 'Bearer printed' })).status).toBe(200)
  })

  test('steers the emulator with the token alone', async () => {
    const status = (...words: string[]) =>
      run('node', ['bin/kasane', 'status', '--endpoint', url, ...words])
    expect(await status()).toEqual({
      code: 1,
      out: '',
      err: 'kasane: From other machines: Authorization: Bearer with the token printed at start.\n',
    })
    expect((await status('--token', 'guess')).code).toBe(1)
    expect((await status('--token', 'printed')).out).toContain(`at ${url}\n`)
  })
})

describe('a web page', () => {
  let kasane: KasaneProcess
  beforeAll(async () => {
    kasane = await startKasaneProcess(['--allow-origin', 'https://app.example.com'])
  })
  afterAll(async () => {
    await kasane.stop()
  })

  function ask(path: string, headers: Readonly<Record<string, string>>): Promise<number> {
    return new Promise((resolve, reject) => {
      const sent = request(`${kasane.url}${path}`, { headers }, (answer) => {
        answer.resume()
        resolve(answer.statusCode ?? 0)
      })
      sent.on('error', reject).end()
    })
  }

  test.each(['/_kasane/health', '/'])(
    'whose name has been pointed at this machine reaches nothing at %s',
    async (path) => {
      expect(await ask(path, { host: 'evil.example.com' })).toBe(403)
    },
  )

  test('of an origin that nobody allowed is refused, one that was is served', async () => {
    expect(await ask('/_kasane/health', { origin: 'https://evil.example.com' })).toBe(403)
    expect(await ask('/_kasane/health', { origin: 'https://app.example.com' })).toBe(200)
  })
})
