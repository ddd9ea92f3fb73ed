/** Bodies as the SDK's S3 client streams them: signature, framing and checksum are found right. */
import { createRequire } from 'node:module'
import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'

import type { WireRequest } from '../../src/wire/message.ts'
import { Payload, planPayload } from '../../src/wire/payload.ts'
import { readSignature } from '../../src/wire/sigv4-read.ts'
import { verifySignature } from '../../src/wire/sigv4.ts'
import type { SdkRequest } from './oracle/sdk-client.ts'

const fromClients = createRequire(new URL('../clients/resolve.ts', import.meta.url))
const { S3Client, PutObjectCommand } = fromClients('@aws-sdk/client-s3') as {
  S3Client: new (options: object) => { send(command: object): Promise<unknown> }
  PutObjectCommand: new (input: object) => object
}

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' }

/** Sends the content, and gives the request as it would arrive. */
async function sent(body: unknown, input: object): Promise<WireRequest> {
  let request: WireRequest | undefined
  const client = new S3Client({
    region: 'us-east-1',
    endpoint: 'http://127.0.0.1:4566',
    credentials,
    forcePathStyle: true,
    requestHandler: {
      handle: async (given: SdkRequest) => {
        request = await arrived(given)
        return { response: { statusCode: 200, headers: {}, body: Readable.from([]) } }
      },
    },
  })
  await client.send(new PutObjectCommand({ Bucket: 'b', Key: 'a key', Body: body, ...input }))
  if (!request) throw new Error('nothing was sent')
  return request
}

async function arrived({ method, path, query = {}, headers, body }: SdkRequest) {
  const chunks: Uint8Array[] = []
  if (body instanceof Readable) for await (const chunk of body) chunks.push(Buffer.from(chunk))
  else if (body !== undefined) chunks.push(Buffer.from(body as Uint8Array))
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${String(value)}`)
  return {
    method,
    path,
    query: pairs.join('&'),
    headers: Object.fromEntries(lower) as Record<string, string>,
    body: Buffer.concat(chunks),
  }
}

/** What an object would hold, all proven. */
async function received(request: WireRequest): Promise<string> {
  const signature = readSignature(request, 's3')
  if (!signature) throw new Error('unsigned')
  const about = { family: 's3', service: 's3', nowMs: signature.signedAtMs } as const
  const { secretAccessKey: secret } = credentials
  const { canonicalRequest } = verifySignature(request, signature, secret, about)
  const plan = planPayload(request.headers, true)
  const signing = { signature, secret, canonicalRequest }
  const payload = new Payload(Readable.from([request.body]), plan, signing)
  const parts: Uint8Array[] = []
  for await (const part of payload) parts.push(part)
  return Buffer.concat(parts).toString()
}

const content = 'hello world, '.repeat(3000)

describe.each(['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'])('With %s', (algorithm) => {
  test('a stream has its checksum in a trailer', async () => {
    const input = { ContentLength: content.length, ChecksumAlgorithm: algorithm }
    const request = await sent(Readable.from([Buffer.from(content)]), input)
    expect(request.headers['x-amz-content-sha256']).toBe('STREAMING-UNSIGNED-PAYLOAD-TRAILER')
    expect(request.headers['x-amz-trailer']).toBe(`x-amz-checksum-${algorithm.toLowerCase()}`)
    expect(await received(request)).toBe(content)
    const changed = Buffer.from(request.body)
    changed[20] = 0
    await expect(received({ ...request, body: changed })).rejects.toThrow(
      `The ${algorithm} you specified did not match the calculated checksum.`,
    )
  })

  test('a string has it in a header', async () => {
    const request = await sent(content, { ChecksumAlgorithm: algorithm })
    expect(request.headers[`x-amz-checksum-${algorithm.toLowerCase()}`]).toBeDefined()
    expect(await received(request)).toBe(content)
  })
})
