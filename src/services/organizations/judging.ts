/**
 * What whoever judges a call asks of Organizations: the policies over the caller's and over the
 * resource's account, and the condition keys that tell whose organisation each of them is in.
 */
import type { Caller } from '../../kernel/caller.ts'
import type { ContextValues } from '../../policy/context.ts'
import type { Policies } from '../../policy/decision.ts'
import type { ControlsOver, Owner } from './controls-over.ts'

export interface OrganizationJudging {
  /** Those that an organisation puts over the caller's and the resource's accounts. */
  controlsOf(caller: Caller, owner: Owner): Pick<Policies, 'serviceControl' | 'resourceControl'>
  /** Whether the account is under an organisation's policies. */
  hasControls(account: Owner): boolean
  isSameOrganisation(account: Owner, other: Owner): boolean
  /** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
  organisationKeys(caller: Caller, owner: Owner): ContextValues
}

export function organizationJudging(controlsOver: ControlsOver): OrganizationJudging {
  const ofCallers = (caller: Caller, { partition }: Owner) =>
    hasAccount(caller) ? controlsOver({ account: caller.account, partition }) : undefined

  /** AWS: a service that calls for somebody's resource tells whose organisation that is in. */
  const ofSource = ({ kind, account }: Caller, { partition }: Owner) =>
    kind === 'service' ? controlsOver({ account, partition }) : undefined

  return {
    controlsOf(caller, owner) {
      const ofCaller = ofCallers(caller, owner)
      const ofOwner = owner.account === caller.account ? ofCaller : controlsOver(owner)
      if (!ofCaller && !ofOwner) return none
      const serviceControl = ofCaller?.serviceControl
      const resourceControl = ofOwner?.resourceControl
      return {
        ...(serviceControl && { serviceControl }),
        ...(resourceControl && { resourceControl }),
      }
    },
    hasControls: (account) => controlsOver(account)?.areOpen === false,
    isSameOrganisation(account, other) {
      const organization = controlsOver(account)?.organizationId
      return organization !== undefined && organization === controlsOver(other)?.organizationId
    },
    organisationKeys: (caller, owner) => ({
      ...keysOf('Principal', ofCallers(caller, owner)),
      ...keysOf('Source', ofSource(caller, owner)),
      'aws:ResourceAccount': owner.account,
      ...keysOf('Resource', controlsOver(owner)),
    }),
  }
}

const none = {}

function keysOf(whose: 'Principal' | 'Source' | 'Resource', controls: ReturnType<ControlsOver>) {
  if (!controls) return none
  return {
    [`aws:${whose}OrgID`]: controls.organizationId,
    [`aws:${whose}OrgPaths`]: [controls.path],
  }
}

/** Services and strangers have none: those that they are given say whom they speak to. */
function hasAccount({ kind }: Caller): boolean {
  return kind !== 'service' && kind !== 'anonymous' && kind !== 'web-identity'
}
