/** Inline policies: parts of a user, a group or a role. */
import { checkDocument, lengthOf, writeDocument } from './documents.ts'
import { inlineTooLong, noSuchInlinePolicy } from './errors.ts'
import { inlineLengthMax } from './limits.ts'
import type { Owner } from './owners.ts'
import { pageOfAll, type Paged } from './paging.ts'
import type { IamState, InlinePolicy } from './state.ts'

interface Named {
  readonly PolicyName: string
}

/** @throws AwsError MalformedPolicyDocument, LimitExceeded */
export function putInlinePolicy(
  state: IamState,
  owner: Owner,
  { PolicyName: name, PolicyDocument: document }: Named & { readonly PolicyDocument: string },
): Record<never, never> {
  checkDocument(document, 'identity')
  const others = listInlinePolicies(state, owner.id).filter((policy) => policy.name !== name)
  checkLength(owner, [...others.map((policy) => policy.document), document])
  state.inlinePolicies.put({ ownerId: owner.id, name, document })
  return {}
}

/** @throws AwsError NoSuchEntity */
export function deleteInlinePolicy(
  state: IamState,
  owner: Owner,
  { PolicyName: name }: Named,
): Record<never, never> {
  const isGone = state.inlinePolicies.delete(owner.id, name)
  if (!isGone) throw noSuchInlinePolicy(owner.kind, name, owner.name)
  return {}
}

/** @throws AwsError NoSuchEntity */
export function writeInlinePolicy(state: IamState, owner: Owner, { PolicyName: name }: Named) {
  const policy = state.inlinePolicies.get(owner.id, name)
  if (!policy) throw noSuchInlinePolicy(owner.kind, name, owner.name)
  return { PolicyName: name, PolicyDocument: writeDocument(policy.document) }
}

export function pageOfInlinePolicies(state: IamState, owner: Owner, paged: Paged) {
  const names = listInlinePolicies(state, owner.id).map(({ name }) => name)
  const { items, ...more } = pageOfAll(names, paged, (name) => name)
  return { PolicyNames: items, ...more }
}

export function listInlinePolicies(state: IamState, ownerId: string): InlinePolicy[] {
  return [...state.inlinePolicies.range({ prefix: [ownerId] })]
}

/** All inline policies of one owner as GetAccountAuthorizationDetails shows them. */
export function writeInlinePolicies(state: IamState, ownerId: string) {
  return listInlinePolicies(state, ownerId).map(({ name, document }) => ({
    PolicyName: name,
    PolicyDocument: writeDocument(document),
  }))
}

const lengthsMax = {
  User: inlineLengthMax.user,
  Group: inlineLengthMax.group,
  Role: inlineLengthMax.role,
}

/** AWS: the quota is of all inline policies of an entity together. */
function checkLength({ kind, name }: Owner, documents: readonly string[]): void {
  const length = documents.reduce((sum, document) => sum + lengthOf(document), 0)
  const max = lengthsMax[kind]
  if (length > max) throw inlineTooLong(kind, name, max)
}
