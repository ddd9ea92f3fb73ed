import { GetUser } from '../../../generated/iam.ts'
import { iamOperation } from '../operation.ts'
import { ofUser } from '../resources.ts'
import { requireNamedOrCaller, writeRoot, writeUserWhole } from '../users.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUser.html */
export const getUser = iamOperation(GetUser, {
  resource: ofUser,

  run(call) {
    const { input, state, caller } = call
    if (input.UserName === undefined && caller.kind === 'root') return { User: writeRoot(call) }
    return { User: writeUserWhole(call, requireNamedOrCaller(state, input.UserName, caller)) }
  },
})
