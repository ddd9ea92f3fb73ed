import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { type Asked, ask, signed, sqsCall } from '../../test/support/ask.ts'
import { gatewayOf } from '../../test/support/gateway.ts'
import { tinyS3, tinySns } from '../../test/support/tiny-services.ts'
import { testStartMs } from '../../test/support/world.ts'

const form = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }

function signedFor(service: string, asked: Asked, region?: string): Asked {
  return signed(asked, { service, ...(region !== undefined && { region }) })
}

/** Which operation a request was taken for. */
async function identified(asked: Asked) {
  const { gateway, journal } = gatewayOf()
  await ask(gateway, asked)
  const { service, operation, protocol, region } = journal.list()[0] ?? {}
  return [service, operation, protocol, region]
}

describe('a request is identified by', () => {
  test.each<[string, Asked, string[]]>([
    [
      'its target header',
      { headers: { 'x-amz-target': 'DynamoDB_20120810.ListTables' }, body: '{}' },
      ['dynamodb', 'ListTables', 'json1.0', 'us-east-1'],
    ],
    [
      'its target header, where services share a signing name',
      signedFor('dynamodb', {
        headers: { 'x-amz-target': 'DynamoDBStreams_20120810.ListStreams' },
        body: '{}',
      }),
      ['dynamodb-streams', 'ListStreams', 'json1.0', 'us-east-1'],
    ],
    [
      'the path of Smithy RPC v2 CBOR',
      {
        path: '/service/GraniteServiceVersion20100801/operation/ListMetrics',
        headers: { 'smithy-protocol': 'rpc-v2-cbor', 'content-type': 'application/cbor' },
        body: Buffer.from([0xa0]),
      },
      ['cloudwatch', 'ListMetrics', 'rpcv2Cbor', 'us-east-1'],
    ],
    [
      'its credential scope and the action of its form',
      signedFor(
        'sns',
        { headers: form, body: 'Action=ListTopics&Version=2010-03-31' },
        'eu-west-3',
      ),
      ['sns', 'ListTopics', 'query', 'eu-west-3'],
    ],
    [
      'its credential scope and its route',
      signedFor('lambda', { method: 'GET', path: '/2015-03-31/functions/' }, 'sa-east-1'),
      ['lambda', 'ListFunctions', 'restJson', 'sa-east-1'],
    ],
    [
      'its route, where APIs share a signing name',
      signedFor('apigateway', { method: 'GET', path: '/v2/apis' }),
      ['apigatewayv2', 'GetApis', 'restJson', 'us-east-1'],
    ],
    [
      'its host',
      {
        headers: { ...form, host: 'sts.eu-west-1.amazonaws.com' },
        body: 'Action=AssumeRoleWithSAML&Version=2011-06-15',
      },
      ['sts', 'AssumeRoleWithSAML', 'query', 'eu-west-1'],
    ],
    [
      'the version of its form, when nothing else tells',
      { headers: form, body: 'Action=DescribeRegions&Version=2016-11-15' },
      ['ec2', 'DescribeRegions', 'ec2', 'us-east-1'],
    ],
    [
      'the action in its query string',
      { method: 'GET', query: 'Action=GetCallerIdentity&Version=2011-06-15' },
      ['sts', 'GetCallerIdentity', 'query', 'us-east-1'],
    ],
    [
      'the URL of a queue',
      { method: 'GET', path: '/123456789012/jobs', query: 'Action=ReceiveMessage' },
      ['sqs', 'ReceiveMessage', 'query', 'us-east-1'],
    ],
    [
      'the bucket in its path',
      { method: 'GET', path: '/bucket/a/key' },
      ['s3', 'GetObject', 'restXml', 'us-east-1'],
    ],
    [
      'the bucket in its host',
      { method: 'PUT', path: '/a/key', headers: { host: 'bucket.localhost:4566' } },
      ['s3', 'PutObject', 'restXml', 'us-east-1'],
    ],
    [
      'a bucket with dots in a host with a region',
      {
        method: 'GET',
        path: '/',
        query: 'list-type=2',
        headers: { host: 'my.bucket.s3.eu-north-1.localhost.localstack.cloud:4566' },
      },
      ['s3', 'ListObjectsV2', 'restXml', 'eu-north-1'],
    ],
    [
      'the route of S3, though curl calls its body a form',
      signedFor('s3', { method: 'PUT', path: '/bucket/key', headers: form, body: 'Action=x' }),
      ['s3', 'PutObject', 'restXml', 'us-east-1'],
    ],
    [
      'a form, though the service has long spoken JSON',
      signedFor('kms', { headers: form, body: 'Action=ListKeys&Version=2014-11-01' }),
      ['kms', 'ListKeys', 'query', 'us-east-1'],
    ],
  ])('%s', async (_, asked, expected) => {
    expect(await identified(asked)).toEqual(expected)
  })
})

