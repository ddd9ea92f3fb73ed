/** Hands what services measured to the service that keeps metrics, at the end of each minute. */
import type { Cell } from './cells.ts'
import type { JobCall } from './call.ts'
import { defineState } from './collection.ts'
import type { Kernel } from './kernel.ts'
import { Measurements, type Metrics, minuteMs } from './metrics.ts'
import type { Place } from './place.ts'
import { defineService, type ServiceDefinition } from './service.ts'

const state = defineState({})

/** Gauges are handed over in longer stretches than what is counted: they hold many minutes alike. */
const gaugeDelayMs = 60 * minuteMs

export class Measuring {
  /** The part of the kernel that has the job. */
  readonly service: ServiceDefinition
  readonly #kernel: Kernel
  readonly #receiverName: string | undefined
  #byPlace = new Map<string, Measurements>()

  /** `receiver` names the service that keeps metrics; absent: nobody does, and none are handed over. */
  constructor(kernel: Kernel, receiver: string | undefined) {
    this.#kernel = kernel
    this.#receiverName = receiver
    this.service = defineService({
      name: 'measuring',
      state,
      operations: [],
      jobs: {
        handOver: {
          before: ({ place }) => {
            const measured = this.#at(place)
            // Gauges alone never keep the minutes going.
            if (!measured.isEmpty) measured.catchUp(gaugeDelayMs)
            return this.#receiver()
          },
          run: (call) => this.#handOver(call as JobCall<typeof state, Receiver>),
          after: ({ place, prepared }) => {
            if (prepared) this.#at(place).forget()
          },
        },
      },
    })
  }

  /** Costs nothing where nothing is measured: anybody may name any account. */
  metricsAt(place: Place): Metrics {
    return {
      series: (metric) => this.#at(place).series(metric),
      record: (measured) => this.#at(place).record(measured),
      source: (name, source) => this.#at(place).source(name, source),
      pending: (wanted) => this.#byPlace.get(nameOf(place))?.pending(wanted) ?? [],
    }
  }

  /** Hands over all there is, before the state is copied or the process ends. */
  async handOverAll(): Promise<void> {
    const receiver = await this.#receiver()
    if (!receiver) return
    for (const measured of this.#byPlace.values()) {
      measured.catchUp(0)
      if (measured.isEmpty) continue
      this.#kernel.change(() => this.#give(receiver, measured))
      measured.forget()
    }
  }

  /** Other state lies below. */
  clear(): void {
    this.#byPlace = new Map()
  }

  #at(place: Place): Measurements {
    const name = nameOf(place)
    const known = this.#byPlace.get(name)
    if (known) return known
    const made = new Measurements(place, this.#kernel.clock, (begun) => this.#arm(begun))
    this.#byPlace.set(name, made)
    return made
  }

  /** Measuring may be part of a change that is dropped: its end is set by a change of its own. */
  #arm(measured: Measurements): void {
    const name = this.#receiverName
    if (name === undefined || !this.#kernel.parts.services.names.includes(name)) return
    queueMicrotask(() => {
      const armed = this.#kernel.changeSafely(() => this.#schedule(measured.place))
      // A full disk is told to whoever calls; what was measured waits for room.
      armed.catch(() => measured.leave())
    })
  }

  #schedule(place: Place): void {
    const nowMs = this.#kernel.clock.now()
    const dueMs = Math.floor(nowMs / minuteMs + 1) * minuteMs
    const cell = this.#cellAt(this.service, place)
    this.#kernel.scheduler.schedule({ cell, dueMs, job: 'handOver', key: '', data: undefined })
  }

  async #receiver(): Promise<Receiver> {
    const name = this.#receiverName
    return name === undefined ? undefined : this.#kernel.parts.services.load(name)
  }

  #handOver({ place, prepared: receiver }: JobCall<typeof state, Receiver>): void {
    if (receiver) this.#give(receiver, this.#at(place))
  }

  #give(receiver: ServiceDefinition, measured: Measurements): void {
    const { changing } = this.#cellAt(receiver, measured.place)
    receiver.takeMeasurements?.(changing, measured.take())
  }

  #cellAt(service: ServiceDefinition, place: Place): Cell {
    return this.#kernel.cells.of(service, place)
  }
}

type Receiver = ServiceDefinition | undefined

function nameOf({ account, region }: Place): string {
  return `${account} ${region}`
}
