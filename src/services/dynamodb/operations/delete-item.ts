import { DeleteItem } from '../../../generated/dynamodb.ts'
import { itemCheck } from '../access.ts'
import { enveloped } from '../errors.ts'
import { valued } from '../expressions/request.ts'
import { readExpected } from '../legacy/expected.ts'
import { checkMixing } from '../legacy/mixing.ts'
import { itemOperation } from '../operation.ts'
import { checkReturnValues, writeOne } from '../single-write.ts'
import { readDelete } from '../writes.ts'

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteItem.html */
export const deleteItem = itemOperation(DeleteItem, {
  resource: (input, place, own) => [itemCheck(input, place, own)],

  run(call) {
    const { input } = call
    const write = enveloped(() => {
      checkMixing(input, valued.write)
      return readDelete(input, 'delete', {
        check: () => checkReturnValues(input.ReturnValues),
        readCondition: () => readExpected(input),
      })
    })
    return writeOne(call, input, write)
  },
})
