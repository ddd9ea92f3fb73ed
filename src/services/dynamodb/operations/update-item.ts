import { UpdateItem } from '../../../generated/dynamodb.ts'
import { itemCheck } from '../access.ts'
import { enveloped } from '../errors.ts'
import { readAttributeUpdates } from '../legacy/attribute-updates.ts'
import { readExpected } from '../legacy/expected.ts'
import { checkMixing } from '../legacy/mixing.ts'
import { itemOperation } from '../operation.ts'
import { writeOne } from '../single-write.ts'
import { readUpdate } from '../writes.ts'

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html */
export const updateItem = itemOperation(UpdateItem, {
  resource: (input, place, own) => [itemCheck(input, place, own)],

  run(call) {
    const { input } = call
    const write = enveloped(() => {
      checkMixing(input)
      const update = readAttributeUpdates(input.AttributeUpdates)
      const condition = readExpected(input)
      return readUpdate(input, { ...(update && { update }), ...(condition && { condition }) })
    })
    return writeOne(call, input, write)
  },
})
