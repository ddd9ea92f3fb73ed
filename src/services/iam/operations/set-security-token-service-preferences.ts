import { SetSecurityTokenServicePreferences } from '../../../generated/iam.ts'
import { iamOperation } from '../operation.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_SetSecurityTokenServicePreferences.html */
export const setSecurityTokenServicePreferences = iamOperation(SetSecurityTokenServicePreferences, {
  resource: () => '*',

  run({ input, state }) {
    const globalEndpointTokenVersion = input.GlobalEndpointTokenVersion === 'v2Token' ? 2 : 1
    state.preferences.put({ globalEndpointTokenVersion })
    return {}
  },
})
