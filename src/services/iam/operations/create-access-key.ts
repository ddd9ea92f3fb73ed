import { CreateAccessKey } from '../../../generated/iam.ts'
import { credentialOwner, keysOf, newAccessKey, writeKey } from '../access-keys.ts'
import { accessKeysPerUser } from '../limits.ts'
import { iamOperation } from '../operation.ts'
import { checkRoomFor } from '../quotas.ts'
import { ofUser } from '../resources.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html */
export const createAccessKey = iamOperation(CreateAccessKey, {
  resource: ofUser,

  run(call) {
    const { input, state } = call
    const owner = credentialOwner(call, input.UserName)
    const used = keysOf(state, owner).length
    checkRoomFor(call, 'AccessKeysPerUser', accessKeysPerUser, used)
    const key = newAccessKey(call, owner)
    state.accessKeys.put(key)
    return { AccessKey: { ...writeKey(key, owner), SecretAccessKey: key.secret } }
  },
})
