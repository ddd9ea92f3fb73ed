/** Runs due work at its instant, on one real timer, and moves the clock through all instants. */
import type { Cell } from './cells.ts'
import type { Cancel } from './clock.ts'
import { CollectionView } from './collection.ts'
import { type DueWork, dueWorkSpec } from './due-work.ts'
import type { Kernel } from './kernel.ts'
import { partitionOf } from './place.ts'
import type { ServiceDefinition } from './service.ts'
import { keyOf } from './store/key.ts'
import type { Overlay } from './store/overlay.ts'

/** How long a moved clock waits for engines' real work before it answers `settled: false`. */
const settleRealMsMax = 10_000

/** Jobs run in one go before the event loop gets its turn. */
const jobsPerTurnMax = 500

export interface Moved {
  readonly nowMs: number
  readonly settled: boolean
}

export class Scheduler {
  readonly #kernel: Kernel
  readonly #work: CollectionView<DueWork>
  readonly #kernelServices = new Map<string, ServiceDefinition>()
  readonly #inProgress = new Set<string>()
  #order = 0
  #cancelTimer: Cancel | undefined
  #armedForMs = Infinity
  #nextDueMs: number | undefined
  #isNextKnown = false
  #hasScheduled = false
  #pumping: Promise<void> | undefined
  #moving: Promise<unknown> = Promise.resolve()
  #isStopped = false

  constructor(kernel: Kernel, overlay: Overlay) {
    this.#kernel = kernel
    this.#work = new CollectionView(overlay, keyOf('kernel', 'due-work'), dueWorkSpec, false)
  }

  /** A part of the kernel that has jobs of its own. */
  addKernelService(service: ServiceDefinition): void {
    this.#kernelServices.set(service.name, service)
  }

  schedule(work: { cell: Cell; dueMs: number; job: string; key: string; data: unknown }): void {
    const { cell, dueMs, job, key, data } = work
    const { account, region } = cell.place
    const order = ++this.#order
    const entity = { service: cell.service.name, account, region, job, key, dueMs, order }
    this.#work.put(data === undefined ? entity : { ...entity, data })
    this.#hasScheduled = true
  }

  unschedule(cell: Cell, job: string, key: string): boolean {
    this.#hasScheduled = true
    return this.#work.delete(cell.service.name, cell.place.account, cell.place.region, job, key)
  }

  /** The batch is in the store: what it scheduled counts from now on. */
  committed(): void {
    if (!this.#hasScheduled) return
    this.#hasScheduled = false
    this.#isNextKnown = false
    this.rearm()
  }

  /** The batch was dropped, and with it what it scheduled. */
  forgotten(): void {
    this.#hasScheduled = false
  }

  /** How many jobs wait for their instant. */
  count(): number {
    return this.#work.count()
  }

  /** The jobs that wait, the earliest first. */
  list(limit: number): readonly DueWork[] {
    return [...this.#work.index('due').range({ limit })]
  }

  /** Goes on after a start, a restore or a change of the clock's mode. */
  resume(): void {
    const latest = [...this.#work.range()].reduce((most, work) => Math.max(most, work.order), 0)
    this.#order = Math.max(this.#order, latest)
    this.#isNextKnown = false
    this.rearm()
  }

  stop(): void {
    this.#isStopped = true
    this.#cancelTimer?.()
    this.#kernel.waiting.endAll()
  }

  /** Sets the one timer to the earliest instant that anything waits for. */
  rearm(): void {
    if (this.#isStopped) return
    const { clock } = this.#kernel
    const nextMs = this.#earliestMs()
    if (nextMs === this.#armedForMs && clock.mode === 'running') return
    this.#cancelTimer?.()
    this.#cancelTimer = undefined
    this.#armedForMs = Infinity
    if (nextMs === undefined) return
    const inMs = nextMs - clock.now()
    if (inMs <= 0) return void queueMicrotask(() => void this.#pump())
    if (clock.mode === 'held') return
    this.#armedForMs = nextMs
    this.#cancelTimer = clock.real.after(inMs, () => {
      this.#armedForMs = Infinity
      void this.#pump()
    })
  }

  /** Moves the clock to an instant by way of all that falls due; one move at a time. */
  moveTo(instantMs: number): Promise<Moved> {
    const moved = this.#moving.then(() => this.#moveTo(instantMs))
    this.#moving = moved.catch(() => undefined)
    return moved
  }

  /** Lets all that is due now, and engines' real work, come to its end. */
  async settle(): Promise<boolean> {
    const { clock } = this.#kernel
    const until = clock.real.elapsed() + settleRealMsMax
    for (;;) {
      await this.#pump()
      await clock.real.turn()
      const held = clock.heldWork()
      if (!held && !this.#isDueNow()) return true
      const leftMs = until - clock.real.elapsed()
      if (leftMs <= 0) return false
      if (held) await this.#within(held, leftMs)
    }
  }

  async #moveTo(instantMs: number): Promise<Moved> {
    const { clock, waiting } = this.#kernel
    let settled = await this.settle()
    for (;;) {
      const nextMs = this.#earliestMs()
      if (nextMs === undefined || nextMs > instantMs || !settled) break
      clock.moveTo(nextMs)
      waiting.wakeDue(clock.now())
      settled = await this.settle()
    }
    clock.moveTo(instantMs)
    waiting.wakeDue(clock.now())
    settled = (await this.settle()) && settled
    this.rearm()
    return { nowMs: clock.now(), settled }
  }

  async #within(held: Promise<unknown>, leftMs: number): Promise<void> {
    const { real } = this.#kernel.clock
    let cancel: Cancel = () => undefined
    const timeUp = new Promise<void>((resolve) => {
      cancel = real.after(leftMs, resolve)
    })
    await Promise.race([held, timeUp])
    cancel()
  }

  #earliestMs(): number | undefined {
    if (!this.#isNextKnown) {
      this.#nextDueMs = this.#firstIdle()?.dueMs
      this.#isNextKnown = true
    }
    const waits = this.#kernel.waiting.nextDueMs()
    if (this.#nextDueMs === undefined) return waits
    return waits === undefined ? this.#nextDueMs : Math.min(waits, this.#nextDueMs)
  }

  /** The earliest work that isn't under way already. */
  #firstIdle(): DueWork | undefined {
    if (this.#inProgress.size === 0) return this.#work.index('due').first()
    for (const work of this.#work.index('due').range()) {
      if (!this.#inProgress.has(nameOf(work))) return work
    }
    return undefined
  }

  #isDueNow(): boolean {
    const nextMs = this.#earliestMs()
    return nextMs !== undefined && nextMs <= this.#kernel.clock.now()
  }

  #pump(): Promise<void> {
    this.#pumping ??= this.#runDue().finally(() => {
      this.#pumping = undefined
      this.rearm()
    })
    return this.#pumping
  }

