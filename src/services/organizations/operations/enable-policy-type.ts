import { DisablePolicyType, EnablePolicyType } from '../../../generated/organizations.ts'
import { attachFullAccessToAll, detachAll } from '../attachments.ts'
import { rootNotFound, typeAlreadyEnabled } from '../errors.ts'
import { organizationsOperation } from '../operation.ts'
import { checkAvailable, checkEnabled, requireManaged, writeRoot } from '../organization.ts'
import { requireControlType } from '../policies.ts'
import { ofThings, ofType } from '../resources.ts'
import { listTargetIds } from '../tree.ts'

/**
 * AWS does it in the background, but its example of an answer has it done; so it is here.
 *
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_EnablePolicyType.html
 */
export const enablePolicyType = organizationsOperation(EnablePolicyType, {
  resource: ({ RootId, PolicyType }, place, own) =>
    ofType(PolicyType, ofThings(place, own, RootId)),

  run(call) {
    const { input, state, place } = call
    const organization = requireManaged(call)
    if (input.RootId !== organization.rootId) throw rootNotFound(input.RootId)
    const type = requireControlType(input.PolicyType)
    checkAvailable(organization, type)
    if (organization.enabledTypes.includes(type)) throw typeAlreadyEnabled(type)
    const enabled = { ...organization, enabledTypes: [...organization.enabledTypes, type] }
    state.organizations.put(enabled)
    attachFullAccessToAll(state, enabled, type)
    return { Root: writeRoot(place, enabled) }
  },
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_DisablePolicyType.html */
export const disablePolicyType = organizationsOperation(DisablePolicyType, {
  resource: ({ RootId, PolicyType }, place, own) =>
    ofType(PolicyType, ofThings(place, own, RootId)),

  run(call) {
    const { input, state, place } = call
    const organization = requireManaged(call)
    if (input.RootId !== organization.rootId) throw rootNotFound(input.RootId)
    const type = requireControlType(input.PolicyType)
    checkEnabled(organization, type)
    const enabledTypes = organization.enabledTypes.filter((each) => each !== type)
    const disabled = { ...organization, enabledTypes }
    state.organizations.put(disabled)
    for (const id of listTargetIds(state, organization)) detachAll(state, id, type)
    return { Root: writeRoot(place, disabled) }
  },
})
