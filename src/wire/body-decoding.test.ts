import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'

import { ServiceModel } from '../model/model.ts'
import { decodeBody } from './body-decoding.ts'

/** Bytes that gzip can't make smaller, the same in every run. */
function randomBytes(length: number): Buffer {
  let state = 1
  return Buffer.from(Uint8Array.from({ length }, () => (state = (state * 48271) % 2147483647) >> 8))
}

const text = Buffer.from('{"Namespace":"N"}')

async function decoded(body: Uint8Array, encoding?: string, bytesMax = 1000): Promise<string> {
  const headers = encoding === undefined ? {} : { 'content-encoding': encoding }
  const bytes = await decodeBody(body, { headers, operation: undefined, bytesMax })
  return Buffer.from(bytes).toString()
}

describe('Bodies that a client compressed', () => {
  test('are read as what was compressed', async () => {
    expect(await decoded(gzipSync(text), 'gzip')).toBe(text.toString())
    expect(await decoded(gzipSync(gzipSync(text)), 'gzip, GZIP')).toBe(text.toString())
    expect(await decoded(gzipSync(text), 'aws-chunked, gzip')).toBe(text.toString())
  })

  test('stay as they are without an encoding, empty, or under one that is not known', async () => {
    expect(await decoded(text)).toBe(text.toString())
    expect(await decoded(new Uint8Array(), 'gzip')).toBe('')
    expect(await decoded(text, 'custom')).toBe(text.toString())
  })

  test('that are large are read too, and refused too', async () => {
    const large = randomBytes(200_000)
    const sent = gzipSync(large)
    expect(await decoded(sent, 'gzip', 200_000)).toBe(large.toString())
    await expect(decoded(sent, 'gzip', 199_999)).rejects.toThrow(
      expect.objectContaining({ code: 'RequestEntityTooLarge' }),
    )
    await expect(decoded(large, 'gzip')).rejects.toThrow(
      expect.objectContaining({ code: 'InvalidContentEncoding' }),
    )
  })

  test('may not grow beyond the limit', async () => {
    const bomb = gzipSync(Buffer.alloc(1_000_000))
    expect(bomb.length).toBeLessThan(2000)
    await expect(decoded(bomb, 'gzip')).rejects.toThrow(
      expect.objectContaining({ code: 'RequestEntityTooLarge', status: 413 }),
    )
  })

  test('that are no gzip are refused', async () => {
    await expect(decoded(text, 'gzip')).rejects.toThrow(
      expect.objectContaining({
        code: 'InvalidContentEncoding',
        status: 400,
        message: 'The request body could not be decompressed.',
      }),
    )
    const half = gzipSync(text).subarray(0, 20)
    await expect(decoded(half, 'gzip')).rejects.toThrow(
      expect.objectContaining({ code: 'InvalidContentEncoding' }),
    )
  })

  test('in more layers than any client makes are refused', async () => {
    expect(await decoded(text, Array(8).fill('identity').join(','))).toBe(text.toString())
    await expect(async () => decoded(text, Array(9).fill('identity').join(','))).rejects.toThrow(
      expect.objectContaining({
        code: 'InvalidContentEncoding',
        status: 400,
        message: 'The request body could not be decompressed.',
      }),
    )
  })

  test('of an operation that takes a blob are left alone: the object is what was sent', () => {
    const model = new ServiceModel({
      service: 's3',
      serviceId: 'S3',
      apiVersion: '',
      signingName: 's3',
      endpointPrefix: 's3',
      namespace: 'com.amazonaws.s3',
      protocols: ['restXml'],
      operations: { PutObject: { input: 'PutObjectRequest' } },
      shapes: {
        PutObjectRequest: { type: 'structure', members: { Body: 'blob' }, payload: 'Body' },
      },
    })
    const body = gzipSync(text)
    const headers = { 'content-encoding': 'gzip' }
    const operation = model.findOperation('PutObject')
    expect(decodeBody(body, { headers, operation, bytesMax: 1 })).toBe(body)
  })
})
