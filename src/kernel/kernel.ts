/**
 * The kernel: runs operations. It asks for authorisation, finds the cell, takes the operation
 * through `before`, `run` and `after`, commits what `run` wrote as one batch, wakes who waits.
 */
import { type Arn, parseArn } from './arn.ts'
import { AccessUsed } from './access-used.ts'
import { type Authoriser, fullAction, type ResourceCheck } from './authorisation.ts'
import { BlobReferences } from './blob-references.ts'
import type { Blobs } from './blobs.ts'
import type { Caller } from './caller.ts'
import { takeCall } from './call-rates.ts'
import type { Changing, Outgoing, RequestFacts } from './call.ts'
import { type Cell, Cells } from './cells.ts'
import type { Clock } from './clock.ts'
import { ClockRecord } from './clock-record.ts'
import type { StateSpec } from './collection.ts'
import { DataVersions } from './data-format.ts'
import { AwsError } from './errors.ts'
import { briefDurations, type Durations } from './durations.ts'
import { Incidents } from './incidents.ts'
import { Delivery } from './delivery.ts'
import { Measuring } from './measuring.ts'
import { memoryBlobs } from './memory-blobs.ts'
import { endpointRegionOf, type Place } from './place.ts'
import type { Ports } from './ports.ts'
import { QuotaRegistry } from './quota-registry.ts'
import type { Random } from './random.ts'
import { resourceFacts } from './resource-facts.ts'
import { checkRestored } from './restore.ts'
import { callIn } from './run-call.ts'
import { awsFrom, type CallAws } from './internal-calls.ts'
import type { SavedPart } from './saved-part.ts'
import { Scheduler } from './scheduler.ts'
import type { OperationDefinition, ServiceDefinition } from './service.ts'
import { Standstill } from './standstill.ts'
import { Overlay } from './store/overlay.ts'
import type { Store } from './store/store.ts'
import { Turns } from './turns.ts'
import { Wait } from './wait.ts'
import { Waiting } from './waiting.ts'
import { type Answer, type Committed, waitForAnswer, type WaitWorld } from './waiting-call.ts'

/** The services of this cloud; each is loaded when it is first asked for. */
export interface ServiceSource {
  readonly names: readonly string[]
  /** `undefined` while it isn't loaded, or for a name that isn't served. */
  loaded(name: string): ServiceDefinition | undefined
  load(name: string): Promise<ServiceDefinition | undefined>
  /** The service whose resource an ARN names, where the ARN says another name than its own. */
  ownerOf?(arn: Arn): string | undefined
}

export interface KernelParts {
  readonly store: Store
  readonly clock: Clock
  readonly random: Random
  readonly services: ServiceSource
  readonly authoriser: Authoriser
  /** Where collections' blobs are kept; in memory when left out. */
  readonly blobs?: Blobs
  /** What services may ask of the world; a service fails that asks for what isn't there. */
  readonly ports?: Partial<Ports>
  /** Takes calls between services through the whole chain; the gateway's. */
  readonly callAws?: CallAws
  /** What engines keep outside the store. */
  readonly savedParts?: readonly SavedPart[]
  /** The service that keeps metrics, by name. */
  readonly metricsKeeper?: string
  /** How long changes of status take; a moment when left out. */
  readonly durations?: Durations
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
  /** Hears of members that were refused while their call is answered. */
  readonly note?: (refusal: AwsError) => void
}

/** With the refusals of members, by the number of their check. */
export interface Judged extends Execution {
  readonly refusals?: ReadonlyMap<number, AwsError>
}

export class Kernel {
  readonly parts: KernelParts
  readonly clock: Clock
  readonly store: Store
  readonly incidents = new Incidents()
  readonly accessUsed = new AccessUsed()
  readonly quotas: QuotaRegistry
  readonly cells: Cells
  readonly scheduler: Scheduler
  readonly waiting = new Waiting()
  readonly blobs: Blobs
  readonly blobReferences: BlobReferences
  readonly measuring: Measuring
  readonly #overlay: Overlay
  readonly #touched = new Set<string>()
  readonly #clockRecord: ClockRecord
  readonly #versions: DataVersions
  readonly #standstill = new Standstill()
  readonly #turns: Turns
  readonly #waitWorld: WaitWorld

