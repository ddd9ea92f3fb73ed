/** What a tree lets its units be. */
import { duplicateUnit } from './errors.ts'
import { tooManyUnits, unitTooDeep } from './limit-errors.ts'
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

/** @throws AwsError ConstraintViolationException */
export function checkRoomForUnit({ state, limits }: OrganizationsReading, parentId: string): void {
  const max = limits.valueOf(unitsMax)
  const used = state.units.count()
  if (used >= max) throw tooManyUnits(max, used)
  const depthMax = limits.valueOf(unitDepthMax)
  // The parent's line holds the root, which is no unit.
  const line = lineOf(state, parentId)
  if (line.length > depthMax) throw unitTooDeep(depthMax, line)
}
