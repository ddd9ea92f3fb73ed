/** What a tree lets its units be. */
import { constraintViolation, duplicateUnit, quotaCause } from './errors.ts'
import { unitDepthMax, unitsMax } from './limits.ts'
import type { OrganizationsReading, OrganizationsState } from './state.ts'
import { lineOf } from './tree.ts'

/** AWS: names are unique among the units of one parent. @throws AwsError */
export function checkUnitName(
  state: OrganizationsState,
  {
    id,
    parentId,
    name,
  }: { readonly id?: string; readonly parentId: string; readonly name: string },
): void {
  const siblings = [...state.units.index('parent').range({ prefix: [parentId] })]
  if (siblings.some((unit) => unit.name === name && unit.id !== id)) {
    throw duplicateUnit(name, parentId)
  }
}

/** The words of both are unconfirmed. @throws AwsError ConstraintViolationException */
export function checkRoomForUnit({ state, limits }: OrganizationsReading, parentId: string): void {
  const max = limits.valueOf(unitsMax)
  const used = state.units.count()
  if (used >= max) {
    const message = 'You have exceeded the allowed number of organizational units.'
    const why = quotaCause({ quota: unitsMax, max, used })
    throw constraintViolation('OU_NUMBER_LIMIT_EXCEEDED', message, why)
  }
  const depthMax = limits.valueOf(unitDepthMax)
  // The parent's line holds the root, which is no unit.
  const line = lineOf(state, parentId)
  if (line.length > depthMax) {
    const message = 'You have exceeded the allowed depth of organizational units.'
    const why = quotaCause({ quota: unitDepthMax, max: depthMax, used: line })
    throw constraintViolation('OU_DEPTH_LIMIT_EXCEEDED', message, why)
  }
}
