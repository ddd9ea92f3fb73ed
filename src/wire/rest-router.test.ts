import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { ModelJson } from '../model/model-json.ts'
import { type OperationModel, ServiceModel } from '../model/model.ts'
import { restRouter, type RoutedRequest } from './rest-router.ts'
import { restUri } from './rest-uri.ts'

const models = new URL('../../models/', import.meta.url)

function modelOf(service: string): ServiceModel {
  const text = readFileSync(new URL(`${service}.json`, models), 'utf8')
  return new ServiceModel(JSON.parse(text) as ModelJson)
}

const restServices = readdirSync(models)
  .filter((name) => name.endsWith('.json'))
  .map((name) => modelOf(name.replace('.json', '')))
  .filter((model) => model.protocols.some((protocol) => protocol.startsWith('rest')))

const s3 = modelOf('s3')

function routed(model: ServiceModel, request: Partial<RoutedRequest>): unknown {
  const whole = { method: 'GET', path: '/', query: '', headers: {}, ...request }
  const match = restRouter(model).find(whole)
  return match && [match.operation.name, match.labels]
}

/** A request with every required member of the operation in its place. */
function requestFor(operation: OperationModel): RoutedRequest {
  const uri = restUri(operation)
  if (!uri) throw new Error(`${operation.name} has no binding`)
  const path = uri.segments
    .map((segment) => {
      if (segment.kind === 'literal') return `/${segment.text}`
      return segment.kind === 'greedy' ? '/some/key%20name/' : '/value'
    })
    .join('')
  const query = [...uri.constants].map(([name, value]) =>
    value === undefined ? name : `${name}=${value}`,
  )
  const headers: Record<string, string> = {}
  for (const { required, traits, wireName } of operation.input?.members.values() ?? []) {
    if (!required) continue
    if (traits.location === 'querystring') query.push(`${wireName}=1`)
    if (traits.location === 'header') headers[wireName.toLowerCase()] = '1'
  }
  return { method: uri.method, path: path || '/', query: query.join('&'), headers }
}

describe('every REST operation of every model routes to itself', () => {
  it.each(restServices.map((model) => [model.name, model] as const))('%s', (_, model) => {
    const operations = model.operationNames.flatMap((name) => model.findOperation(name) ?? [])
    for (const operation of operations.filter(({ json }) => json.http)) {
      const request = requestFor(operation)
      // The two listings differ in their hosts alone, and in what SDKs write into `x-id`.
      const query = operation.name === 'ListDirectoryBuckets' ? `x-id=${operation.name}` : ''
      const match = restRouter(model).find({ ...request, query: request.query || query })
      expect(match?.operation.name).toBe(operation.name)
    }
  })
})

describe('S3', () => {
  const key = { method: 'PUT', path: '/bucket/a/b%20c' }

  it.each([
    ['PutObject', '', {}],
    ['PutObject', 'x-id=PutObject', {}],
    ['CopyObject', '', { 'x-amz-copy-source': '/b/k' }],
    ['UploadPart', 'partNumber=1&uploadId=u', {}],
    ['UploadPartCopy', 'partNumber=1&uploadId=u', { 'x-amz-copy-source': '/b/k' }],
    ['PutObjectTagging', 'tagging', {}],
    ['PutObjectTagging', 'tagging=', {}],
    ['PutObjectAcl', 'acl&versionId=3', {}],
  ])('PUT of a key is %s with "%s"', (name, query, headers) => {
    expect(routed(s3, { ...key, query, headers })).toEqual([
      name,
      { Bucket: 'bucket', Key: 'a/b%20c' },
    ])
  })

  it('a key may begin, end and be filled with slashes', () => {
    expect(routed(s3, { path: '/bucket//a//b/' })).toEqual([
      'GetObject',
      { Bucket: 'bucket', Key: '/a//b/' },
    ])
  })

  it('a bucket with a slash behind it is no object without a name', () => {
    expect(routed(s3, { path: '/bucket/' })).toEqual(['ListObjects', { Bucket: 'bucket' }])
    expect(routed(s3, { path: '/bucket', query: 'list-type=2' })).toEqual([
      'ListObjectsV2',
      { Bucket: 'bucket' },
    ])
    expect(routed(s3, { path: '/' })).toEqual(['ListBuckets', {}])
  })

  it('a listing by id and one of all are two operations', () => {
    const path = '/bucket'
    expect(routed(s3, { path, query: 'inventory&id=a' })).toEqual([
      'GetBucketInventoryConfiguration',
      { Bucket: 'bucket' },
    ])
    expect(routed(s3, { path, query: 'inventory' })).toEqual([
      'ListBucketInventoryConfigurations',
      { Bucket: 'bucket' },
    ])
  })
})

describe('others', () => {
  it('a slash at the end makes no difference', () => {
    const lambda = modelOf('lambda')
    for (const path of ['/2015-03-31/functions', '/2015-03-31/functions/']) {
      expect(routed(lambda, { path })).toEqual(['ListFunctions', {}])
    }
  })

  it('a constant of the URI decides, and does not when it has another value', () => {
    const gateway = modelOf('api-gateway')
    const path = '/restapis'
    const post = { method: 'POST', path }
    expect(routed(gateway, { ...post, query: 'mode=import' })).toEqual(['ImportRestApi', {}])
    expect(routed(gateway, { ...post, query: 'mode=x' })).toEqual(['CreateRestApi', {}])
  })

  it('what no operation has is no route', () => {
    const lambda = modelOf('lambda')
    expect(routed(lambda, { path: '/2015-03-31/nothing' })).toBeUndefined()
    expect(routed(lambda, { path: '/2015-03-31/functions//policy' })).toBeUndefined()
    expect(routed(lambda, { method: 'BREW', path: '/2015-03-31/functions' })).toBeUndefined()
    const request = { method: 'PATCH', path: '/2015-03-31/functions', query: '', headers: {} }
    expect(restRouter(lambda).knowsPath(request)).toBe(true)
  })
})
