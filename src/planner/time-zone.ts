/** Local times of IANA's time zones, with the data that the runtime has. */

/** `undefined` for what is no time zone of IANA's; offsets, which some runtimes take, are none. */
export function findTimeZone(name: string): TimeZone | undefined {
  const known = zones.get(name)
  if (known) return known
  if (!/^[A-Za-z]/.test(name)) return undefined
  try {
    const made = new TimeZone(name)
    if (zones.size >= zonesMax) zones.clear()
    zones.set(name, made)
    return made
  } catch {
    // A RangeError: the runtime knows none of that name.
    return undefined
  }
}

/** More than there are; names count in whatever case they are written. */
const zonesMax = 1_000

/** Made once each, since that takes longer than all else. */
const zones = new Map<string, TimeZone>()

export interface LocalDay {
  readonly year: number
  /** From 1 on. */
  readonly month: number
  readonly day: number
}

/** A zone's local times; what they are is the runtime's to know. */
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
