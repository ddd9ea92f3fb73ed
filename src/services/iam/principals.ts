/**
 * What a user's or role's policies are, ready to be judged. Everything that is judged asks for them,
 * so that they are put together once for each change of IAM's state, and each text is compiled once.
 */
import { untilChanged } from '../../kernel/until-changed.ts'
import { compiledText } from '../../policy/compiled-texts.ts'
import type { AttachedPolicy } from '../../policy/decision.ts'
import { groupsOf } from './groups.ts'
import { listInlinePolicies } from './inline-policies.ts'
import {
  defaultDocument,
  findManagedPolicy,
  type ManagedPolicy,
  type ManagedPolicyReading,
} from './managed-policies.ts'
import type { PolicySource } from './policy-sources.ts'
import type { Entity, IamState } from './state.ts'

export interface PrincipalPolicies {
  /** The role's, or the user's with those of its groups. */
  readonly identity: readonly AttachedPolicy[]
  readonly boundary?: AttachedPolicy
}

/** `undefined`: nobody has that unique id any more. */
export function policiesOf(
  reading: ManagedPolicyReading,
  id: string,
): PrincipalPolicies | undefined {
  const known = knownOf(reading.state)
  let policies = known.get(id)
  if (!policies && (policies = collect(reading, id))) known.set(id, policies)
  return policies
}

/** The policies of a user with its groups', of a group or of a role. */
export function policiesWithGroups(
  reading: ManagedPolicyReading,
  { type, entity }: PolicySource,
): AttachedPolicy[] {
  const groups = type === 'user' ? groupsOf(reading.state, entity.id) : []
  return [
    ...ownPolicies(reading, entity, type),
    ...groups.flatMap((group) => ownPolicies(reading, group, 'group')),
  ]
}

/** A managed policy as it is judged: one that a session was made with, for example. */
export function compiledManagedPolicy(
  reading: ManagedPolicyReading,
  arn: string,
): AttachedPolicy | undefined {
  const policy = findManagedPolicy(reading, arn)
  return policy && attached(reading, policy)
}

/** What is known of a state as it is now, by unique id. */
const knownOf = untilChanged<IamState, PrincipalPolicies>({
  revisionOf,
  isSettled: ({ users }) => users.isSettled,
})

function revisionOf(state: IamState): number {
  return (
    state.users.revision +
    state.groups.revision +
    state.roles.revision +
    state.memberships.revision +
    state.attachments.revision +
    state.inlinePolicies.revision +
    state.policies.revision +
    state.policyVersions.revision
  )
}

function collect(reading: ManagedPolicyReading, id: string): PrincipalPolicies | undefined {
  const { state } = reading
  const user = state.users.get(id)
  const principal = user ?? state.roles.get(id)
  if (!principal) return undefined
  const type = user ? 'user' : 'role'
  const identity = policiesWithGroups(reading, { type, entity: principal })
  const { boundaryArn } = principal
  if (boundaryArn === undefined) return { identity }
  return { identity, boundary: boundaryOf(reading, boundaryArn) }
}

function ownPolicies(
  reading: ManagedPolicyReading,
  { id, name: owner }: Entity,
  source: 'user' | 'group' | 'role',
): AttachedPolicy[] {
  const inline = listInlinePolicies(reading.state, id).map(({ name, document }) => ({
    name,
    source,
    owner,
    policy: compiledText(document, 'identity'),
  }))
  const attachments = [...reading.state.attachments.range({ prefix: [id] })]
  const managed = attachments.flatMap(({ policyArn }) => {
    const policy = findManagedPolicy(reading, policyArn)
    return policy ? [attached(reading, policy)] : []
  })
  return [...inline, ...managed]
}

/** A boundary that can't be found lets nothing through. */
function boundaryOf(reading: ManagedPolicyReading, arn: string): AttachedPolicy {
  return (
    compiledManagedPolicy(reading, arn) ?? {
      name: arn,
      arn,
      policy: compiledText(nothing, 'identity'),
    }
  )
}

const nothing = '{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}'

function attached(reading: ManagedPolicyReading, policy: ManagedPolicy): AttachedPolicy {
  const { name, arn, of } = policy
  const isAws = 'aws' in of
  const document = defaultDocument(reading, policy)
  return {
    name,
    arn,
    source: isAws ? 'aws-managed' : 'user-managed',
    policy: compiledText(document, isAws ? 'aws-managed' : 'identity'),
  }
}
