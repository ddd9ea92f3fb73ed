import { describe, expect, test } from 'vitest'
import { serviceFacts } from '../server/service-list.ts'
import { Catalogue } from './catalogue.ts'
import { HostNames, hostWithoutPort } from './host-name.ts'

const hostNames = new HostNames(new Catalogue(serviceFacts))

function read(host: string) {
  const { service, region, resource } = hostNames.read(host)
  return [service?.name, region, resource]
}

describe('a host', () => {
  test.each([
    ['sqs.us-east-1.amazonaws.com', 'sqs', 'us-east-1'],
    ['sqs.eu-central-1.localhost.localstack.cloud:4566', 'sqs', 'eu-central-1'],
    ['SQS.US-EAST-1.AMAZONAWS.COM.', 'sqs', 'us-east-1'],
    ['queue.amazonaws.com', 'sqs', undefined],
    ['us-west-2.queue.amazonaws.com', 'sqs', 'us-west-2'],
    ['sqs-fips.us-east-1.amazonaws.com', 'sqs', 'us-east-1'],
    ['sqs.cn-north-1.amazonaws.com.cn', 'sqs', 'cn-north-1'],
    ['iam.amazonaws.com', 'iam', undefined],
    ['sqs.us-gov-west-1.amazonaws.com', 'sqs', 'us-gov-west-1'],
    ['streams.dynamodb.us-east-1.amazonaws.com', 'dynamodb-streams', 'us-east-1'],
    ['dynamodb.us-east-1.amazonaws.com', 'dynamodb', 'us-east-1'],
    ['123456789012.ddb.us-east-1.amazonaws.com', 'dynamodb', 'us-east-1'],
    ['api.ecr.us-east-1.amazonaws.com', 'ecr', 'us-east-1'],
    ['sqs.us-east-1.api.aws', 'sqs', 'us-east-1'],
  ])('%s names %s in %s', (host, service, region) => {
    expect(read(host)).toEqual([service, region, undefined])
  })

  test.each([
    ['bucket.s3.amazonaws.com', undefined, 'bucket'],
    ['bucket.s3.eu-west-1.amazonaws.com', 'eu-west-1', 'bucket'],
    ['my.dotted.bucket.s3.us-east-1.amazonaws.com', 'us-east-1', 'my.dotted.bucket'],
    ['bucket.s3.dualstack.us-east-1.amazonaws.com', 'us-east-1', 'bucket'],
    ['bucket.s3-us-west-2.amazonaws.com', 'us-west-2', 'bucket'],
    ['bucket.s3.localhost.localstack.cloud:4566', undefined, 'bucket'],
    ['bucket.s3.us-east-1.localhost.localstack.cloud:4566', 'us-east-1', 'bucket'],
    ['bucket.s3.localhost:4566', undefined, 'bucket'],
    ['bucket.localhost:4566', undefined, 'bucket'],
    ['s3.us-east-1.amazonaws.com', 'us-east-1', undefined],
  ])('%s names S3 in %s and the bucket %s', (host, region, bucket) => {
    expect(read(host)).toEqual(['s3', region, bucket])
  })

  test.each([
    '127.0.0.1:4566',
    '[::1]:4566',
    'localhost',
    '',
    'example.com',
    'nothing.amazonaws.com',
    'localhost.localstack.cloud:4566',
  ])('"%s" names no service', (host) => {
    expect(read(host)).toEqual([undefined, undefined, undefined])
  })

  test('is read without its port, brackets and final dot', () => {
    expect(
      ['LocalHost:4566', '[::1]:80', '[fe80::1]', 'a.b.', '10.0.0.1'].map(hostWithoutPort),
    ).toEqual(['localhost', '::1', 'fe80::1', 'a.b', '10.0.0.1'])
  })
})
