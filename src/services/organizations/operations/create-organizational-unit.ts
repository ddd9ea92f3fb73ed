import {
  CreateOrganizationalUnit,
  DeleteOrganizationalUnit,
  DescribeOrganizationalUnit,
  ListOrganizationalUnitsForParent,
  UpdateOrganizationalUnit,
} from '../../../generated/organizations.ts'
import { attachFullAccess, detachAll } from '../attachments.ts'
import { unitNotEmpty } from '../errors.ts'
import { newUnitId } from '../ids.ts'
import { organizationsOperation } from '../operation.ts'
import { requireManaged } from '../organization.ts'
import { pageOf } from '../paging.ts'
import { ofThings } from '../resources.ts'
import { withTags } from '../tags.ts'
import { checkParent, requireUnit, writeUnit } from '../tree.ts'
import { checkRoomForUnit, checkUnitName } from '../units.ts'

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreateOrganizationalUnit.html */
export const createOrganizationalUnit = organizationsOperation(CreateOrganizationalUnit, {
  resource: ({ ParentId }, place, own) => ofThings(place, own, ParentId),

  run(call) {
    const { state, place, random } = call
    const { ParentId: parentId, Name: name, Tags } = call.input
    const organization = requireManaged(call)
    checkParent(state, organization, parentId)
    checkUnitName(state, { parentId, name })
    checkRoomForUnit(call, parentId)
    const id = newUnitId(random, organization.rootId)
    const unit = { id, parentId, name, tags: withTags([], Tags) }
    state.units.put(unit)
    attachFullAccess(state, organization.enabledTypes, id)
    return { OrganizationalUnit: writeUnit(place, state, organization, unit) }
  },
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_UpdateOrganizationalUnit.html */
export const updateOrganizationalUnit = organizationsOperation(UpdateOrganizationalUnit, {
  resource: ({ OrganizationalUnitId }, place, own) => ofThings(place, own, OrganizationalUnitId),

  run(call) {
    const { state, place, input } = call
    const organization = requireManaged(call)
    const old = requireUnit(state, input.OrganizationalUnitId)
    const unit = { ...old, name: input.Name ?? old.name }
    checkUnitName(state, unit)
    state.units.put(unit)
    return { OrganizationalUnit: writeUnit(place, state, organization, unit) }
  },
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_DeleteOrganizationalUnit.html */
export const deleteOrganizationalUnit = organizationsOperation(DeleteOrganizationalUnit, {
  resource: ({ OrganizationalUnitId }, place, own) => ofThings(place, own, OrganizationalUnitId),

  run(call) {
    const { state, input } = call
    requireManaged(call)
    const { id } = requireUnit(state, input.OrganizationalUnitId)
    const inside = { prefix: [id] }
    if (state.units.index('parent').first(inside) ?? state.accounts.index('parent').first(inside)) {
      throw unitNotEmpty(id)
    }
    detachAll(state, id)
    state.units.delete(id)
    return {}
  },
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeOrganizationalUnit.html */
export const describeOrganizationalUnit = organizationsOperation(DescribeOrganizationalUnit, {
  resource: ({ OrganizationalUnitId }, place, own) => ofThings(place, own, OrganizationalUnitId),

  run(call) {
    const { state, place, input } = call
    const organization = requireManaged(call)
    const unit = requireUnit(state, input.OrganizationalUnitId)
    return { OrganizationalUnit: writeUnit(place, state, organization, unit) }
  },
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListOrganizationalUnitsForParent.html */
export const listOrganizationalUnitsForParent = organizationsOperation(
  ListOrganizationalUnitsForParent,
  {
    resource: ({ ParentId }, place, own) => ofThings(place, own, ParentId),

    run(call) {
      const { state, place, input } = call
      const organization = requireManaged(call)
      checkParent(state, organization, input.ParentId)
      const units = state.units.index('parent').range({ prefix: [input.ParentId] })
      const { items, ...more } = pageOf(units, input, ({ id }) => id)
      const written = items.map((unit) => writeUnit(place, state, organization, unit))
      return { OrganizationalUnits: written, ...more }
    },
  },
)
