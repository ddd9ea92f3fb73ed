import { GetItem } from '../../../generated/dynamodb.ts'
import { readCheck } from '../access.ts'
import { readAttributes } from '../attribute-value.ts'
import { valued } from '../expressions/request.ts'
import { itemOperation } from '../operation.ts'
import { findItem } from '../items.ts'
import { placeOfKey } from '../keys.ts'
import { checkMixing } from '../legacy/mixing.ts'
import { meterRead } from '../metering.ts'
import { answered, readProjection } from '../projection.ts'
import { requireUsableTable } from '../table.ts'
import { admit } from '../throughput/admission.ts'

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html */
export const getItem = itemOperation(GetItem, {
  resource: (input, place, own) => [readCheck(input, place, own)],

  run(call) {
    const { input } = call
    checkMixing(input, valued.read)
    const key = readAttributes(input.Key)
    const paths = readProjection(input)
    const table = requireUsableTable(call, input.TableName)
    const place = placeOfKey(table, key)
    const item = findItem(call.state, table, place)
    const consistency = input.ConsistentRead ? 'strong' : 'eventual'
    const consumption = meterRead(table, place, item, consistency)
    admit(call, 'GetItem', consumption)
    const consumed = consumption.describe(input.TableName, input.ReturnConsumedCapacity)
    return {
      ...(item && { Item: answered(item, paths, call.request) }),
      ...(consumed && { ConsumedCapacity: consumed }),
    }
  },
})
