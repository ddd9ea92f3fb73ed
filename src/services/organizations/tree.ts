/** The tree of an organisation: its root, units in units, accounts. */
import type { Place } from '../../kernel/place.ts'
import { targetArn } from './arns.ts'
import { parentNotFound, targetNotFound, unitNotFound } from './errors.ts'
import { isAccountId } from './ids.ts'
import type { Account, Organization, OrganizationsState, Unit } from './state.ts'

/** A root or a unit. */
export interface Parent {
  readonly Id: string
  readonly Type: 'ROOT' | 'ORGANIZATIONAL_UNIT'
}

export function writeParent(id: string): Parent {
  return { Id: id, Type: id.startsWith('r-') ? 'ROOT' : 'ORGANIZATIONAL_UNIT' }
}

export function isParent(state: OrganizationsState, { rootId }: Organization, id: string): boolean {
  return id === rootId || state.units.get(id) !== undefined
}

/** @throws AwsError ParentNotFoundException */
export function checkParent(state: OrganizationsState, organization: Organization, id: string) {
  if (!isParent(state, organization, id)) throw parentNotFound(id)
}

/** @throws AwsError OrganizationalUnitNotFoundException */
export function requireUnit(state: OrganizationsState, id: string): Unit {
  const unit = state.units.get(id)
  if (!unit) throw unitNotFound(id)
  return unit
}

export type Target =
  | { readonly type: 'ROOT'; readonly id: string; readonly name: string }
  | { readonly type: 'ORGANIZATIONAL_UNIT'; readonly id: string; readonly name: string }
  | { readonly type: 'ACCOUNT'; readonly id: string; readonly name: string }

export function findTarget(
  state: OrganizationsState,
  { rootId }: Organization,
  id: string,
): Target | undefined {
  if (id === rootId) return { type: 'ROOT', id, name: 'Root' }
  const isAccount = isAccountId(id)
  const found = isAccount ? state.accounts.get(id) : state.units.get(id)
  return found && { type: isAccount ? 'ACCOUNT' : 'ORGANIZATIONAL_UNIT', id, name: found.name }
}

/** @throws AwsError TargetNotFoundException */
export function requireTarget(
  state: OrganizationsState,
  organization: Organization,
  id: string,
): Target {
  const target = findTarget(state, organization, id)
  if (!target) throw targetNotFound(id)
  return target
}

/** Everything that policies can be attached to, the root first. */
export function* listTargetIds(
  state: OrganizationsState,
  { rootId }: Organization,
): Iterable<string> {
  yield rootId
  for (const { id } of [...state.units.range()]) yield id
  for (const { id } of [...state.accounts.range()]) yield id
}

/** From the root down to what is asked for, which is the last. */
export function lineOf(state: OrganizationsState, id: string): string[] {
  const line = [id]
  let at: Unit | Account | undefined = state.accounts.get(id) ?? state.units.get(id)
  while (at) {
    line.unshift(at.parentId)
    at = state.units.get(at.parentId)
  }
  return line
}

/** How AWS writes where something is: `o-…/r-…/ou-…/`. */
export function pathOf(state: OrganizationsState, organization: Organization, id: string): string {
  return `${[organization.id, ...lineOf(state, id)].join('/')}/`
}

export function writeUnit(
  place: Place,
  state: OrganizationsState,
  organization: Organization,
  { id, name }: Unit,
) {
  return {
    Id: id,
    Arn: targetArn(place, organization, id),
    Name: name,
    Path: pathOf(state, organization, id),
  }
}
