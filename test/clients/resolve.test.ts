import { SQSClient } from '@aws-sdk/client-sqs'
import { expect, test } from 'vitest'

test('a test imports an AWS client by its package name', () => {
  expect(new SQSClient({ region: 'eu-central-1' }).config.apiVersion).toBe('2012-11-05')
})
