import { UpdateAccessKey } from '../../../generated/iam.ts'
import { credentialOwner, requireKeyOf } from '../access-keys.ts'
import { invalidStatus } from '../credential-errors.ts'
import { iamOperation } from '../operation.ts'
import { ofUser } from '../resources.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccessKey.html */
export const updateAccessKey = iamOperation(UpdateAccessKey, {
  resource: ofUser,

  run(call) {
    const { input, state } = call
    const key = requireKeyOf(state, credentialOwner(call, input.UserName), input.AccessKeyId)
    const { Status: status } = input
    // `Expired` is a value of other credentials' statuses.
    if (status === 'Expired') throw invalidStatus(status)
    state.accessKeys.put({ ...key, status })
    return {}
  },
})
