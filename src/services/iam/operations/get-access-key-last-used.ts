import { GetAccessKeyLastUsed } from '../../../generated/iam.ts'
import { iamArn } from '../arns.ts'
import { noSuchAccessKey } from '../errors.ts'
import { writeInstant } from '../instants.ts'
import { iamOperation } from '../operation.ts'
import { userArn, writeRoot } from '../users.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccessKeyLastUsed.html */
export const getAccessKeyLastUsed = iamOperation(GetAccessKeyLastUsed, {
  resource({ AccessKeyId: id = '' }, place, { state }) {
    const userId = state.accessKeys.get(id)?.userId
    const user = userId === undefined ? undefined : state.users.get(userId)
    if (user) return userArn(place, user)
    return userId === undefined ? '*' : iamArn(place, 'root')
  },

  run(call) {
    const { input, state } = call
    const key = state.accessKeys.get(input.AccessKeyId)
    if (!key) throw noSuchAccessKey(input.AccessKeyId)
    const UserName = state.users.get(key.userId)?.name ?? writeRoot(call).UserName
    // AWS: of a key never used there is no date, and the rest is `N/A`.
    if (!key.lastUsed) {
      return { UserName, AccessKeyLastUsed: { ServiceName: 'N/A', Region: 'N/A' } }
    }
    const { atMs, service, region } = key.lastUsed
    return {
      UserName,
      AccessKeyLastUsed: {
        LastUsedDate: writeInstant(atMs),
        ServiceName: service,
        Region: region,
      },
    }
  },
})
