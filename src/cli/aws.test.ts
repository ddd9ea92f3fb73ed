import { describe, expect, test } from 'vitest'
import { environmentFor, wordsFor } from './aws.ts'

const endpoint = 'http://127.0.0.1:4566'

describe('the environment of kasane aws', () => {
  test('has the endpoint, and credentials and a region where there are none', () => {
    expect(environmentFor(endpoint, { HOME: '/home/a' }, ['sqs', 'list-queues'])).toEqual({
      HOME: '/home/a',
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_DEFAULT_REGION: 'us-east-1',
    })
  })

  test('keeps the credentials and region that there are', () => {
    const env = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_REGION: 'eu-west-1' }
    expect(environmentFor(endpoint, env, [])).toEqual({ ...env, AWS_ENDPOINT_URL: endpoint })
  })

  test('leaves both to a profile that is named', () => {
    const expected = { AWS_ENDPOINT_URL: endpoint }
    expect(environmentFor(endpoint, {}, ['--profile', 'dev', 's3', 'ls'])).toEqual(expected)
    expect(environmentFor(endpoint, {}, ['--profile=dev', 's3', 'ls'])).toEqual(expected)
    const env = { AWS_PROFILE: 'dev' }
    expect(environmentFor(endpoint, env, [])).toEqual({ ...env, ...expected })
  })

  test('lets no other endpoint win', () => {
    const env = {
      AWS_ENDPOINT_URL: 'http://elsewhere',
      AWS_ENDPOINT_URL_SQS: 'http://elsewhere',
      AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
      AWS_PROFILE: 'dev',
    }
    expect(environmentFor(endpoint, env, [])).toEqual({
      AWS_PROFILE: 'dev',
      AWS_ENDPOINT_URL: endpoint,
    })
  })
})

describe('the words of kasane aws', () => {
  test('name the endpoint, since version 1 of the AWS CLI asks SQS elsewhere without', () => {
    expect(wordsFor(endpoint, ['sqs', 'list-queues'])).toEqual([
      '--endpoint-url',
      endpoint,
      'sqs',
      'list-queues',
    ])
  })

  test.each([
    [['sqs', 'list-queues', '--endpoint-url', 'http://elsewhere']],
    [['--endpoint-url=http://elsewhere', 'sqs', 'list-queues']],
  ])('stay as they are where they name one: %j', (words) => {
    expect(wordsFor(endpoint, words)).toEqual(words)
  })
})
