/**
 * Work that may be long, in pieces: it yields how many points or metrics each took, so that who runs
 * it can let others have their turn in between. Nothing that is read may be held over a yield.
 */
export type Pieces<T> = Generator<number, T>

/** About a millisecond's worth of points. */
const pointsPerTurn = 1_000

/** For what is known to be short: alarms. */
export function inOneGo<T>(pieces: Pieces<T>): T {
  for (;;) {
    const step = pieces.next()
    if (step.done) return step.value
  }
}

export async function inTurns<T>(
  { othersTurn }: { othersTurn(): Promise<void> },
  pieces: Pieces<T>,
): Promise<T> {
  let points = 0
  for (;;) {
    const step = pieces.next()
    if (step.done) return step.value
    points += step.value
    if (points < pointsPerTurn) continue
    points = 0
    await othersTurn()
  }
}
