import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'

import { ServiceModel } from '../model/model.ts'
import { decodeBody } from './body-decoding.ts'

const text = Buffer.from('{"Namespace":"N"}')

function decoded(body: Uint8Array, encoding?: string, bytesMax = 1000): string {
  const headers = encoding === undefined ? {} : { 'content-encoding': encoding }
  return Buffer.from(decodeBody(body, { headers, operation: undefined, bytesMax })).toString()
}

describe('Bodies that a client compressed', () => {
  test('are read as what was compressed', () => {
    expect(decoded(gzipSync(text), 'gzip')).toBe(text.toString())
    expect(decoded(gzipSync(gzipSync(text)), 'gzip, GZIP')).toBe(text.toString())
    expect(decoded(gzipSync(text), 'aws-chunked, gzip')).toBe(text.toString())
  })

  test('stay as they are without an encoding, empty, or under one that is not known', () => {
    expect(decoded(text)).toBe(text.toString())
    expect(decoded(new Uint8Array(), 'gzip')).toBe('')
    expect(decoded(text, 'custom')).toBe(text.toString())
  })

  test('may not grow beyond the limit', () => {
    const bomb = gzipSync(Buffer.alloc(1_000_000))
    expect(bomb.length).toBeLessThan(2000)
    expect(() => decoded(bomb, 'gzip')).toThrow(
      expect.objectContaining({ code: 'RequestEntityTooLarge', status: 413 }),
    )
  })

  test('that are no gzip are refused', () => {
    expect(() => decoded(text, 'gzip')).toThrow(
      expect.objectContaining({
        code: 'SerializationException',
        status: 400,
        message: 'The body is not valid gzip.',
      }),
    )
    const half = gzipSync(text).subarray(0, 20)
    expect(() => decoded(half, 'gzip')).toThrow(
      expect.objectContaining({ code: 'SerializationException' }),
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
