import { DeleteAccessKey } from '../../../generated/iam.ts'
import { credentialOwner, requireKeyOf } from '../access-keys.ts'
import { iamOperation } from '../operation.ts'
import { ofUser } from '../resources.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccessKey.html */
export const deleteAccessKey = iamOperation(DeleteAccessKey, {
  resource: ofUser,

  run(call) {
    const { input, state } = call
    const key = requireKeyOf(state, credentialOwner(call, input.UserName), input.AccessKeyId)
    state.accessKeys.delete(key.id)
    return {}
  },
})
