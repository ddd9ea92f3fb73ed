/** Runs due work at its instant, on one real timer, and moves the clock through all instants. */
import type { Cell } from './cells.ts'
import type { Cancel } from './clock.ts'
import { type DueWork, DueWorks } from './due-work.ts'
import { JobRunner, turnRealMsMax } from './job-runner.ts'
import type { Kernel } from './kernel.ts'
import type { ServiceDefinition } from './service.ts'
import type { Overlay } from './store/overlay.ts'

/** How long a moved clock waits for engines' real work before it answers `settled: false`. */
export const settleRealMsMax = 10_000

/** Jobs run in one go until so many have, or their time is up: then the event loop gets its turn. */
const jobsPerTurnMax = 200

/** The timer looks again after this long: a machine that slept counts no time for its timers. */
const armedMsMax = 60_000

/** After a storage fault jobs wait this long before they are tried again. */
const faultPauseMs = 1_000

export interface Moved {
  readonly nowMs: number
  /** `false`: work was still under way when the real time for it was up. */
  readonly settled: boolean
}

export class Scheduler {
  readonly #kernel: Kernel
  readonly #works: DueWorks
  readonly #jobs: JobRunner
  #cancelTimer: Cancel | undefined
  #armedForMs = Infinity
  #pumping: Promise<void> | undefined
  #moving: Promise<unknown> = Promise.resolve()
  #isStopped = false
  #pausedUntilMs = -Infinity