describe('what is not there is refused', () => {
  async function refused(asked: Asked) {
    const { gateway, kernel } = gatewayOf({ services: [tinySns] })
    const { status, text, headers } = await ask(gateway, asked)
    const [incident] = kernel.incidents.list()
    return { status, text, headers, why: incident?.why }
  }

  test('an operation that Kasane lacks: NotEmulated, in the envelope of the protocol', async () => {
    const { status, text, why } = await refused(
      signedFor('kms', {
        headers: {
          'x-amz-target': 'TrentService.GenerateMac',
          'content-type': 'application/x-amz-json-1.1',
        },
        body: JSON.stringify({ KeyId: 'k', Message: 'eA==', MacAlgorithm: 'HMAC_SHA_256' }),
      }),
    )
    expect(status).toBe(501)
    expect(JSON.parse(text)).toEqual({
      __type: 'NotEmulated',
      message: 'Kasane does not emulate kms:GenerateMac.',
    })
    expect(why).toEqual({ kind: 'not-emulated', feature: 'kms:GenerateMac' })
  })

  test('an operation of CloudWatch Logs, which users know as logs', async () => {
    const headers = {
      'x-amz-target': 'Logs_20140328.DescribeLogGroups',
      'content-type': 'application/x-amz-json-1.1',
    }
    const { why } = await refused(signedFor('logs', { headers, body: '{}' }))
    expect(why).toEqual({ kind: 'not-emulated', feature: 'logs:DescribeLogGroups' })
  })

  test('an operation of Route 53, which users know as route53', async () => {
    const asked = { method: 'GET', path: '/2013-04-01/hostedzone' }
    const { why } = await refused(signedFor('route53', asked))
    expect(why).toEqual({ kind: 'not-emulated', feature: 'route53:ListHostedZones' })
  })

  test('an operation that its service lacks here', async () => {
    const { status, text } = await refused(
      signedFor('sns', { headers: form, body: 'Action=Publish&Version=2010-03-31&Message=a' }),
    )
    expect(status).toBe(501)
    expect(text).toContain('<Message>Kasane does not emulate sns:Publish.</Message>')
  })

  test('a service that has no model: NotEmulated too', async () => {
    const { status, text } = await refused(
      signedFor('cognito-idp', {
        headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.ListUserPools' },
        body: '{}',
      }),
    )
    expect(status).toBe(501)
    expect(JSON.parse(text)).toEqual({
      __type: 'NotEmulated',
      message: 'Kasane does not emulate cognito-idp:ListUserPools.',
    })
  })

  test('a target that AWS lacks: UnknownOperationException', async () => {
    const { status, text } = await refused(signedFor('sqs', sqsCall('FlyToTheMoon', {})))
    expect(status).toBe(400)
    expect(JSON.parse(text)).toMatchObject({
      __type: expect.stringContaining('UnknownOperationException'),
    })
  })

  test('an action that AWS lacks: InvalidAction, in the words of the service', async () => {
    const { status, text } = await refused(
      signedFor('sns', { headers: form, body: 'Action=Fly&Version=2010-03-31' }),
    )
    expect(status).toBe(400)
    expect(text).toContain(
      '<Error><Type>Sender</Type><Code>InvalidAction</Code>' +
        '<Message>Could not find operation Fly for version 2010-03-31</Message></Error>',
    )
  })

  test('a route that AWS lacks', async () => {
    const { status, text } = await refused(signedFor('lambda', { method: 'GET', path: '/nowhere' }))
    expect(status).toBe(403)
    expect(JSON.parse(text)).toEqual({
      Message: 'Unable to determine service/operation name to be authorized',
    })
  })
})

