/**
 * Random calls, refusals, jobs, deliveries, time jumps, resets, snapshots and restarts, from a seed,
 * against a model that is a map and a list. A disagreement names its seed and step.
 */
import { isDeepStrictEqual } from 'node:util'
import { collect } from '../../src/kernel/blobs.contract.ts'
import { seededRandom } from '../../src/kernel/random.ts'
import { resetAll, restoreSnapshot } from '../../src/kernel/restore.ts'
import { saveSnapshot } from '../../src/kernel/snapshot.ts'
import type { Store } from '../../src/kernel/store/store.ts'
import { counters } from '../../src/kernel/testing/counters.ts'
import { world } from '../support/world.ts'

/** A store that outlives the cloud over it. */
export interface Restartable {
  open(): Promise<Store>
  close(store: Store): Promise<void>
  end(): Promise<void>
}

interface Planned {
  readonly key: string
  readonly dueMs: number
}

interface Model {
  readonly counts: Record<string, number>
  /** In the order set; one of a key. */
  readonly planned: readonly Planned[]
}

const steps = 120
const names = ['a', 'b', 'é', '', 'x'.repeat(300)]

export async function expectAgreement(seed: string, restartable: Restartable): Promise<void> {
  const simulation = new Simulation(seed, restartable)
  await simulation.start()
  for (let step = 1; step <= steps; step++) {
    const did = await simulation.doSomething()
    const difference = await simulation.difference()
    if (difference) throw new Error(`seed ${seed}, step ${step} (${did}): ${difference}`)
  }
  await simulation.stop()
}

class Simulation {
  readonly #restartable: Restartable
  readonly #random: ReturnType<typeof seededRandom>
  #store: Store | undefined
  #cloud!: ReturnType<typeof world> // !: set by start, before anything else
  #counts = new Map<string, number>()
  #planned: Planned[] = []
  #saved: { readonly bytes: Buffer; readonly model: Model; readonly nowMs: number } | undefined
  #nowMs: number | undefined

  constructor(seed: string, restartable: Restartable) {
    this.#restartable = restartable
    this.#random = seededRandom(seed)
  }

  async start(): Promise<void> {
    this.#store = await this.#restartable.open()
    this.#cloud = world({ services: [counters()], store: this.#store })
    await this.#cloud.kernel.start()
    this.#nowMs ??= this.#cloud.now()
  }

  async stop(): Promise<void> {
    this.#cloud.kernel.scheduler.stop()
    if (this.#store) await this.#restartable.close(this.#store)
  }

  /** Answers what it did. */
  async doSomething(): Promise<string> {
    const all: readonly [weight: number, name: string, () => Promise<void>][] = [
      [30, 'add', () => this.#add()],
      [8, 'refused add', () => this.#refusedAdd()],
      [20, 'plan', () => this.#plan()],
      [8, 'send', () => this.#send()],
      [20, 'advance', () => this.#advance()],
      [5, 'restart', () => this.#restart()],
      [1, 'reset', () => this.#reset()],
      [3, 'save', () => this.#save()],
      [2, 'restore', () => this.#restore()],
    ]
    let at = this.#below(all.reduce((sum, [weight]) => sum + weight, 0))
    for (const [weight, name, work] of all) {
      at -= weight
      if (at >= 0) continue
      await work()
      return name
    }
    return 'nothing'
  }

  /** What the cloud says and the model doesn't; `undefined` when they agree. */
  async difference(): Promise<string | undefined> {
    const { call, kernel, now, bugs } = this.#cloud
    const counts = Object.fromEntries(
      await Promise.all(
        [...names, 'received'].map(async (name) => [
          name,
          (await call<{ count: number }>('Read', { name })).count,
        ]),
      ),
    )
    const wanted = Object.fromEntries(
      [...names, 'received'].map((name) => [name, this.#counts.get(name) ?? 0]),
    )
    const due = kernel.scheduler.list(1_000).map(({ key, dueMs }) => ({ key, dueMs }))
    const planned = this.#planned.toSorted((a, b) => a.dueMs - b.dueMs)
    if (!isDeepStrictEqual(counts, wanted))
      return `${JSON.stringify(counts)} for ${JSON.stringify(wanted)}`
    if (!isDeepStrictEqual(due, planned))
      return `${JSON.stringify(due)} for ${JSON.stringify(planned)}`
    if (now() !== this.#nowMs) return `it is ${now()} for ${this.#nowMs}`
    return bugs.length === 0 ? undefined : String(bugs[0])
  }

  async #add(): Promise<void> {
    const name = this.#name()
    await this.#cloud.call('Add', { name })
    this.#countUp(name)
  }

  async #refusedAdd(): Promise<void> {
    await this.#cloud.call('Add', { name: this.#name(), refuses: true }).catch(() => undefined)
  }

  async #plan(): Promise<void> {
    const jobs = Array.from({ length: 1 + this.#below(3) }, () => ({
      inMs: 1 + this.#below(5_000),
      job: 'add',
      key: this.#name(),
    }))
    await this.#cloud.call('Plan', { jobs })
    for (const { key, inMs } of jobs) {
      this.#planned = this.#planned.filter((planned) => planned.key !== key)
      this.#planned.push({ key, dueMs: this.#cloud.now() + inMs })
    }
  }

  async #send(): Promise<void> {
    const to = this.#below(2) === 0 ? 'us-east-1:123456789012' : 'eu-west-1:123456789012'
    await this.#cloud.call('Send', { to: `arn:aws:counters:${to}:received` })
    await this.#cloud.settle()
    if (to.startsWith('us')) this.#countUp('received')
  }

  async #advance(): Promise<void> {
    const by = this.#below(3_000)
    await this.#cloud.advance(by)
    this.#nowMs = (this.#nowMs ?? 0) + by
    const isDue = ({ dueMs }: Planned) => dueMs <= (this.#nowMs ?? 0)
    for (const { key } of this.#planned.filter(isDue)) this.#countUp(key)
    this.#planned = this.#planned.filter((planned) => !isDue(planned))
  }

  async #restart(): Promise<void> {
    await this.stop()
    await this.start()
  }

  async #reset(): Promise<void> {
    await resetAll(this.#cloud.kernel)
    this.#counts = new Map()
    this.#planned = []
  }

  async #save(): Promise<void> {
    this.#saved = {
      bytes: await collect(saveSnapshot(this.#cloud.kernel)),
      model: { counts: Object.fromEntries(this.#counts), planned: this.#planned },
      nowMs: this.#cloud.now(),
    }
  }

  async #restore(): Promise<void> {
    if (!this.#saved) return
    const { bytes, model, nowMs } = this.#saved
    await restoreSnapshot(this.#cloud.kernel, pieces(bytes))
    this.#counts = new Map(Object.entries(model.counts))
    this.#planned = [...model.planned]
    this.#nowMs = nowMs
  }

  #countUp(name: string): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1)
  }

  #name(): string {
    return names[this.#below(names.length)] ?? ''
  }

  #below(limit: number): number {
    return Math.floor(this.#random.fraction() * limit)
  }
}

async function* pieces(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 777) yield bytes.subarray(at, at + 777)
}