  constructor(kernel: Kernel, overlay: Overlay) {
    this.#kernel = kernel
    this.#works = new DueWorks(overlay)
    this.#jobs = new JobRunner(kernel, this.#works, (fault) => {
      if (fault) this.#pause(fault)
      this.rearm()
    })
  }

  /** A part of the kernel that has jobs of its own. */
  addKernelService(service: ServiceDefinition): void {
    this.#jobs.kernelServices.set(service.name, service)
  }

  schedule(work: {
    cell: Pick<Cell, 'place'> & { readonly service: Pick<ServiceDefinition, 'name'> }
    dueMs: number
    job: string
    key: string
    data: unknown
  }): void {
    const { cell, dueMs, job, key, data } = work
    const { account, region } = cell.place
    const entity = { service: cell.service.name, account, region, job, key, dueMs }
    this.#works.put(data === undefined ? entity : { ...entity, data })
  }

  unschedule(cell: Cell, job: string, key: string): boolean {
    const { account, region } = cell.place
    return this.#works.delete({ service: cell.service.name, account, region, job, key })
  }

  /** The batch is in the store: what it scheduled counts from now on. */
  committed(): void {
    if (this.#works.committed()) this.rearm()
  }

  /** The batch was dropped, and with it what it scheduled. */
  forgotten(): void {
    this.#works.forgotten()
  }

  /** How many jobs wait for their instant. */
  count(): number {
    return this.#works.count()
  }

  /** The jobs that wait, the earliest first. */
  list(limit: number): readonly DueWork[] {
    return this.#works.list(limit)
  }

  /** Goes on after a start, a restore, a reset, or a change of the clock's mode. */
  resume(): void {
    this.#isStopped = false
    this.#kernel.waiting.goOn()
    this.#works.forget()
    this.#disarm()
    this.rearm()
  }

  /** What was committed is not in the store after all, which whoever committed it is told. */
  readAnew(): void {
    this.#works.forget()
    this.#pausedUntilMs = this.#kernel.clock.real.elapsed() + faultPauseMs
    this.rearm()
  }

  /** Runs nothing more; what is under way ends without a change. */
  stop(): void {
    this.#isStopped = true
    this.#disarm()
    this.#jobs.abandonAll()
    this.#kernel.waiting.endAll()
  }

  /** Sets the one timer to the earliest instant that anything waits for. */
  rearm(): void {
    if (this.#isStopped) return
    const { clock } = this.#kernel
    const nextMs = this.#earliestMs()
    if (nextMs === this.#armedForMs && clock.mode === 'running') return
    this.#disarm()
    if (nextMs === undefined) return
    const pauseMs = this.#pauseLeftMs()
    const inMs = nextMs - clock.now()
    if (inMs <= 0 && pauseMs <= 0) return void queueMicrotask(() => void this.#pump())
    if (clock.mode === 'held' && inMs > 0) return
    this.#armedForMs = nextMs
    this.#cancelTimer = clock.real.after(Math.min(Math.max(inMs, pauseMs), armedMsMax), () => {
      this.#armedForMs = Infinity
      if (nextMs <= clock.now()) void this.#pump()
      else this.rearm()
    })
  }

  /** Moves the clock to an instant by way of all that falls due; one move at a time. */
  moveTo(instantMs: number): Promise<Moved> {
    const moved = this.#moving.then(() => this.#moveTo(instantMs))
    this.#moving = moved.catch(() => undefined)
    return moved
  }

  /** Lets all that is due now, and engines' real work, come to its end; `false`: not in time. */
  async settle(): Promise<boolean> {
    const { clock } = this.#kernel
    const until = clock.real.elapsed() + settleRealMsMax
    for (;;) {
      const leftMs = until - clock.real.elapsed()
      if (leftMs <= 0) return false
      await this.#within(this.#pump(), leftMs)
      await clock.real.turn()
      const held = clock.heldWork()
      if (held) await this.#within(held, leftMs)
      else if (this.#isStopped || this.#pauseLeftMs() > 0) return false
      else if (!this.#pumping && !this.#isDueNow()) return true
    }
  }

  async #moveTo(instantMs: number): Promise<Moved> {
    const { clock } = this.#kernel
    let settled = await this.settle()
    while (settled) {
      const nextMs = this.#earliestMs()
      if (nextMs === undefined || nextMs > instantMs) break
      clock.moveTo(nextMs)
      settled = await this.settle()
    }
    clock.moveTo(instantMs)
    settled = (await this.settle()) && settled
    this.rearm()
    return { nowMs: clock.now(), settled }
  }

  async #within(work: Promise<unknown>, leftMs: number): Promise<void> {
    const { real } = this.#kernel.clock
    let cancel: Cancel = () => undefined
    const timeUp = new Promise<void>((resolve) => {
      cancel = real.after(leftMs, resolve)
    })
    await Promise.race([work, timeUp])
    cancel()
  }

  #earliestMs(): number | undefined {
    const works = this.#works.firstDueMs(this.#jobs.isUnderWay)
    const waits = this.#kernel.waiting.nextDueMs()
    if (works === undefined) return waits
    return waits === undefined ? works : Math.min(waits, works)
  }

  #isDueNow(): boolean {
    const nextMs = this.#earliestMs()
    return nextMs !== undefined && nextMs <= this.#kernel.clock.now()
  }

  #pauseLeftMs(): number {
    return this.#pausedUntilMs - this.#kernel.clock.real.elapsed()
  }

  #pause(fault: unknown): void {
    this.#kernel.parts.reportBug(fault, 'due work')
    this.#pausedUntilMs = this.#kernel.clock.real.elapsed() + faultPauseMs
  }

  #disarm(): void {
    this.#cancelTimer?.()
    this.#cancelTimer = undefined
    this.#armedForMs = Infinity
  }

  #pump(): Promise<void> {
    this.#pumping ??= this.#runDue().finally(() => {
      this.#pumping = undefined
      this.rearm()
    })
    return this.#pumping
  }

  /** The event loop gets its turn however much falls due, or schedules itself at once again. */
  async #runDue(): Promise<void> {
    const { clock, waiting } = this.#kernel
    let turnBeganMs = clock.real.elapsed()
    for (let ran = 1; !this.#isStopped && this.#pauseLeftMs() <= 0; ran++) {
      waiting.wakeDue(clock.now())
      const work = this.#works.first(this.#jobs.isUnderWay)
      if (!work || work.dueMs > clock.now()) return
      try {
        this.#jobs.run(work)
      } catch (error) {
        // Jobs report their own faults: only the store's come here, and they keep their work.
        this.#pause(error)
      }
      const tookMs = clock.real.elapsed() - turnBeganMs
      if (tookMs < turnRealMsMax && ran % jobsPerTurnMax !== 0) continue
      await clock.real.turn()
      turnBeganMs = clock.real.elapsed()
    }
  }
}
