import { expect, it } from 'vitest'
import { readQueueUrl, resourceOfUrl } from './address.ts'

const place = { partition: 'aws', account: '111122223333', region: 'us-east-1' }

it.each([
  ['http://127.0.0.1:4566/123456789012/q', 'arn:aws:sqs:us-east-1:123456789012:q'],
  ['https://sqs.us-east-1.amazonaws.com/123456789012/q/', 'arn:aws:sqs:us-east-1:123456789012:q'],
  ['https://queue.amazonaws.com/123456789012/q', 'arn:aws:sqs:us-east-1:123456789012:q'],
  ['http://any.host/queue/us-east-1/123456789012/q', 'arn:aws:sqs:us-east-1:123456789012:q'],
  ['http://localhost:9324/queue/q', 'arn:aws:sqs:us-east-1:111122223333:q'],
  ['http://localhost:9324/q', 'arn:aws:sqs:us-east-1:111122223333:q'],
  ['q', 'arn:aws:sqs:us-east-1:111122223333:q'],
  ['https://eu-west-1.queue.amazonaws.com/123456789012/q', '*'],
  ['http://sqs.eu-west-1.localhost.localstack.cloud:4566/123456789012/q', '*'],
  ['http://localhost/', '*'],
  ['//', '*'],
  ['', '*'],
  [undefined, '*'],
])('the URL %s means %s', (url, resource) => {
  expect(resourceOfUrl(url, place)).toBe(resource)
})

it.each([
  'https://sqs.us-gov-west-1.amazonaws.com/123456789012/q',
  'https://sqs-fips.us-gov-west-1.amazonaws.com/123456789012/q',
  'https://us-gov-west-1.queue.amazonaws.com/123456789012/q',
])('the host of %s tells the region', (url) => {
  expect(readQueueUrl(url)).toEqual({ name: 'q', account: '123456789012', region: 'us-gov-west-1' })
})
