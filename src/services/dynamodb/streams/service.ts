/** Amazon DynamoDB Streams: a second API over DynamoDB's state. */
import { defineService } from '../../../kernel/service.ts'
import { policyOf } from '../resource-policies/resource-policy.ts'
import { state } from '../state.ts'
import { describeStream } from './operations/describe-stream.ts'
import { getRecords } from './operations/get-records.ts'
import { getShardIterator } from './operations/get-shard-iterator.ts'
import { listStreams } from './operations/list-streams.ts'

export const dynamodbStreams = defineService({
  name: 'dynamodb-streams',
  state,
  stateOf: 'dynamodb',
  actionPrefix: 'dynamodb',
  operations: [describeStream, getRecords, getShardIterator, listStreams],
  resourcePolicy: policyOf,
})
