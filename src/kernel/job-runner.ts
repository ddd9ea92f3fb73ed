/** One job's turn: prepared where it must wait for something, then one batch with its own end. */
import type { Cell } from './cells.ts'
import type { DueWork, DueWorks } from './due-work.ts'
import { awsFrom } from './internal-calls.ts'
import type { Kernel } from './kernel.ts'
import { partitionOf } from './place.ts'
import type { ServiceDefinition } from './service.ts'
import { StorageError } from './store/storage-error.ts'

/** Jobs keep calls waiting for so long, and what they have written as long again. */
export const turnRealMsMax = 2

export class JobRunner {
  readonly kernelServices = new Map<string, ServiceDefinition>()
  readonly #kernel: Kernel
  readonly #works: DueWorks
  readonly #ended: (fault?: StorageError) => void
  readonly #underWay = new Map<string, Turn>()

  /** `ended` hears of each job that had to wait, and of the fault when its change wasn't kept. */
  constructor(kernel: Kernel, works: DueWorks, ended: (fault?: StorageError) => void) {
    this.#kernel = kernel
    this.#works = works
    this.#ended = ended
  }

  /** Tells work that waits for something already; `undefined` while none does. */
  get isUnderWay(): ((work: DueWork) => boolean) | undefined {
    if (this.#underWay.size === 0) return undefined
    return (work) => this.#underWay.has(nameOf(work))
  }

  /** What is being prepared changes nothing any more, and may be run again. */
  abandonAll(): void {
    for (const turn of this.#underWay.values()) turn.isAbandoned = true
    this.#underWay.clear()
  }

  /**
   * A job that waits for something doesn't hold up the others.
   * @throws StorageError when its change can't be kept; then the work is still due.
   */
  run(work: DueWork): void {
    const service =
      this.kernelServices.get(work.service) ?? this.#kernel.parts.services.loaded(work.service)
    if (service && !service.jobs?.[work.job]?.before) return this.#perform(work, service, undefined)
    const turn: Turn = { isAbandoned: false }
    this.#underWay.set(nameOf(work), turn)
    this.#works.invalidate()
    const ended = this.#runPrepared(work, service, turn).then(
      () => this.#end(work, turn),
      (fault: StorageError) => this.#end(work, turn, fault),
    )
    void this.#kernel.clock.hold(ended)
  }

  /** @throws StorageError as `run` does. */
  async #runPrepared(
    work: DueWork,
    known: ServiceDefinition | undefined,
    turn: Turn,
  ): Promise<void> {
    let service = known
    let prepared: unknown
    try {
      service ??= await this.#kernel.parts.services.load(work.service)
      prepared = service && (await this.#prepare(work, service))
    } catch (error) {
      if (error instanceof StorageError) throw error
      if (!turn.isAbandoned) this.#fail(work, error)
      return
    }
    if (!turn.isAbandoned) this.#perform(work, service, prepared)
  }

  #end(work: DueWork, turn: Turn, fault?: StorageError): void {
    if (turn.isAbandoned) return
    this.#underWay.delete(nameOf(work))
    this.#works.invalidate()
    this.#ended(fault)
  }

  async #prepare(work: DueWork, service: ServiceDefinition): Promise<unknown> {
    const { changing, place } = this.#cellOf(work, service)
    const aws = awsFrom(this.#kernel, place, '')
    return service.jobs?.[work.job]?.before?.({ ...changing, ...about(work), aws })
  }

  /** The job's change and the end of its entry are one batch. */
  #perform(work: DueWork, service: ServiceDefinition | undefined, prepared: unknown): void {
    const job = service?.jobs?.[work.job]
    if (!service || !job) return this.#fail(work, new Error('no such job'))
    const { changing } = this.#cellOf(work, service)
    const { real } = this.#kernel.clock
    const endsMs = real.elapsed() + turnRealMsMax
    const isTurnOver = () => real.elapsed() >= endsMs
    try {
      this.#kernel.change(
        () => {
          this.#works.end(work)
          job.run({ ...changing, ...about(work), prepared, isTurnOver })
        },
        () => job.after?.({ ...changing, ...about(work), prepared }),
      )
    } catch (error) {
      if (error instanceof StorageError) throw error
      this.#fail(work, error)
    }
  }

  /** A job that throws is a bug: it would throw again, so it is told of and dropped. */
  #fail(work: DueWork, error: unknown): void {
    this.#kernel.parts.reportBug(error, `${work.service} job ${work.job}`)
    this.#kernel.change(() => this.#works.end(work))
  }

  #cellOf(work: DueWork, service: ServiceDefinition): Cell {
    const { account, region } = work
    return this.#kernel.cells.of(service, { partition: partitionOf(region), account, region })
  }
}

interface Turn {
  isAbandoned: boolean
}

function nameOf(work: DueWork): string {
  return `${work.service} ${work.account} ${work.region} ${work.job} ${work.key} ${work.order}`
}

function about({ key, data, dueMs }: DueWork) {
  return { key, data, dueMs }
}
