import { DeleteUser } from '../../../generated/iam.ts'
import { checkUserDeletable } from '../deletion.ts'
import { forgetUses } from '../last-used.ts'
import { iamOperation } from '../operation.ts'
import { ofUser } from '../resources.ts'
import { requireUser } from '../users.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUser.html */
export const deleteUser = iamOperation(DeleteUser, {
  resource: ofUser,

  run({ input, state }) {
    const user = requireUser(state, input.UserName)
    checkUserDeletable(state, user)
    state.users.delete(user.id)
    forgetUses(state, user.id)
    return {}
  },
})