describe('a call', () => {
  test('runs in the account and region that its credentials name', async () => {
    const { gateway } = gatewayOf({ services: [tinySns] })
    const asked = { headers: form, body: 'Action=CreateTopic&Version=2010-03-31&Name=t' }
    const credentials = { accessKeyId: '111122223333', secretAccessKey: 'any' }
    const { status, text } = await ask(
      gateway,
      signed(asked, { service: 'sns', region: 'ap-south-1', credentials }),
    )
    expect(status).toBe(200)
    expect(text).toContain('<TopicArn>arn:aws:sns:ap-south-1:111122223333:t</TopicArn>')
  })

  test('is refused by the model before it is authorised or run', async () => {
    const { gateway, kernel } = gatewayOf({ services: [tinySns] })
    const { status, text } = await ask(
      gateway,
      signedFor('sns', { headers: form, body: 'Action=CreateTopic&Version=2010-03-31' }),
    )
    expect(status).toBe(400)
    expect(text).toContain("Value null at 'name' failed to satisfy constraint")
    expect(kernel.incidents.list()[0]?.why).toMatchObject({ kind: 'validation' })
  })

  test('that is refused is remembered shortly, however long what it repeats', async () => {
    const { gateway, kernel } = gatewayOf()
    await ask(gateway, signedFor('sqs', sqsCall('CreateQueue', { QueueName: 'jobs' })))
    const QueueUrl = 'http://127.0.0.1:4566/000000000000/jobs'
    const handle = { QueueUrl, ReceiptHandle: 'x'.repeat(1_000_000) }
    const { text } = await ask(gateway, signedFor('sqs', sqsCall('DeleteMessage', handle)))
    expect(text.length).toBeGreaterThan(1_000_000)
    const [incident] = kernel.incidents.list()
    expect(incident?.message).toHaveLength(16_385)
    expect(incident?.why?.['handle']).toHaveLength(16_385)
  })

  test('that meets a bug of ours is answered as AWS answers its own, and reported', async () => {
    const { gateway, bugs } = gatewayOf({ services: [tinySns] })
    const { status, text } = await ask(
      gateway,
      signedFor('sns', { headers: form, body: 'Action=DeleteTopic&Version=2010-03-31&TopicArn=a' }),
    )
    expect(status).toBe(500)
    expect(text).toContain('<Code>InternalFailure</Code>')
    expect(bugs).toEqual([new TypeError('a bug')])
  })

  test('is journalled with who, what, how long and how much', async () => {
    const { gateway, journal } = gatewayOf({ services: [tinySns] })
    const body = 'Action=ListTopics&Version=2010-03-31'
    const { text, headers } = await ask(gateway, signedFor('sns', { headers: form, body }))
    expect(journal.list()).toEqual([
      {
        requestId: headers['x-amzn-RequestId'],
        atMs: testStartMs,
        service: 'sns',
        operation: 'ListTopics',
        status: 200,
        code: '',
        durationMs: 0,
        caller: 'arn:aws:iam::000000000000:root',
        account: '000000000000',
        region: 'us-east-1',
        protocol: 'query',
        method: 'POST',
        path: '/',
        requestBytes: body.length,
        responseBytes: text.length,
      },
    ])
  })
})

