import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { advance } from '../support/control-api.ts'
import { type KasaneProcess, startKasaneProcess } from '../support/kasane-process.ts'
import { awsEnvironment, isThere, run } from '../support/programs.ts'

describe.skipIf(!isThere('aws', '--version'))('the AWS CLI', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kasane-aws-cli-'))
  let kasane: KasaneProcess

  beforeAll(async () => {
    kasane = await startKasaneProcess(['--data-dir', join(folder, 'data')])
  })
  afterAll(async () => {
    await kasane.stop()
    rmSync(folder, { recursive: true })
  })

  /** Version 1 of the AWS CLI looks past AWS_ENDPOINT_URL for SQS, so the option names it. */
  function ask(...words: readonly string[]) {
    return run('aws', ['--endpoint-url', kasane.url, ...words], awsEnvironment(kasane.url))
  }

  async function sqs(...words: readonly string[]) {
    const { code, out, err } = await ask('sqs', ...words)
    if (code !== 0) throw new Error(err)
    return out === '' ? {} : JSON.parse(out)
  }

  async function bodies(queue: string, ...words: readonly string[]): Promise<string[]> {
    const { Messages = [] } = await sqs('receive-message', '--queue-url', queue, ...words)
    return (Messages as { Body: string }[]).map(({ Body }) => Body)
  }

  test('makes a queue, sends, receives, and finds the message again when its time is up', async () => {
    const { QueueUrl: queue } = await sqs('create-queue', '--queue-name', 'orders')
    expect(queue).toBe(`${kasane.url}/000000000000/orders`)
    await sqs('send-message', '--queue-url', queue, '--message-body', 'hello')
    expect(await bodies(queue)).toEqual(['hello'])
    expect(await bodies(queue)).toEqual([])
    await advance(kasane.url, 'PT30S')
    expect(await bodies(queue)).toEqual(['hello'])
  })

  test('finds no message whose retention has passed', async () => {
    const queue = `${kasane.url}/000000000000/orders`
    await advance(kasane.url, 'P4D')
    expect(await bodies(queue)).toEqual([])
    const { Attributes } = await sqs(
      ...['get-queue-attributes', '--queue-url', queue, '--attribute-names', 'All'],
    )
    expect(Attributes).toMatchObject({
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesNotVisible: '0',
      MessageRetentionPeriod: '345600',
    })
  })

  test('receives from a FIFO queue in order, and once what it sent twice', async () => {
    const attributes = 'FifoQueue=true,ContentBasedDeduplication=true'
    const { QueueUrl: queue } = await sqs(
      ...['create-queue', '--queue-name', 'steps.fifo', '--attributes', attributes],
    )
    for (const body of ['one', 'two', 'two', 'three']) {
      await sqs(
        ...['send-message', '--queue-url', queue, '--message-body', body],
        ...['--message-group-id', 'g'],
      )
    }
    expect(await bodies(queue, '--max-number-of-messages', '10')).toEqual(['one', 'two', 'three'])
  })

  test('moves what nobody can handle to a dead-letter queue, and back', async () => {
    const { QueueUrl: dead } = await sqs('create-queue', '--queue-name', 'dead')
    const deadLetterTargetArn = 'arn:aws:sqs:us-east-1:000000000000:dead'
    const policy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 2 })
    const attributes = JSON.stringify({ RedrivePolicy: policy, VisibilityTimeout: '0' })
    const { QueueUrl: source } = await sqs(
      ...['create-queue', '--queue-name', 'source', '--attributes', attributes],
    )
    await sqs('send-message', '--queue-url', source, '--message-body', 'bad')
    expect([await bodies(source), await bodies(source), await bodies(source)]).toEqual([
      ['bad'],
      ['bad'],
      [],
    ])
    expect(await bodies(dead, '--visibility-timeout', '0')).toEqual(['bad'])
    await sqs('start-message-move-task', '--source-arn', deadLetterTargetArn)
    await advance(kasane.url, 'PT1M')
    expect(await bodies(dead)).toEqual([])
    expect(await bodies(source)).toEqual(['bad'])
  })

  test('finds all of it after kill -9', async () => {
    const before = await sqs('list-queues')
    const queue = `${kasane.url}/000000000000/orders`
    await sqs('send-message', '--queue-url', queue, '--message-body', 'kept')
    await kasane.stop('SIGKILL')
    kasane = await startKasaneProcess(['--data-dir', join(folder, 'data')])
    const paths = (urls: readonly string[]) => urls.map((url) => new URL(url).pathname)
    expect(paths((await sqs('list-queues')).QueueUrls)).toEqual(paths(before.QueueUrls))
    expect(await bodies(`${kasane.url}/000000000000/orders`)).toEqual(['kept'])
  })

  test('is told of what is not there', async () => {
    const missing = await ask('sqs', 'get-queue-url', '--queue-name', 'missing')
    expect(missing.err.trim()).toBe(
      'An error occurred (AWS.SimpleQueueService.NonExistentQueue) when calling the GetQueueUrl operation: The specified queue does not exist.',
    )
    const unbuilt = await ask('appmesh', 'list-meshes')
    expect(unbuilt.err).toContain('(NotEmulated)')
    expect([missing.code, unbuilt.code]).not.toContain(0)
  })

  test('is run by kasane aws, without credentials, region or endpoint of its own', async () => {
    const words = ['bin/kasane', 'aws', 'sqs', 'list-queues', '--queue-name-prefix', 'ord']
    const { code, out } = await run('node', words, { AWS_ENDPOINT_URL: kasane.url })
    expect({ code, out: JSON.parse(out) }).toEqual({
      code: 0,
      out: { QueueUrls: [`${kasane.url}/000000000000/orders`] },
    })
  })
})

describe.skipIf(!isThere('awslocal', '--version'))('awslocal', () => {
  test('works as with LocalStack', async () => {
    const kasane = await startKasaneProcess()
    const { host } = new URL(kasane.url)
    const words = ['sqs', 'create-queue', '--queue-name', 'local']
    const environment = { AWS_ENDPOINT_URL: `http://${host}`, AWS_DEFAULT_REGION: 'eu-west-1' }
    const { code, out } = await run('awslocal', words, environment)
    await kasane.stop()
    expect({ code, out: JSON.parse(out) }).toEqual({
      code: 0,
      out: { QueueUrl: `${kasane.url}/000000000000/local` },
    })
  })
})
