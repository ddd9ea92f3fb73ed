/** A whole cloud in memory with a held clock, for unit tests of operations: no wire, no port. */
import type { Authoriser } from '../../src/kernel/authorisation.ts'
import type { Blobs } from '../../src/kernel/blobs.ts'
import { type Caller, rootOf } from '../../src/kernel/caller.ts'
import { Clock, type RealTime } from '../../src/kernel/clock.ts'
import type { Durations } from '../../src/kernel/durations.ts'
import type { AwsError } from '../../src/kernel/errors.ts'
import { Kernel } from '../../src/kernel/kernel.ts'
import { ownerAuthoriser } from '../../src/kernel/owner-authoriser.ts'
import type { Place } from '../../src/kernel/place.ts'
import type { Ports } from '../../src/kernel/ports.ts'
import { seededRandom } from '../../src/kernel/random.ts'
import type { SavedPart } from '../../src/kernel/saved-part.ts'
import type { OperationDefinition, ServiceDefinition } from '../../src/kernel/service.ts'
import { memoryStore } from '../../src/kernel/store/memory-store.ts'
import { ownerOf } from '../../src/server/arn-owners.ts'
import type { Store } from '../../src/kernel/store/store.ts'

export const testPlace: Place = { partition: 'aws', account: '123456789012', region: 'us-east-1' }

/** 1 January 2026, 00:00 UTC. */
export const testStartMs = Date.UTC(2026, 0, 1)

export interface WorldOptions {
  readonly services: readonly ServiceDefinition[]
  readonly store?: Store
  readonly blobs?: Blobs
  readonly savedParts?: readonly SavedPart[]
  readonly ports?: Partial<Ports>
  /** Of chance; a cloud over a store that has been used needs ids of its own. */
  readonly seed?: string
  /** Left out: an account's callers may do everything in it, and nobody else anything. */
  readonly authoriser?: Authoriser
  /** How long changes of status take; left out: a moment. */
  readonly durations?: Durations
}

export interface Said {
  readonly caller?: Caller
  readonly place?: Partial<Place>
  readonly protocol?: string
  readonly onGone?: (listener: () => void) => void
  readonly isGone?: () => boolean
}

export function world(options: WorldOptions) {
  const { services, store = memoryStore(), blobs, savedParts, ports, durations } = options
  const real = heldRealTime()
  const bugs: unknown[] = []
  const noted: AwsError[] = []
  const byName = new Map(services.map((service) => [service.name, service]))
  const kernel = new Kernel({
    store,
    ...(blobs && { blobs }),
    ...(savedParts && { savedParts }),
    ...(ports && { ports }),
    ...(durations && { durations }),
    clock: new Clock(real, { mode: 'held', heldAtMs: testStartMs }),
    random: seededRandom(options.seed ?? 'world'),
    metricsKeeper: 'cloudwatch',
    authoriser: options.authoriser ?? ownerAuthoriser,
    freezesEntities: true,
    reportBug: (error) => bugs.push(error),
    services: {
      names: [...byName.keys()],
      loaded: (name) => byName.get(name),
      ownerOf,
      load: (name) => Promise.resolve(byName.get(name)),
    },
  })
  let requests = 0

  /** Runs an operation by its name; throws what it throws. */
  async function call<Output = Record<string, unknown>>(
    name: string,
    input: object = {},
    said: Said = {},
  ): Promise<Output> {
    const [service, operation] = find(services, name)
    const place = { ...testPlace, ...said.place }
    const output = await kernel.execute({
      service,
      operation,
      input,
      place,
      caller: said.caller ?? rootOf(place.account),
      note: (refusal) => noted.push(refusal),
      request: {
        requestId: `request-${++requests}`,
        endpoint: 'http://127.0.0.1:4566',
        protocol: said.protocol ?? 'json1.0',
        ...(said.onGone && { onGone: said.onGone }),
        ...(said.isGone && { isGone: said.isGone }),
      },
    })
    return (output ?? {}) as Output
  }

  return {
    kernel,
    call,
    /** What threw and wasn't an AwsError; a test that provokes none may assert that it is empty. */
    bugs,
    /** Refusals of members that calls were answered without. */
    noted,
    real,
    now: () => kernel.clock.now(),
    advance: (ms: number) => kernel.scheduler.moveTo(kernel.clock.now() + ms),
    settle: () => kernel.scheduler.settle(),
  }
}

function find(
  services: readonly ServiceDefinition[],
  name: string,
): [ServiceDefinition, OperationDefinition] {
  for (const service of services) {
    const operation = service.operations.find((one) => one.name === name)
    if (operation) return [service, operation]
  }
  throw new Error(`no operation ${name}`)
}

/** Real time that moves only when told, so that real deadlines need no waiting either. */
export function heldRealTime(): RealTime & { pass(ms: number): void } {
  let nowMs = testStartMs
  const timers = new Set<{ readonly atMs: number; readonly work: () => void }>()
  return {
    now: () => nowMs,
    elapsed: () => nowMs - testStartMs,
    after(ms, work) {
      const timer = { atMs: nowMs + Math.max(0, ms), work }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    turn: () => new Promise((resolve) => setImmediate(resolve)),
    pass(ms) {
      nowMs += ms
      const due = [...timers].filter((timer) => timer.atMs <= nowMs)
      for (const timer of due.sort((a, b) => a.atMs - b.atMs)) {
        if (timers.delete(timer)) timer.work()
      }
    },
  }
}
