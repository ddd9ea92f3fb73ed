import { ListAccessKeys } from '../../../generated/iam.ts'
import { credentialOwner, keysOf, writeKey } from '../access-keys.ts'
import { iamOperation } from '../operation.ts'
import { pageOfAll } from '../paging.ts'
import { ofUser } from '../resources.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccessKeys.html */
export const listAccessKeys = iamOperation(ListAccessKeys, {
  resource: ofUser,

  run(call) {
    const { input, state } = call
    const owner = credentialOwner(call, input.UserName)
    const { items, ...more } = pageOfAll(
      keysOf(state, owner),
      input,
      ({ createdAtMs, id }) => `${String(createdAtMs).padStart(16, '0')} ${id}`,
    )
    return { AccessKeyMetadata: items.map((key) => writeKey(key, owner)), ...more }
  },
})
