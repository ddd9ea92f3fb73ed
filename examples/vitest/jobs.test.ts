/** Tests with a cloud of their own, in this process: no port, no Docker, and time that is moved. */
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs'
import { type Kasane, startKasane } from 'kasane'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Jobs, submit, workOnce } from './jobs.ts'

let kasane: Kasane
let jobs: Jobs

beforeEach(async () => {
  kasane = await startKasane()
  const client = new SQSClient(kasane.clientConfig())
  const Attributes = { VisibilityTimeout: '600' }
  const { QueueUrl = '' } = await client.send(
    new CreateQueueCommand({ QueueName: 'jobs', Attributes }),
  )
  jobs = { client, queueUrl: QueueUrl }
})

afterEach(() => kasane.stop())

const succeed = () => Promise.resolve()
const fail = () => Promise.reject(new Error('no luck'))

test('a job is worked on once', async () => {
  await submit(jobs, { send: 'invoice' })
  expect(await workOnce(jobs, succeed)).toBe('worked')
  expect(await workOnce(jobs, succeed)).toBe('idle')
})

test('a job that fails comes back after ten minutes', async () => {
  await submit(jobs, { send: 'invoice' })
  expect(await workOnce(jobs, fail)).toBe('failed')
  expect(await workOnce(jobs, succeed)).toBe('idle')
  await kasane.clock.advance('PT10M')
  expect(await workOnce(jobs, succeed)).toBe('worked')
})