  constructor(parts: KernelParts) {
    this.parts = parts
    this.clock = parts.clock
    this.#turns = new Turns(parts.clock)
    this.store = parts.store
    this.#overlay = new Overlay(parts.store)
    this.blobs = parts.blobs ?? memoryBlobs(parts.random)
    this.blobReferences = new BlobReferences(this.#overlay, this.blobs, parts.reportBug)
    this.#clockRecord = new ClockRecord(parts.clock, parts.store, parts.reportBug)
    this.#versions = new DataVersions(parts.store)
    this.quotas = new QuotaRegistry(this.#overlay)
    this.scheduler = new Scheduler(this, this.#overlay)
    this.#waitWorld = {
      real: parts.clock.real,
      waiting: this.waiting,
      standstill: this.#standstill,
      committed: (work) => this.#committed(work),
      rearm: () => this.scheduler.rearm(),
    }
    const delivery = new Delivery(this)
    this.scheduler.addKernelService(delivery.service)
    this.measuring = new Measuring(this, parts.metricsKeeper)
    this.scheduler.addKernelService(this.measuring.service)
    this.cells = new Cells({
      clock: parts.clock,
      random: parts.random,
      overlay: this.#overlay,
      blobs: this.blobReferences,
      firstUse: (service) => this.#versions.upgrade(service),
      freezesEntities: parts.freezesEntities ?? false,
      ports: (parts.ports ?? {}) as Ports,
      durations: parts.durations ?? briefDurations,
      metricsAt: (place) => this.measuring.metricsAt(place),
      limitsFor: (place) => this.quotas.limitsFor(place),
      schedule: (cell, dueMs, job, key, data) =>
        this.scheduler.schedule({ cell, dueMs, job, key, data }),
      unschedule: (cell, job, key) => this.scheduler.unschedule(cell, job, key),
      touch: (topic) => void this.#touched.add(topic),
      deliver: (cell: Cell, event: Outgoing) => delivery.send(cell, event),
    })
  }

  /**
   * Goes on from what the store holds; before the first call.
   * @throws StorageError when a restore was broken off.
   */
  async start(): Promise<void> {
    checkRestored(this.store)
    this.#clockRecord.resume()
    await this.blobReferences.sweep()
    this.scheduler.resume()
  }

  /**
   * Stands still while all state is replaced: waiting calls end, others wait; those under way that
   * would write afterwards fail. The process, its clock and its listeners go on.
   */
  replaceState(work: () => Promise<void>): Promise<void> {
    return this.#standstill.during(
      async () => {
        this.scheduler.stop()
        try {
          await work()
        } finally {
          this.incidents.clear()
          this.accessUsed.clear()
          this.quotas.forget()
          this.cells.clear()
          this.measuring.clear()
          this.#clockRecord.resume()
        }
      },
      () => this.scheduler.resume(),
    )
  }

  /**
   * Answers at once where nothing has to be waited for, else with a promise.
   * @throws AwsError when the caller isn't allowed, or the operation refuses.
   * @throws StorageError when what it wrote can't be kept.
   */
  execute(execution: Execution): Answer | Promise<Answer> {
    if (this.#standstill.end) return this.#standstill.end.then(() => this.execute(execution))
    const { service, operation, input, place, caller } = execution
    const own = this.cells.of(service, place)
    const asked = operation.resource(input, place, own.changing, caller)
    const checks = typeof asked === 'string' ? [{ resource: asked }] : asked
    let home: Place | undefined
    let refusals: Map<number, AwsError> | undefined
    for (let at = 0; at < checks.length; at++) {
      const check = checks[at] as ResourceCheck
      const judged = this.#authorise(execution, check)
      if (!(judged instanceof AwsError)) home ??= judged
      else if (check.isOfMember) (refusals ??= new Map()).set(at, judged)
      else throw judged
    }
    const cell = home === undefined || home === place ? own : this.cells.of(service, home)
    const judged = refusals ? { ...execution, refusals } : execution
    const { name, rates } = operation
    if (rates) {
      takeCall(cell.changing, this.clock.real, { caller, operation: name, input, rates })
    }
    if (operation.before || operation.after) return this.#executeSteps(judged, cell)
    return this.#run(judged, cell, undefined)
  }

  /**
   * One synchronous change: committed when `work` returns, dropped when it throws. `kept` runs once it
   * is as safe as the store makes it.
   * @throws StorageError when it can't be kept; one that the disk tells later is reported.
   */
  change<Result>(work: () => Result, kept?: () => void): Result {
    const { result, flushed } = this.#committed(work)
    if (flushed) {
      flushed.then(kept).catch((error: unknown) => this.parts.reportBug(error, 'a change'))
    } else kept?.()
    return result
  }

  /** The same, and waits until it is as safe as the store makes it. */
  async changeSafely<Result>(work: () => Result): Promise<Result> {
    const { result, flushed } = this.#committed(work)
    await flushed
    return result
  }

  /** Part of a change: when `work` throws, what it wrote is undone, and the change goes on. */
  attempt<Result>(work: () => Result): Result {
    return this.#overlay.attempt(work)
  }

  #homeOf({ service, place }: Execution, arn: Arn | undefined): Place {
    if (!arn) return place
    const home = service.home?.(arn, place)
    const account = home?.account ?? (arn.account || place.account)
    const region = home?.region ?? (arn.region || place.region)
    if (account === place.account && region === place.region) return place
    return { partition: place.partition, account, region }
  }

  /** Answers where the resource lives, or the refusal. */
  #authorise(execution: Execution, check: ResourceCheck): Place | AwsError {
    const { caller, service, operation, place } = execution
    const resource = inPartition(check.resource, place)
    const arn = resource === '*' ? undefined : parseArn(resource)
    const { heldBy } = check
    const home = heldBy === undefined ? this.#homeOf(execution, arn) : { ...place, account: heldBy }
    const action = fullAction(service.actionPrefix ?? service.name, check.action ?? operation.name)
    const facts = resourceFacts(service, arn, () => this.cells.of(service, home).changing)
    const who = check.caller ?? caller
    const refusal = this.parts.authoriser.refuse({
      caller: who,
      service: service.name,
      action,
      resource,
      region: place.region,
      requestedRegion: service.hasOneEndpoint ? endpointRegionOf(place.partition) : place.region,
      owner: heldBy === undefined ? home.account : place.account,
      input: execution.input,
      request: execution.request,
      nowMs: this.clock.now(),
      context: check.context ?? noContext,
      resourcePolicy: policyFor(check, facts.resourcePolicy),
      resourcePolicyKind: facts.resourcePolicyKind,
      resourceTags: facts.resourceTags,
    })
    if (refusal) return check.refusedAs?.(refusal) ?? refusal
    this.accessUsed.note(who, action, resource)
    return home
  }

