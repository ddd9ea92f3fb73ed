/** What the planner refuses: numbers that no system has. */
import { shown } from './step.ts'

export class PlanError extends Error {
  override readonly name = 'PlanError'
  /** Which of the inputs: a name such as `item size`. */
  readonly input: string

  constructor(input: string, message: string) {
    super(message)
    this.input = input
  }
}

export interface Bounds {
  readonly input: string
  readonly unit?: string
  readonly isWhole?: boolean
  readonly min: number
  /** The least itself is refused. */
  readonly isAboveMin?: boolean
  readonly max: number
}

/** Beyond this sums lose precision, and no system has it. */
const ratePerSecondMax = 1_000_000_000

/** A number a second. @throws PlanError */
export function requireRate(input: string, value: number, { isAboveMin = false } = {}): number {
  return requireNumber(value, {
    input,
    unit: 'a second',
    min: 0,
    isAboveMin,
    max: ratePerSecondMax,
  })
}

/** @throws PlanError */
export function requireNumber(value: number, bounds: Bounds): number {
  const { input, min, max, isAboveMin = false, isWhole = false, unit } = bounds
  const isLarge = isAboveMin ? value > min : value >= min
  if (isLarge && value <= max && (!isWhole || Number.isInteger(value))) return value
  const kind = isWhole ? 'a whole number' : 'a number'
  const range = isAboveMin
    ? `above ${shown(min)}, at most ${shown(max)}`
    : `from ${shown(min)} to ${shown(max)}`
  const ending = unit === undefined ? '' : ` ${unit}`
  throw new PlanError(input, `${input}: ${kind} ${range}${ending}, not ${String(value)}`)
}
