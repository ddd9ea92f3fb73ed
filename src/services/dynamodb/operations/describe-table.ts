import { DescribeTable } from '../../../generated/dynamodb.ts'
import { arnOf } from '../arns.ts'
import { withFreshFigures } from '../figures.ts'
import { dynamodbOperation } from '../operation.ts'
import { readingRate } from '../request-rates.ts'
import { requireKnownTable } from '../table.ts'
import { describeTable as describe } from '../table-description.ts'
import { withFreshWarmth } from '../throughput/supply.ts'

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTable.html */
export const describeTable = dynamodbOperation(DescribeTable, {
  resource: ({ TableName }, place) => arnOf(place, TableName),
  rates: [readingRate],

  run(call) {
    const table = withFreshFigures(call, requireKnownTable(call, call.input.TableName))
    return { Table: describe(call.place, withFreshWarmth(call, table), call.clock.now()) }
  },
})
