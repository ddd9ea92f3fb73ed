import { ListStreams } from '../../../../generated/dynamodb-streams.ts'
import { streamNotFound } from '../errors.ts'
import { listStreamsRate } from '../rates.ts'
import { readStreamArn, streamArn } from '../stream-arn.ts'
import { isReadable } from '../stream.ts'
import { listedMax } from '../stream-limits.ts'
import { streamOperation } from '../stream-operation.ts'

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_ListStreams.html */
export const listStreams = streamOperation(ListStreams, {
  // AWS: all streams of the table, or of all tables, in
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/api-permissions-reference.html
  resource: ({ TableName: table = '*' }, place) => streamArn(place, { table, label: '*' }),
  rates: [listStreamsRate],

  run(call) {
    const { input, state, clock, place } = call
    const { TableName: table, ExclusiveStartStreamArn: start, Limit: limit = listedMax } = input
    const after = start === undefined ? undefined : readStreamArn(start)
    if (start !== undefined && !after) throw streamNotFound(start)
    const span = {
      ...(table !== undefined && { prefix: [table] }),
      ...(after && { after: table === undefined ? [after.table, after.label] : [after.label] }),
    }
    const readable = [...state.streams.range(span)].filter((one) => isReadable(one, clock.now()))
    const listed = readable.slice(0, limit).map((one) => ({
      StreamArn: streamArn(place, one),
      TableName: one.table,
      StreamLabel: one.label,
    }))
    const last = readable.length > limit ? listed.at(-1) : undefined
    return { Streams: listed, ...(last && { LastEvaluatedStreamArn: last.StreamArn }) }
  },
})
