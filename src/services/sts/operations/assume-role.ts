import { AssumeRole, type AssumeRoleRequest } from '../../../generated/sts.ts'
import type { ResourceCheck } from '../../../kernel/authorisation.ts'
import type { Caller } from '../../../kernel/caller.ts'
import { NotEmulated } from '../../../kernel/errors.ts'
import {
  invalidRoleArn,
  mayNot,
  missingCredentials,
  reservedSourceIdentity,
  rootMayNotAssume,
} from '../errors.ts'
import { readMfaProof, takeMfaProof } from '../mfa.ts'
import { stsOperation } from '../operation.ts'
import { beginRoleSession, isRoleArn, roleContext, roleHere } from '../role-session.ts'
import { inheritedTags, sessionTags, tagContext } from '../session-tags.ts'
import { requireSigned } from '../signed.ts'
import type { StsReading } from '../state.ts'

/**
 * The role's trust policy is judged as the policy of the resource that is asked for.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export const assumeRole = stsOperation(AssumeRole, {
  resource(input, _, own, caller) {
    const resource = input.RoleArn
    const check = {
      resource,
      context: contextOf(input, own, caller),
      ...refusal(input, own, caller),
    }
    const checks: ResourceCheck[] = [check]
    if (input.Tags?.length || inheritedTags(caller).length > 0) {
      checks.push({ ...check, action: 'sts:TagSession' })
    }
    if (sourceIdentityOf(input, caller) !== undefined) {
      checks.push({ ...check, action: 'sts:SetSourceIdentity' })
    }
    return checks
  },

  run(call) {
    const { input, caller } = call
    requireSigned(caller)
    if (input.ProvidedContexts?.length) throw new NotEmulated('trusted context assertions at STS')
    if (caller.kind === 'root') throw rootMayNotAssume(caller.arn, input)
    if (!isRoleArn(input.RoleArn)) throw invalidRoleArn(input.RoleArn)
    const role = roleHere(call, input.RoleArn)
    // AWS: sessions of GetFederationToken may ask STS for nothing but who they are.
    if (!role || caller.kind === 'federated') throw mayNot(caller, 'sts:AssumeRole', input.RoleArn)
    const sourceIdentity = checkedSourceIdentity(input, caller)
    const tags = sessionTags(input, inheritedTags(caller))
    const mfaAtMs = takeMfaProof(call, caller, input)
    const basis = {
      ...tags,
      ...(sourceIdentity !== undefined && { sourceIdentity }),
      ...(mfaAtMs !== undefined && { mfaAtMs }),
    }
    // AWS: any temporary credentials begin a chain, those of GetSessionToken too, whatever its guide
    // says of roles: https://github.com/mmmorris1975/aws-runas/issues/11,
    // https://github.com/coinbase/assume-role/issues/24, https://github.com/99designs/aws-vault/issues/263
    const isChained = caller.session !== undefined
    return beginRoleSession(call, role, input, { basis, isChained })
  },
})

function contextOf(input: AssumeRoleRequest, own: StsReading, caller: Caller) {
  const { ExternalId: externalId, RoleSessionName: sessionName } = input
  const sourceIdentity = sourceIdentityOf(input, caller)
  const proof = readMfaProof(own, caller, input)
  return {
    ...roleContext(own.ports.identityDirectory.findRole(input.RoleArn)),
    ...tagContext(input, inheritedTags(caller)),
    'sts:RoleSessionName': sessionName,
    ...(externalId !== undefined && { 'sts:ExternalId': externalId }),
    ...(sourceIdentity !== undefined && { 'sts:SourceIdentity': sourceIdentity }),
    ...(proof.kind === 'shown' && {
      'aws:MultiFactorAuthPresent': 'true',
      'aws:MultiFactorAuthAge': '0',
    }),
  }
}

/** What AWS says of the request itself comes before what its policies say. */
function refusal(input: AssumeRoleRequest, own: StsReading, caller: Caller) {
  if (caller.kind === 'anonymous') return { refusedAs: missingCredentials }
  if (caller.kind === 'root') return { refusedAs: () => rootMayNotAssume(caller.arn, input) }
  if (!isRoleArn(input.RoleArn)) return { refusedAs: () => invalidRoleArn(input.RoleArn) }
  const proof = readMfaProof(own, caller, input)
  return proof.kind === 'refused' ? { refusedAs: () => proof.error } : {}
}

function sourceIdentityOf(input: AssumeRoleRequest, caller: Caller): string | undefined {
  return input.SourceIdentity ?? caller.session?.sourceIdentity
}

/** AWS: once set, it goes through the whole chain and can't be changed. */
function checkedSourceIdentity(input: AssumeRoleRequest, caller: Caller): string | undefined {
  const { SourceIdentity: asked } = input
  const set = caller.session?.sourceIdentity
  if (asked !== undefined && set !== undefined && asked !== set) {
    throw mayNot(caller, 'sts:SetSourceIdentity', input.RoleArn)
  }
  if (asked?.toLowerCase().startsWith('aws:')) throw reservedSourceIdentity(asked)
  return sourceIdentityOf(input, caller)
}
