import { UpdateUser } from '../../../generated/iam.ts'
import { isSameName } from '../entities.ts'
import { iamOperation } from '../operation.ts'
import { ofUser } from '../resources.ts'
import { checkUserNameFree, findUser, requireUser, userArn } from '../users.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateUser.html */
export const updateUser = iamOperation(UpdateUser, {
  resource(input, place, own, caller) {
    const before = ofUser(input, place, own, caller)
    const user = findUser(own.state, input.UserName ?? '')
    if (!user) return before
    // AWS: moving a user takes the right on its old ARN and on its new one.
    const { NewUserName: name = user.name, NewPath: path = user.path } = input
    const resource = userArn(place, { name, path })
    return [...before, ...before.map((check) => ({ ...check, resource }))]
  },

  run({ input, state }) {
    const { UserName, NewUserName: newName, NewPath: path } = input
    const user = requireUser(state, UserName)
    if (newName !== undefined && !isSameName(newName, user.name)) checkUserNameFree(state, newName)
    state.users.put({ ...user, name: newName ?? user.name, path: path ?? user.path })
    return {}
  },
})