  async #executeSteps(execution: Judged, cell: Cell): Promise<Answer> {
    const { operation, input, caller, request } = execution
    const aws = awsFrom(this, cell.place, request.endpoint)
    const othersTurn = () => this.#turns.next()
    const asked = { ...cell.changing, input, caller, request, aws, othersTurn }
    const { generation } = this.#standstill
    const prepared = operation.before ? await operation.before(asked) : undefined
    this.#standstill.require(generation)
    const output = await this.#run(execution, cell, prepared)
    if (!operation.after) return output
    const flushes: Promise<void>[] = []
    const change = <Result>(work: (changing: Changing<StateSpec>) => Result) => {
      this.#standstill.require(generation)
      const { result, flushed } = this.#committed(() => work(cell.changing))
      if (flushed) flushes.push(flushed)
      return result
    }
    const learned = await operation.after({ ...asked, prepared, output: output ?? {}, change })
    await Promise.all(flushes)
    return learned ?? output
  }

  #run(execution: Judged, cell: Cell, prepared: unknown): Answer | Promise<Answer> {
    const call = callIn(cell, execution, prepared, this.clock.now())
    const { result, flushed } = this.#committed(() => execution.operation.run(call))
    if (result instanceof Wait) {
      return waitForAnswer(this.#waitWorld, { execution, cell, call }, result)
    }
    return flushed ? flushed.then(() => result) : result
  }

  #committed<Result>(work: () => Result): Committed<Result> {
    let result: Result
    try {
      result = work()
    } catch (error) {
      this.#forget()
      throw error
    }
    if (this.#overlay.isEmpty) {
      this.#forget()
      return { result, flushed: undefined }
    }
    const flushed = this.#commit()
    return { result, flushed: flushed ?? undefined }
  }

  #commit(): void | Promise<void> {
    let flushed: void | Promise<void>
    try {
      flushed = this.store.commit([...this.#overlay.writes()])
    } catch (error) {
      this.#forget()
      throw error
    }
    this.#overlay.drop()
    // Where the answer waits for the disk, the disk may still refuse: nothing read is true then.
    flushed?.catch(() => this.#readAnew())
    this.scheduler.committed()
    this.quotas.settled()
    this.blobReferences.committed(flushed)
    this.#wakeTouched()
    return flushed
  }

  #readAnew(): void {
    this.cells.readAnew()
    this.quotas.forget()
    this.scheduler.readAnew()
  }

  #wakeTouched(): void {
    if (this.#touched.size === 0) return
    if (this.waiting.size === 0) return this.#touched.clear()
    const topics = [...this.#touched]
    this.#touched.clear()
    // Not within the change that touched them: a woken call makes a change of its own.
    queueMicrotask(() => {
      for (const topic of topics) this.waiting.wakeTopic(topic)
    })
  }

  #forget(): void {
    this.#overlay.drop()
    this.#touched.clear()
    this.scheduler.forgotten()
    this.quotas.settled()
    this.blobReferences.forgotten()
  }
}

const noContext = {}

function policyFor({ allowedBy }: ResourceCheck, own: (() => string | undefined) | undefined) {
  return allowedBy === undefined ? own : () => allowedBy
}

/**
 * What an ARN of another partition names is here all the same, where a service looks at the name
 * alone: so it is judged as what it is. AWS: partitions share nothing.
 */
function inPartition(resource: string, { partition }: Place): string {
  if (!resource.startsWith('arn:') || resource.startsWith(`arn:${partition}:`)) return resource
  const end = resource.indexOf(':', 4)
  return end < 0 ? resource : `arn:${partition}${resource.slice(end)}`
}
