/** All labs, in the order in which to take them. */
import { firstSteps } from './first-steps/lab.ts'
import type { Lab } from './lab.ts'

export const labs: readonly Lab[] = [firstSteps]

export function findLab(name: string): Lab | undefined {
  return labs.find((lab) => lab.name === name)
}
