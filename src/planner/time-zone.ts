/** Local times of IANA's time zones, with the data that the runtime has. */

/** `undefined` for what is no time zone. */
export function findTimeZone(name: string): TimeZone | undefined {
  const known = zones.get(name)
  if (known) return known
  try {
    const made = new TimeZone(name)
    zones.set(name, made)
    return made
  } catch {
    return undefined
  }
}

const zones = new Map<string, TimeZone>()

export interface LocalDay {
  readonly year: number
  /** From 1 on. */
  readonly month: number
  readonly day: number
}

export class TimeZone {
  readonly #format: Intl.DateTimeFormat

  constructor(timeZone: string) {
    this.#format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  }

  dayAt(atMs: number): LocalDay {
    const local = new Date(this.#localMs(atMs))
    return {
      year: local.getUTCFullYear(),
      month: local.getUTCMonth() + 1,
      day: local.getUTCDate(),
    }
  }

  /** @param localMs The local time, as if it were UTC. `undefined`: clocks pass over it. */
  instantOf(localMs: number): number | undefined {
    for (const guess of [localMs, localMs - this.#offsetMs(localMs)]) {
      const atMs = localMs - this.#offsetMs(guess)
      if (this.#localMs(atMs) === localMs) return atMs
    }
    return undefined
  }

  #offsetMs(atMs: number): number {
    return this.#localMs(atMs) - Math.floor(atMs / 1_000) * 1_000
  }

  #localMs(atMs: number): number {
    const parts = new Map(this.#format.formatToParts(atMs).map(({ type, value }) => [type, value]))
    const part = (name: Intl.DateTimeFormatPartTypes) => Number(parts.get(name))
    return Date.UTC(
      part('year'),
      part('month') - 1,
      part('day'),
      part('hour'),
      part('minute'),
      part('second'),
    )
  }
}