describe('streams', () => {
  test('a body is handed on as it comes', async () => {
    const { gateway, journal } = gatewayOf({ services: [tinyS3] })
    const { status, headers } = await ask(
      gateway,
      signedFor('s3', { method: 'PUT', path: '/bucket/key', body: 'x'.repeat(100_000) }),
    )
    expect(status).toBe(200)
    expect(headers['ETag']).toBe('"100000"')
    expect(journal.list()[0]?.requestBytes).toBeUndefined()
  })

  test('an answer is handed on as it is made', async () => {
    const { gateway } = gatewayOf({ services: [tinyS3] })
    const { status, text } = await ask(
      gateway,
      signedFor('s3', { method: 'GET', path: '/bucket/key' }),
    )
    expect(status).toBe(200)
    expect(text).toBe('key 0\nkey 1\nkey 2\n')
  })
})

test("a form sent to a queue's own path means that queue", async () => {
  const { gateway } = gatewayOf()
  await ask(gateway, signedFor('sqs', sqsCall('CreateQueue', { QueueName: 'jobs' })))
  const sent = {
    path: '/000000000000/jobs',
    headers: form,
    body: 'Action=SendMessage&Version=2012-11-05&MessageBody=hello',
  }
  const answer = await ask(gateway, signedFor('sqs', sent))
  expect(answer.status).toBe(200)
  expect(answer.text).toContain('<MD5OfMessageBody>5d41402abc4b2a76b9719d911017c592<')
})

describe('a body', () => {
  const create = 'Action=CreateTopic&Version=2010-03-31&Name=t'

  test.each([
    ['of a service that its signature names', (asked: Asked) => signedFor('sns', asked)],
    ['that alone tells its service', (asked: Asked) => asked],
  ])('of a form %s is unpacked before it is asked what it wants', async (_, sign) => {
    const { gateway, journal } = gatewayOf({ services: [tinySns] })
    for (const body of [create, `${create}&Tags=${'x'.repeat(100_000)}`]) {
      const headers = { ...form, 'content-encoding': 'gzip' }
      await ask(gateway, sign({ headers, body: gzipSync(body) }))
      expect(journal.list().at(-1)).toMatchObject({ service: 'sns', operation: 'CreateTopic' })
    }
  })

  test('may be as long as its service takes it, and no longer, unpacked or not', async () => {
    const { gateway } = gatewayOf()
    const headOf = (asked: Asked) => ({
      method: 'POST',
      path: '/',
      query: '',
      headers: { host: '127.0.0.1:4566', ...asked.headers },
      isEncrypted: false,
      address: '127.0.0.1',
      isLoopback: true,
      hasBody: true,
    })
    const call = signedFor('sqs', sqsCall('ListQueues', {}))
    expect((await gateway.open(headOf(call))).bodyBytesMax).toBe(8_388_608)
    expect((await gateway.open(headOf(signedFor('sns', call)))).bodyBytesMax).toBe(8_388_608)
    const other = signedFor('sns', { headers: form, body: create })
    expect((await gateway.open(headOf(other))).bodyBytesMax).toBe(16_777_216)
    const packed = gzipSync(Buffer.alloc(8_388_609, 32))
    const headers = { ...sqsCall('ListQueues', {}).headers, 'content-encoding': 'gzip' }
    const answer = await ask(gateway, signedFor('sqs', { headers, body: packed }))
    expect(answer).toMatchObject({
      status: 413,
      text: '{"__type":"RequestEntityTooLarge","message":"Request entity too large."}',
    })
  })

  test('of a form has no more parameters than any call of AWS takes', async () => {
    const { gateway } = gatewayOf({ services: [tinySns] })
    const body = `${create}${'&'.repeat(50_000)}`
    const { status, text } = await ask(gateway, signedFor('sns', { headers: form, body }))
    expect(status).toBe(400)
    expect(text).toContain(
      '<Code>MalformedInput</Code><Message>The request has more than 40000 parameters</Message>',
    )
  })
})
