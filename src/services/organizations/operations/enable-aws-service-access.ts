import {
  DisableAWSServiceAccess,
  EnableAWSServiceAccess,
  ListAWSServiceAccessForOrganization,
} from '../../../generated/organizations.ts'
import { unknownServicePrincipal } from '../errors.ts'
import { organizationsOperation } from '../operation.ts'
import { requireManaged } from '../organization.ts'
import { pageOf } from '../paging.ts'

const ofPrincipal = ({ ServicePrincipal: principal = '' }: { ServicePrincipal?: string }) => [
  { resource: '*', context: { 'organizations:ServicePrincipal': principal } },
]

/**
 * Kept and told; no service makes use of it yet.
 *
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_EnableAWSServiceAccess.html
 */
export const enableAWSServiceAccess = organizationsOperation(EnableAWSServiceAccess, {
  resource: ofPrincipal,

  run(call) {
    const { input, state, clock } = call
    const { ServicePrincipal: principal } = input
    requireManaged(call)
    checkPrincipal(principal)
    if (!state.trustedServices.get(principal)) {
      state.trustedServices.put({ principal, enabledAtMs: clock.now() })
    }
    return {}
  },
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_DisableAWSServiceAccess.html */
export const disableAWSServiceAccess = organizationsOperation(DisableAWSServiceAccess, {
  resource: ofPrincipal,

  run(call) {
    requireManaged(call)
    checkPrincipal(call.input.ServicePrincipal)
    call.state.trustedServices.delete(call.input.ServicePrincipal)
    return {}
  },
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAWSServiceAccessForOrganization.html */
export const listAWSServiceAccessForOrganization = organizationsOperation(
  ListAWSServiceAccessForOrganization,
  {
    resource: () => '*',

    run(call) {
      const { input, state } = call
      requireManaged(call)
      const trusted = state.trustedServices.range()
      const { items, ...more } = pageOf(trusted, input, ({ principal }) => principal)
      const written = items.map(({ principal, enabledAtMs }) => ({
        ServicePrincipal: principal,
        DateEnabled: new Date(enabledAtMs),
      }))
      return { EnabledServicePrincipals: written, ...more }
    },
  },
)

/** AWS knows which services there are; here the form decides. */
function checkPrincipal(principal: string): void {
  if (/^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.amazonaws\.com$/.test(principal)) return
  throw unknownServicePrincipal(principal)
}
