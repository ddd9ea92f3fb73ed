import { UpdateItem } from '../../../generated/dynamodb.ts'
import { itemCheck } from '../access.ts'
import { enveloped } from '../errors.ts'
import { valued } from '../expressions/request.ts'
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
      checkMixing(input, valued.update)
      return readUpdate(input, {
        readUpdate: () => readAttributeUpdates(input.AttributeUpdates),
        readCondition: () => readExpected(input),
      })
    })
    return writeOne(call, input, write)
  },
})