  async #runDue(): Promise<void> {
    const { clock, waiting } = this.#kernel
    for (let ran = 1; !this.#isStopped; ran++) {
      waiting.wakeDue(clock.now())
      const work = this.#firstIdle()
      if (!work || work.dueMs > clock.now()) return
      const under = this.#runOne(work)
      if (under) this.#follow(work, under)
      if (ran % jobsPerTurnMax === 0) await clock.real.turn()
    }
  }

  /** A job that waits for something doesn't hold up the others. */
  #follow(work: DueWork, under: Promise<void>): void {
    const name = nameOf(work)
    this.#inProgress.add(name)
    this.#isNextKnown = false
    const ended = under.finally(() => {
      this.#inProgress.delete(name)
      this.#isNextKnown = false
      this.rearm()
    })
    void this.#kernel.clock.hold(ended)
  }

  #runOne(work: DueWork): void | Promise<void> {
    const service =
      this.#kernelServices.get(work.service) ?? this.#kernel.parts.services.loaded(work.service)
    if (service && !service.jobs?.[work.job]?.before) return this.#perform(work, service, undefined)
    return this.#prepare(work, service)
  }

  async #prepare(work: DueWork, known: ServiceDefinition | undefined): Promise<void> {
    const service = known ?? (await this.#kernel.parts.services.load(work.service))
    const job = service?.jobs?.[work.job]
    let prepared: unknown
    try {
      if (service && job?.before) {
        prepared = await job.before({ ...this.#cellOf(work, service).changing, ...about(work) })
      }
    } catch (error) {
      this.#kernel.parts.reportBug(error, `${work.service} job ${work.job}`)
      return this.#drop(work)
    }
    this.#perform(work, service, prepared)
  }

  /** The job's change and the end of its entry are one batch. */
  #perform(work: DueWork, service: ServiceDefinition | undefined, prepared: unknown): void {
    const job = service?.jobs?.[work.job]
    if (!service || !job) {
      this.#kernel.parts.reportBug(new Error('no such job'), `${work.service} job ${work.job}`)
      return this.#drop(work)
    }
    const { changing } = this.#cellOf(work, service)
    try {
      this.#kernel.change(() => {
        this.#remove(work)
        job.run({ ...changing, ...about(work), prepared })
      })
    } catch (error) {
      this.#kernel.parts.reportBug(error, `${work.service} job ${work.job}`)
      this.#drop(work)
    }
  }

  #cellOf(work: DueWork, service: ServiceDefinition): Cell {
    const { account, region } = work
    return this.#kernel.cells.of(service, { partition: partitionOf(region), account, region })
  }

  #drop(work: DueWork): void {
    this.#kernel.change(() => this.#remove(work))
  }

  #remove(work: DueWork): void {
    this.#hasScheduled = true
    const now = this.#work.get(work.service, work.account, work.region, work.job, work.key)
    if (now?.order !== work.order) return
    this.#work.delete(work.service, work.account, work.region, work.job, work.key)
  }
}

function nameOf(work: DueWork): string {
  return `${work.service} ${work.account} ${work.region} ${work.job} ${work.key} ${work.order}`
}

function about({ key, data, dueMs }: DueWork) {
  return { key, data, dueMs }
}
