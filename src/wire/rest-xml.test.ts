import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { AwsError } from '../kernel/errors.ts'
import type { ModelJson } from '../model/model-json.ts'
import { ServiceModel } from '../model/model.ts'
import type { WireRequest } from './message.ts'
import { restRouter } from './rest-router.ts'
import { hostIdOf, restXml } from './rest-xml.ts'

function modelOf(service: string): ServiceModel {
  const text = readFileSync(new URL(`../../models/${service}.json`, import.meta.url), 'utf8')
  return new ServiceModel(JSON.parse(text) as ModelJson)
}

const s3 = modelOf('s3')
const route53 = modelOf('route-53')
const about = { requestId: 'REQUEST1' }
const xmlns = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'

function operationOf(model: ServiceModel, name: string) {
  const operation = model.findOperation(name)
  if (!operation) throw new Error(name)
  return operation
}

function parse(model: ServiceModel, given: Partial<WireRequest> & { text?: string }): unknown {
  const body = Buffer.from(given.text ?? '')
  const request = { method: 'GET', path: '/', query: '', headers: {}, body, ...given }
  const match = restRouter(model).find(request)
  if (!match) throw new Error('no route')
  try {
    return [match.operation.name, restXml.parse(request, match.operation, match.labels)]
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    return [error.code, error.status, error.message, error.members]
  }
}

function answer(model: ServiceModel, name: string, output: object): unknown {
  const { status, headers, body } = restXml.serialise(output, operationOf(model, name), about)
  return [status, headers['Content-Type'], body]
}

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n'

describe('S3 reads', () => {
  it('keys, metadata and parameters from wherever they stand', () => {
    const request = {
      method: 'PUT',
      path: '/bucket/a%2Fb/%C3%A9%20+',
      headers: {
        'x-amz-meta-one': '1',
        'x-amz-meta-two': '2',
        'content-length': '3',
        expires: 'Thu, 01 Dec 1994 16:00:00 GMT',
      },
    }
    expect(parse(s3, request)).toEqual([
      'PutObject',
      {
        Bucket: 'bucket',
        Key: 'a/b/é +',
        Metadata: { one: '1', two: '2' },
        ContentLength: 3,
        Expires: expect.anything(),
      },
    ])
  })

  it('headers that a presigned URL has in its query string', () => {
    const query = 'X-Amz-Date=x&x-amz-meta-a=b%20c&x-amz-acl=private&X-Amz-Signature=s'
    const headers = { 'x-amz-acl': 'public-read' }
    expect(parse(s3, { method: 'PUT', path: '/b/k', query, headers })).toEqual([
      'PutObject',
      { Bucket: 'b', Key: 'k', Metadata: { a: 'b c' }, ACL: 'public-read' },
    ])
  })

  it('documents, with flattened lists and typed grantees', () => {
    const text =
      `<AccessControlPolicy ${xmlns}><AccessControlList><Grant>` +
      '<Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="Group">' +
      '<URI>http://x</URI></Grantee><Permission>READ</Permission></Grant></AccessControlList>' +
      '</AccessControlPolicy>'
    expect(parse(s3, { method: 'PUT', path: '/b', query: 'acl', text })).toEqual([
      'PutBucketAcl',
      {
        Bucket: 'b',
        AccessControlPolicy: {
          Grants: [{ Grantee: { Type: 'Group', URI: 'http://x' }, Permission: 'READ' }],
        },
      },
    ])
    const objects = '<Delete><Object><Key>a</Key></Object><Object><Key>b</Key></Object></Delete>'
    const request = { method: 'POST', path: '/b', query: 'delete=', text: objects }
    expect(parse(s3, request)).toEqual([
      'DeleteObjects',
      { Bucket: 'b', Delete: { Objects: [{ Key: 'a' }, { Key: 'b' }] } },
    ])
  })

  it('no broken document, number or path', () => {
    const malformed = [
      'MalformedXML',
      400,
      'The XML you provided was not well-formed or did not validate against our published schema',
      {},
    ]
    const tagging = { method: 'PUT', path: '/b', query: 'tagging' }
    expect(parse(s3, { ...tagging, text: '<Tagging>' })).toEqual(malformed)
    expect(parse(s3, { ...tagging, text: '<!DOCTYPE a><Tagging/>' })).toEqual(malformed)
    expect(parse(s3, { path: '/b', query: 'list-type=2&max-keys=many' })).toEqual([
      'InvalidArgument',
      400,
      'Provided max-keys not an integer or within integer range',
      { ArgumentName: 'max-keys', ArgumentValue: 'many' },
    ])
    expect(parse(s3, { path: '/b/%C3' })).toEqual([
      'InvalidURI',
      400,
      "Couldn't parse the specified URI.",
      {},
    ])
  })
})

