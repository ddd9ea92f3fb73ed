import { ListTables } from '../../../generated/dynamodb.ts'
import { dynamodbOperation } from '../operation.ts'
import { readingRate } from '../request-rates.ts'

const pageMax = 100

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTables.html */
export const listTables = dynamodbOperation(ListTables, {
  resource: () => '*',
  rates: [readingRate],

  run({ input, state }) {
    const { ExclusiveStartTableName: after, Limit: limit = pageMax } = input
    const span = { ...(after !== undefined && { after: [after] }), limit: limit + 1 }
    const names = [...state.tables.range(span)].map(({ name }) => name)
    const page = names.slice(0, limit)
    const last = page.at(-1)
    return {
      TableNames: page,
      ...(names.length > limit && last !== undefined && { LastEvaluatedTableName: last }),
    }
  },
})
