/**
 * The kernel: runs operations. It asks for authorisation, finds the cell, takes the operation
 * through `before`, `run` and `after`, commits what `run` wrote as one batch, wakes who waits.
 */
import { parseArn } from './arn.ts'
import type { Authoriser, ResourceCheck } from './authorisation.ts'
import type { Caller } from './caller.ts'
import type { Call, Changing, Outgoing, RequestFacts } from './call.ts'
import { type Cell, Cells, topicOf } from './cells.ts'
import type { Clock } from './clock.ts'
import type { StateSpec } from './collection.ts'
import { Incidents } from './incidents.ts'
import { Delivery } from './delivery.ts'
import type { Place } from './place.ts'
import { QuotaRegistry } from './quota-registry.ts'
import type { Random } from './random.ts'
import { Scheduler } from './scheduler.ts'
import type { OperationDefinition, ServiceDefinition } from './service.ts'
import { Overlay } from './store/overlay.ts'
import type { Store } from './store/store.ts'
import { Wait } from './wait.ts'
import { Waiting } from './waiting.ts'

/** The services of this cloud; each is loaded when it is first asked for. */
export interface ServiceSource {
  readonly names: readonly string[]
  /** `undefined` while it isn't loaded, or for a name that isn't served. */
  loaded(name: string): ServiceDefinition | undefined
  load(name: string): Promise<ServiceDefinition | undefined>
}

export interface KernelParts {
  readonly store: Store
  readonly clock: Clock
  readonly random: Random
  readonly services: ServiceSource
  readonly authoriser: Authoriser
  /** Under test: stored entities are frozen, and checked to be plain data. */
  readonly freezesEntities?: boolean
  /** Hears of bugs: what threw and wasn't an AwsError. */
  reportBug(error: unknown, where: string): void
}

export interface Execution {
  readonly service: ServiceDefinition
  readonly operation: OperationDefinition
  readonly input: object
  readonly caller: Caller
  /** The caller's account and the request's region. */
  readonly place: Place
  readonly request: RequestFacts
}

type Answer = object | undefined

export class Kernel {
  readonly parts: KernelParts
  readonly clock: Clock
  readonly store: Store
  readonly incidents = new Incidents()
  readonly quotas: QuotaRegistry
  readonly cells: Cells
  readonly scheduler: Scheduler
  readonly waiting = new Waiting()
  readonly #overlay: Overlay
  readonly #touched = new Set<string>()

  constructor(parts: KernelParts) {
    this.parts = parts
    this.clock = parts.clock
    this.store = parts.store
    this.#overlay = new Overlay(parts.store)
    this.quotas = new QuotaRegistry(this.#overlay)
    this.scheduler = new Scheduler(this, this.#overlay)
    const delivery = new Delivery(this)
    this.scheduler.addKernelService(delivery.service)
    this.cells = new Cells({
      clock: parts.clock,
      random: parts.random,
      overlay: this.#overlay,
      freezesEntities: parts.freezesEntities ?? false,
      limitsFor: (place) => this.quotas.limitsFor(place),
      schedule: (cell, dueMs, job, key, data) =>
        this.scheduler.schedule({ cell, dueMs, job, key, data }),
      unschedule: (cell, job, key) => this.scheduler.unschedule(cell, job, key),
      touch: (topic) => void this.#touched.add(topic),
      deliver: (cell: Cell, event: Outgoing) => delivery.send(cell, event),
    })
  }

  /**
   * Answers at once where nothing has to be waited for, else with a promise.
   * @throws AwsError when the caller isn't allowed, or the operation refuses.
   */
  execute(execution: Execution): Answer | Promise<Answer> {
    const { operation, input, place } = execution
    const asked = operation.resource(input, place)
    const checks = typeof asked === 'string' ? [{ resource: asked }] : asked
    const home = this.#homeOf(execution, checks[0]?.resource ?? '*')
    for (const check of checks) this.#authorise(execution, check)
    const cell = this.cells.of(execution.service, home)
    if (operation.before || operation.after) return this.#executeSteps(execution, cell)
    return this.#run(execution, cell, undefined)
  }

  /** One synchronous change: committed when `work` returns, dropped when it throws. */
  change<Result>(work: () => Result): Result {
    return this.#committed(work).result
  }

  #homeOf(execution: Execution, resource: string): Place {
    const { service, place } = execution
    const arn = resource === '*' ? undefined : parseArn(resource)
    if (!arn) return place
    const home = service.home?.(arn)
    const account = home?.account ?? (arn.account || place.account)
    const region = home?.region ?? (arn.region || place.region)
    if (account === place.account && region === place.region) return place
    return { partition: arn.partition, account, region }
  }

  #authorise(execution: Execution, check: ResourceCheck): void {
    const { caller, service, operation, place } = execution
    const arn = check.resource === '*' ? undefined : parseArn(check.resource)
    const home = arn ? this.#homeOf(execution, check.resource) : place
    const policyOf = service.resourcePolicy
    const refusal = this.parts.authoriser.refuse({
      caller,
      service: service.name,
      action: check.action ?? operation.name,
      resource: check.resource,
      region: place.region,
      owner: home.account,
      context: check.context ?? noContext,
      resourcePolicy:
        arn && policyOf && (() => policyOf(arn, this.cells.of(service, home).changing)),
    })
    if (refusal) throw refusal
  }