describe('S3 answers', () => {
  it('under the root elements of its documentation', () => {
    expect(answer(s3, 'ListObjectsV2', { Name: 'b', Contents: [{ Key: 'a&b' }] })).toEqual([
      200,
      'application/xml',
      `${declaration}<ListBucketResult ${xmlns}><Name>b</Name>` +
        '<Contents><Key>a&amp;b</Key></Contents></ListBucketResult>',
    ])
    expect(answer(s3, 'CopyObject', { CopyObjectResult: { ETag: '"e"' } })).toEqual([
      200,
      'application/xml',
      `${declaration}<CopyObjectResult ${xmlns}><ETag>&quot;e&quot;</ETag></CopyObjectResult>`,
    ])
  })

  it('GetBucketLocation without wrapping, empty for us-east-1', () => {
    expect(answer(s3, 'GetBucketLocation', { LocationConstraint: 'eu-west-1' })).toEqual([
      200,
      'application/xml',
      `${declaration}<LocationConstraint ${xmlns}>eu-west-1</LocationConstraint>`,
    ])
    expect(answer(s3, 'GetBucketLocation', {})).toEqual([
      200,
      'application/xml',
      `${declaration}<LocationConstraint ${xmlns}/>`,
    ])
  })

  it('objects as they are, headers beside them, and nothing to HEAD', async () => {
    const bytes = (async function* () {
      yield Buffer.from('content')
    })()
    const output = { Body: bytes, ContentType: 'text/x', ContentLength: 7, Metadata: { a: 'b' } }
    const get = restXml.serialise(output, operationOf(s3, 'GetObject'), about)
    expect(get).toMatchObject({
      status: 200,
      headers: {
        'Content-Type': 'text/x',
        'Content-Length': '7',
        'x-amz-meta-a': 'b',
        'x-amz-request-id': 'REQUEST1',
        'x-amz-id-2': hostIdOf('REQUEST1'),
      },
      body: bytes,
    })
    const head = { ContentLength: 7, ETag: '"e"' }
    const answered = restXml.serialise(head, operationOf(s3, 'HeadObject'), {
      ...about,
      method: 'HEAD',
    })
    expect(answered.body).toBeUndefined()
    expect(answered.headers).toMatchObject({ 'Content-Length': '7', ETag: '"e"' })
    expect(hostIdOf('REQUEST1')).toHaveLength(76)
  })

  it('errors without an envelope, with members that the model lacks', () => {
    const error = new AwsError({
      code: 'NoSuchKey',
      shape: 'NoSuchKey',
      status: 404,
      message: 'The specified key does not exist.',
      members: { Key: 'a<b' },
    })
    expect(restXml.serialiseError(error, s3, about)).toEqual({
      status: 404,
      headers: {
        'x-amz-request-id': 'REQUEST1',
        'x-amz-id-2': hostIdOf('REQUEST1'),
        'Content-Type': 'application/xml',
      },
      body:
        `${declaration}<Error><Code>NoSuchKey</Code>` +
        '<Message>The specified key does not exist.</Message><Key>a&lt;b</Key>' +
        `<RequestId>REQUEST1</RequestId><HostId>${hostIdOf('REQUEST1')}</HostId></Error>`,
    })
    const head = restXml.serialiseError(error, s3, { ...about, method: 'HEAD' })
    expect(head.body).toBeUndefined()
    const unchanged = new AwsError({ code: '304', status: 304, message: 'Not Modified' })
    expect(restXml.serialiseError(unchanged, s3, about).body).toBeUndefined()
  })
})

describe('Route 53', () => {
  it('wraps its errors', () => {
    const error = new AwsError({
      code: 'NoSuchHostedZone',
      shape: 'NoSuchHostedZone',
      status: 404,
      message: 'No hosted zone found with ID: Z',
    })
    const { status, body } = restXml.serialiseError(error, route53, about)
    expect(status).toBe(404)
    expect(body).toMatch(
      /<ErrorResponse[^>]*><Error><Type>Sender<\/Type><Code>NoSuchHostedZone<\/Code><Message>No hosted zone found with ID: Z<\/Message><\/Error><RequestId>REQUEST1<\/RequestId><\/ErrorResponse>$/,
    )
  })

  it('reads its documents and refuses what is none', () => {
    const zone = { method: 'POST', path: '/2013-04-01/hostedzone' }
    const text =
      '<CreateHostedZoneRequest xmlns="https://route53.amazonaws.com/doc/2013-04-01/">' +
      '<Name>example.com</Name><CallerReference>r</CallerReference></CreateHostedZoneRequest>'
    expect(parse(route53, { ...zone, text })).toEqual([
      'CreateHostedZone',
      { Name: 'example.com', CallerReference: 'r' },
    ])
    expect(parse(route53, { ...zone, text: '{}' })).toEqual([
      'MalformedInput',
      400,
      'Malformed input',
      {},
    ])
  })
})
