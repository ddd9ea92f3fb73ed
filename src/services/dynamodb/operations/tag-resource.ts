import { ListTagsOfResource, TagResource, UntagResource } from '../../../generated/dynamodb.ts'
import type { Place } from '../../../kernel/place.ts'
import { arnOf, tableArn, tableOfResource } from '../arns.ts'
import { invalidValues, validation } from '../errors.ts'
import { dynamodbOperation } from '../operation.ts'
import { requestRates } from '../request-rates.ts'
import type { DynamodbReading, Table } from '../state.ts'
import {
  resourceArnNotFound,
  tableBeingCreated,
  tableBeingDeleted,
  tableNotFound,
} from '../table-errors.ts'
import { checkTagCount, checkTagKey, readTags, withTags } from '../tags.ts'

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TagResource.html */
export const tagResource = dynamodbOperation(TagResource, {
  resource: ({ ResourceArn: arn }, place) => arnOf(place, arn),
  rates: [requestRates.TagResource],

  run(call) {
    const { ResourceArn: arn, Tags: given } = call.input
    if (given.length === 0) throw validation('Atleast one Tag needs to be provided as Input.')
    const tags = readTags(given)
    const table = requireTaggable(call, arn)
    call.state.tables.put({ ...table, tags: withTags(table.tags, tags) })
    return {}
  },
})

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UntagResource.html */
export const untagResource = dynamodbOperation(UntagResource, {
  resource: ({ ResourceArn: arn }, place) => arnOf(place, arn),
  rates: [requestRates.UntagResource],

  run(call) {
    const { ResourceArn: arn, TagKeys: keys } = call.input
    if (keys.length === 0) throw validation('Atleast one Tag Key needs to be provided as Input.')
    keys.forEach(checkTagKey)
    checkTagCount(keys.length)
    const table = requireTaggable(call, arn)
    const left = Object.entries(table.tags).filter(([key]) => !keys.includes(key))
    call.state.tables.put({ ...table, tags: Object.fromEntries(left) })
    return {}
  },
})

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTagsOfResource.html */
export const listTagsOfResource = dynamodbOperation(ListTagsOfResource, {
  resource: ({ ResourceArn: arn }, place) => arnOf(place, arn),
  rates: [requestRates.ListTagsOfResource],

  run(call) {
    const { tags } = requireByArn(call, call.input.ResourceArn)
    return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) }
  },
})

function requireTaggable(call: DynamodbReading, arn: string): Table {
  const table = requireByArn(call, arn)
  if (table.status === 'CREATING') throw tableBeingCreated(table.name)
  if (table.status === 'DELETING') throw tableBeingDeleted(table.name)
  return table
}

function requireByArn({ state, place }: DynamodbReading, arn: string): Table {
  checkArn(place, arn)
  const table = state.tables.get(tableOfResource(arn))
  if (!table) throw resourceArnNotFound(arn)
  if (table.restoration) throw tableNotFound(table.name)
  return table
}

function checkArn(place: Place, arn: string): void {
  if (!arn.startsWith('arn:')) throw invalidValues(`ARNs must start with 'arn:': ${arn}`)
  if (arn.includes('/index/')) {
    throw invalidValues(
      `Invalid resource arn provided, only table or stream is accepted. Provided resource arn: ${arn}`,
    )
  }
  const name = tableOfResource(arn)
  if (name === '' || tableArn(place, name) !== arn) throw resourceArnNotFound(arn)
}
