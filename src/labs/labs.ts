/** All labs, in the order in which to take them. */
import { dynamodbCapacity } from './08-dynamodb-capacity/lab.ts'
import { firstSteps } from './first-steps/lab.ts'
import type { Lab } from './lab.ts'

export const labs: readonly Lab[] = [firstSteps, dynamodbCapacity]

/** By its name, or by the number that its name begins with. */
export function findLab(name: string): Lab | undefined {
  const number = /^\d$/.test(name) ? `0${name}` : name
  return labs.find((lab) => lab.name === name || lab.name.split('-', 1)[0] === number)
}
