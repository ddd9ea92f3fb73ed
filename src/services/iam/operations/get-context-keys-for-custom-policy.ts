import {
  GetContextKeysForCustomPolicy,
  GetContextKeysForPrincipalPolicy,
} from '../../../generated/iam.ts'
import { contextKeysIn } from '../context-keys.ts'
import { iamOperation } from '../operation.ts'
import { checkSimulatedLength } from '../simulated-length.ts'
import { requireEntity } from '../policy-sources.ts'
import { policiesWithGroups } from '../principals.ts'
import { ofArn } from '../resources.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetContextKeysForCustomPolicy.html */
export const getContextKeysForCustomPolicy = iamOperation(GetContextKeysForCustomPolicy, {
  resource: () => '*',
  run: ({ input }) => ({ ContextKeyNames: contextKeysIn(given(input.PolicyInputList)) }),
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetContextKeysForPrincipalPolicy.html */
export const getContextKeysForPrincipalPolicy = iamOperation(GetContextKeysForPrincipalPolicy, {
  resource: ({ PolicySourceArn: arn }, place, own) => ofArn(arn, place, own),

  run(call) {
    const { PolicySourceArn: arn, PolicyInputList: more = [] } = call.input
    const policies = policiesWithGroups(call, requireEntity(call, arn))
    const own = policies.map(({ policy }) => policy)
    return { ContextKeyNames: contextKeysIn([...own, ...given(more)]) }
  },
})

function given(texts: readonly string[]) {
  checkSimulatedLength(texts)
  return texts.map((text) => ({ text, flavour: 'identity' as const }))
}
