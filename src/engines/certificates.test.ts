import { X509Certificate } from 'node:crypto'
import { request } from 'node:https'
import { request as plainRequest } from 'node:http'
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { seededRandom } from '../kernel/random.ts'
import { selfSignedCertificate } from './certificates.ts'
import { listenHttp } from './http-listener.ts'

const random = seededRandom('certificates')

test('a certificate of its own is for the names of this machine, for a year', () => {
  const now = Date.UTC(2026, 0, 1)
  const { certificate, key } = selfSignedCertificate(now, random)
  const read = new X509Certificate(certificate)
  expect(read.checkHost('localhost')).toBe('localhost')
  expect(read.checkHost('sqs.localhost.localstack.cloud')).toBe('*.localhost.localstack.cloud')
  expect(read.checkHost('example.com')).toBeUndefined()
  expect([read.checkIP('127.0.0.1'), read.checkIP('::1')]).toEqual(['127.0.0.1', '::1'])
  expect([read.validFrom, read.validTo]).toEqual([
    'Dec 31 00:00:00 2025 GMT',
    'Feb  2 00:00:00 2027 GMT',
  ])
  expect(read.verify(read.publicKey)).toBe(true)
  expect(key).toMatch(/^-----BEGIN PRIVATE KEY-----/)
  expect(selfSignedCertificate(now, random).certificate).not.toBe(certificate)
})

test('HTTPS and HTTP are answered on one port, HTTPS to clients that trust the certificate', async () => {
  const certificate = selfSignedCertificate(Date.now(), random)
  const listener = await listenHttp(
    {
      open: ({ isEncrypted }) => ({
        wants: 'bytes',
        bodyBytesMax: 100,
        receive: (body) => ({
          status: 200,
          headers: {},
          body: `${isEncrypted ? 'encrypted' : 'plain'} ${Buffer.from(body).toString()}`,
        }),
        receiveStream: () => ({ status: 500, headers: {} }),
        refuseLength: () => ({ status: 413, headers: {} }),
      }),
    },
    { host: '127.0.0.1', port: 0, certificate },
  )
  const at = { host: '127.0.0.1', port: listener.port, method: 'POST', agent: false }
  const trusting = request({ ...at, ca: certificate.certificate })
  expect(await answerTo(trusting.end('a'))).toBe('encrypted a')
  expect(await answerTo(plainRequest(at).end('b'))).toBe('plain b')
  await expect(answerTo(request(at).end())).rejects.toThrow('self-signed certificate')
  await listener.stop(100)
})

async function answerTo(sent: ReturnType<typeof request>): Promise<string> {
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  let text = ''
  for await (const chunk of response) text += String(chunk)
  return text
}
