/** The version of 2017, which AWS takes nothing new for any more. */
import {
  CreateGlobalTable,
  DescribeGlobalTable,
  DescribeGlobalTableSettings,
  ListGlobalTables,
  UpdateGlobalTable,
  UpdateGlobalTableSettings,
} from '../../../../generated/dynamodb.ts'
import type { Place } from '../../../../kernel/place.ts'
import { arnOf } from '../../arns.ts'
import { dynamodbOperation } from '../../operation.ts'
import { legacyVersion, noLegacyTable } from '../errors.ts'

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateGlobalTable.html */
export const createGlobalTable = dynamodbOperation(CreateGlobalTable, {
  resource: ({ GlobalTableName: name }, place) => checksOf(name, place),

  run(): never {
    throw legacyVersion()
  },
})

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateGlobalTable.html */
export const updateGlobalTable = dynamodbOperation(UpdateGlobalTable, {
  resource: ({ GlobalTableName: name }, place) => checksOf(name, place),

  run(): never {
    throw legacyVersion()
  },
})

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeGlobalTable.html */
export const describeGlobalTable = dynamodbOperation(DescribeGlobalTable, {
  resource: ({ GlobalTableName: name }, place) => globalTableArn(name, place),

  run({ input }): never {
    throw noLegacyTable(input.GlobalTableName)
  },
})

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeGlobalTableSettings.html */
export const describeGlobalTableSettings = dynamodbOperation(DescribeGlobalTableSettings, {
  resource: ({ GlobalTableName: name }, place) => globalTableArn(name, place),

  run({ input }): never {
    throw noLegacyTable(input.GlobalTableName)
  },
})

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateGlobalTableSettings.html */
export const updateGlobalTableSettings = dynamodbOperation(UpdateGlobalTableSettings, {
  resource: ({ GlobalTableName: name }, place) => checksOf(name, place),

  run({ input }): never {
    throw noLegacyTable(input.GlobalTableName)
  },
})

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListGlobalTables.html */
export const listGlobalTables = dynamodbOperation(ListGlobalTables, {
  resource: () => '*',
  run: () => ({ GlobalTables: [] }),
})

function checksOf(name: string, place: Place) {
  return [{ resource: arnOf(place, name) }, { resource: globalTableArn(name, place) }]
}

/** It has no region. */
function globalTableArn(name: string, { partition, account }: Place): string {
  return `arn:${partition}:dynamodb::${account}:global-table/${name}`
}
