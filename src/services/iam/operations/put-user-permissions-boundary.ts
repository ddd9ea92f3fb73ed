import {
  DeleteUserPermissionsBoundary,
  PutUserPermissionsBoundary,
} from '../../../generated/iam.ts'
import { requireBoundary } from '../boundary.ts'
import { noBoundary } from '../errors.ts'
import { iamOperation } from '../operation.ts'
import { boundaryContext, ofBoundedUser, ofUser, withContext } from '../resources.ts'
import { requireUser } from '../users.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutUserPermissionsBoundary.html */
export const putUserPermissionsBoundary = iamOperation(PutUserPermissionsBoundary, {
  resource: (input, ...asked) =>
    withContext(ofUser(input, ...asked), boundaryContext(input.PermissionsBoundary)),

  run(call) {
    const { input, state } = call
    const user = requireUser(state, input.UserName)
    const boundaryArn = requireBoundary(call, input.PermissionsBoundary)
    state.users.put({ ...user, boundaryArn })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUserPermissionsBoundary.html */
export const deleteUserPermissionsBoundary = iamOperation(DeleteUserPermissionsBoundary, {
  resource: ofBoundedUser,

  run({ input, state }) {
    const { boundaryArn, ...user } = requireUser(state, input.UserName)
    if (boundaryArn === undefined) throw noBoundary('User', user.name)
    state.users.put(user)
    return {}
  },
})
