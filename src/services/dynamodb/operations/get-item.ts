import { GetItem } from '../../../generated/dynamodb.ts'
import { itemCheck } from '../access.ts'
import { readAttributes } from '../attribute-value.ts'
import { Consumption } from '../capacity.ts'
import { dynamodbOperation } from '../operation.ts'
import { findItem, unitsOfRead } from '../items.ts'
import { placeOfKey } from '../keys.ts'
import { checkMixing } from '../legacy/mixing.ts'
import { projected, readProjection } from '../projection.ts'
import { requireUsableTable } from '../table.ts'

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html */
export const getItem = dynamodbOperation(GetItem, {
  resource: (input, place, own) => [itemCheck(input, place, own)],

  run(call) {
    const { input } = call
    checkMixing(input)
    const key = readAttributes(input.Key)
    const paths = readProjection(input)
    const table = requireUsableTable(call, input.TableName)
    const item = findItem(call.state, table, placeOfKey(table, key))
    const consumption = new Consumption()
    consumption.add('read', unitsOfRead(item, input.ConsistentRead ? 'strong' : 'eventual'))
    const consumed = consumption.describe(input.TableName, input.ReturnConsumedCapacity)
    return {
      ...(item && { Item: projected(item.attributes, paths) }),
      ...(consumed && { ConsumedCapacity: consumed }),
    }
  },
})
