import { GetCallerIdentity } from '../../../generated/sts.ts'
import { stsOperation } from '../operation.ts'
import { requireSigned } from '../signed.ts'

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
export const getCallerIdentity = stsOperation(GetCallerIdentity, {
  // AWS: no permission is needed, and no Deny has an effect.
  resource: () => [],

  run({ caller }) {
    requireSigned(caller)
    return { UserId: caller.userId, Account: caller.account, Arn: caller.arn }
  },
})