  async #executeSteps(execution: Execution, cell: Cell): Promise<Answer> {
    const { operation, input, caller, request } = execution
    const asked = { ...cell.changing, input, caller, request }
    const prepared = operation.before ? await operation.before(asked) : undefined
    const output = await this.#run(execution, cell, prepared)
    if (!operation.after) return output
    const change = <Result>(work: (changing: Changing<StateSpec>) => Result) =>
      this.change(() => work(cell.changing))
    const learned = await operation.after({ ...asked, prepared, output: output ?? {}, change })
    return learned ?? output
  }

  #run(execution: Execution, cell: Cell, prepared: unknown): Answer | Promise<Answer> {
    const call = callIn(cell, execution, prepared, this.clock.now())
    const { result, flushed } = this.#committed(() => execution.operation.run(call))
    if (result instanceof Wait) return this.#wait(execution, cell, call, result)
    return flushed ? flushed.then(() => result) : result
  }

  /** Runs the operation again whenever there may be something, until it answers. */
  #wait(execution: Execution, cell: Cell, call: RunCall, first: Wait): Promise<Answer> {
    const { real } = this.clock
    const began = real.elapsed()
    return new Promise((resolve, reject) => {
      const waitOn = (wait: Wait) => {
        const ends = {
          real,
          realLeftMs: wait.realMsMax - (real.elapsed() - began),
          onGone: execution.request.onGone ?? (() => undefined),
        }
        this.waiting.add(wait, topicOf(cell, wait.topic), ends, look)
        this.scheduler.rearm()
      }
      const look = (isLast: boolean) => {
        try {
          const again = { ...call, isLastLook: isLast }
          const { result, flushed } = this.#committed(() => execution.operation.run(again))
          if (result instanceof Wait && !isLast) waitOn(result)
          else if (result instanceof Wait) resolve(undefined)
          else if (flushed) flushed.then(() => resolve(result), reject)
          else resolve(result)
        } catch (error) {
          reject(error)
        }
      }
      waitOn(first)
    })
  }

  #committed<Result>(work: () => Result): { result: Result; flushed: Promise<void> | undefined } {
    let result: Result
    try {
      result = work()
    } catch (error) {
      this.#forget()
      throw error
    }
    if (result instanceof Wait || this.#overlay.isEmpty) {
      this.#forget()
      return { result, flushed: undefined }
    }
    const flushed = this.#commit()
    return { result, flushed: flushed ?? undefined }
  }

  #commit(): void | Promise<void> {
    const flushed = this.store.commit(this.#overlay.take())
    this.scheduler.committed()
    if (this.#touched.size === 0) return flushed
    const topics = [...this.#touched]
    this.#touched.clear()
    // Not within the change that touched them: a woken call makes a change of its own.
    queueMicrotask(() => {
      for (const topic of topics) this.waiting.wakeTopic(topic)
    })
    return flushed
  }

  #forget(): void {
    this.#overlay.drop()
    this.#touched.clear()
    this.scheduler.forgotten()
  }
}

type RunCall = Call<object, StateSpec, unknown>

const noContext = {}

function callIn(cell: Cell, execution: Execution, prepared: unknown, beganAtMs: number): RunCall {
  const { state, place, clock, random, limits, newId, at, cancel, touch, deliver } = cell.changing
  return {
    state,
    place,
    clock,
    random,
    limits,
    newId,
    at,
    cancel,
    touch,
    deliver,
    input: execution.input,
    caller: execution.caller,
    request: execution.request,
    prepared,
    beganAtMs,
    isLastLook: false,
    waitUntil,
  }
}

function waitUntil(dueMs: number, topic: string, realMsMax: number): Wait {
  return new Wait(dueMs, topic, realMsMax)
}
