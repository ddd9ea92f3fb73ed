import { GetAccessKeyInfo } from '../../../generated/sts.ts'
import { accountOfAccessKeyId } from '../../../kernel/access-key.ts'
import { noAccessKeyId } from '../errors.ts'
import { stsOperation } from '../operation.ts'
import { refuseUserSessions } from '../user-session.ts'

/**
 * The account stands in the id; whether there is such a key isn't told.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetAccessKeyInfo.html
 */
export const getAccessKeyInfo = stsOperation(GetAccessKeyInfo, {
  resource: () => '*',

  run({ input, caller }) {
    refuseUserSessions(caller, 'GetAccessKeyInfo')
    const account = accountOfAccessKeyId(input.AccessKeyId)
    if (account === undefined) throw noAccessKeyId(input.AccessKeyId)
    return { Account: account }
  },
})
