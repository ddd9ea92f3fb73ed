// Runs isolated tests when told: "N\n" on standard input is answered with the milliseconds they took.
// A test is a fresh cloud, a client of its own, a queue, and nineteen more calls.
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'
import { startKasane } from '../../dist/index.js'

const require = createRequire(new URL('../../test/clients/package.json', import.meta.url))
const {
  CreateQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} = require('@aws-sdk/client-sqs')

async function test() {
  const kasane = await startKasane()
  const client = new SQSClient(kasane.clientConfig())
  const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: 'jobs' }))
  for (let n = 0; n < 10; n++) {
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: `job ${n}` }))
  }
  for (let n = 0; n < 9; n++) {
    const { Messages } = await client.send(new ReceiveMessageCommand({ QueueUrl }))
    if (Messages?.length !== 1) throw new Error('a message is missing')
  }
  client.destroy()
  await kasane.stop()
}

for await (const line of createInterface({ input: process.stdin })) {
  const began = performance.now()
  for (let count = Number(line); count > 0; count--) await test()
  console.log(performance.now() - began)
}
