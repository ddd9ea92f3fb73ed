import { tooMuchToSimulate } from './simulation-errors.ts'

/**
 * A call may bring policies along, each of which may have 131,072 characters. How many AWS takes
 * isn't known; together no more than a few of the longest are, so that no call holds up others.
 * @throws AwsError InvalidInput
 */
export function checkSimulatedLength(texts: readonly string[]): void {
  const length = texts.reduce((sum, text) => sum + text.length, 0)
  if (length > simulatedLengthMax) throw tooMuchToSimulate(length, simulatedLengthMax)
}

const simulatedLengthMax = 524_288
