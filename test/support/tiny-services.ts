/** Services of a few lines under AWS's models, for tests of what stands before services. */
import { arn } from '../../src/kernel/arn.ts'
import { collection, defineState } from '../../src/kernel/collection.ts'
import { operation } from '../../src/kernel/operation.ts'
import { defineService, operationsOn } from '../../src/kernel/service.ts'

const state = defineState({
  topics: collection({ version: 1, key: (topic: { readonly name: string }) => [topic.name] }),
})
const snsOperation = operationsOn(state)

/** SNS with one operation that writes, one that reads, and one with a bug. */
export const tinySns = defineService({
  name: 'sns',
  state,
  operations: [
    snsOperation(operation<{ Name: string }, { TopicArn: string }>('sns', 'CreateTopic'), {
      resource: (input, place) => arn(place, 'sns', input.Name),
      run({ input, state, place }) {
        state.topics.put({ name: input.Name })
        return { TopicArn: arn(place, 'sns', input.Name) }
      },
    }),
    snsOperation(operation<object, { Topics: { TopicArn: string }[] }>('sns', 'ListTopics'), {
      resource: () => '*',
      run: ({ state, place }) => ({
        Topics: [...state.topics.range()].map(({ name }) => ({
          TopicArn: arn(place, 'sns', name),
        })),
      }),
    }),
    snsOperation(operation<object, object>('sns', 'DeleteTopic'), {
      resource: () => '*',
      run() {
        throw new TypeError('a bug')
      },
    }),
  ],
})

const nothing = defineState({})

interface Put {
  readonly Bucket: string
  readonly Key: string
  readonly Body?: AsyncIterable<Uint8Array>
}

/** S3 that counts what it is sent, and answers a stream. */
export const tinyS3 = defineService({
  name: 's3',
  state: nothing,
  operations: [
    operationsOn(nothing)(operation<Put, { ETag: string }>('s3', 'PutObject'), {
      resource: ({ Bucket, Key }) => `arn:aws:s3:::${Bucket}/${Key}`,
      async before({ input }) {
        let size = 0
        for await (const chunk of input.Body ?? []) size += chunk.length
        return size
      },
      run: ({ prepared }) => ({ ETag: `"${prepared}"` }),
    }),
    operationsOn(nothing)(operation<Put, { Body: AsyncIterable<Uint8Array> }>('s3', 'GetObject'), {
      resource: ({ Bucket, Key }) => `arn:aws:s3:::${Bucket}/${Key}`,
      run: ({ input }) => ({ Body: linesOf(input.Key) }),
    }),
  ],
})

async function* linesOf(text: string): AsyncGenerator<Uint8Array> {
  for (let line = 0; line < 3; line++) yield Buffer.from(`${text} ${line}\n`)
}
