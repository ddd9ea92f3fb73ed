import { DescribeEndpoints, DescribeLimits } from '../../../generated/dynamodb.ts'
import { accountReadUnits, accountWriteUnits, tableReadUnits, tableWriteUnits } from '../limits.ts'
import { dynamodbOperation } from '../operation.ts'
import { requestRates } from '../request-rates.ts'

const cachePeriodMinutes = 1_440

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeLimits.html */
export const describeLimits = dynamodbOperation(DescribeLimits, {
  resource: () => '*',
  rates: [requestRates.DescribeLimits],

  run: ({ limits }) => ({
    AccountMaxReadCapacityUnits: limits.valueOf(accountReadUnits),
    AccountMaxWriteCapacityUnits: limits.valueOf(accountWriteUnits),
    TableMaxReadCapacityUnits: limits.valueOf(tableReadUnits),
    TableMaxWriteCapacityUnits: limits.valueOf(tableWriteUnits),
  }),
})

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeEndpoints.html */
export const describeEndpoints = dynamodbOperation(DescribeEndpoints, {
  resource: () => '*',

  // The address by which the client reached Kasane, so that it goes on reaching it.
  run: ({ request }) => ({
    Endpoints: [
      { Address: new URL(request.endpoint).host, CachePeriodInMinutes: cachePeriodMinutes },
    ],
  }),
})
