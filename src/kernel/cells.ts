/**
 * Cells: one service's state in one account and region, and what a change in it may do. Made on
 * first use, and those used lately are kept, so that a call costs none of this again. A cell holds
 * nothing of its own: one that is made again is as good as one that somebody still has.
 */
import type { Changing, Outgoing } from './call.ts'
import type { BlobReferences } from './blob-references.ts'
import type { Clock } from './clock.ts'
import { CollectionView, type State, type StateSpec } from './collection.ts'
import type { Durations } from './durations.ts'
import type { Limits } from './limits.ts'
import { Memories } from './memory.ts'
import type { Metrics } from './metrics.ts'
import { globalRegionOf, partitionOf, type Place } from './place.ts'
import type { Ports } from './ports.ts'
import type { Random } from './random.ts'
import { Revisions } from './revisions.ts'
import type { ServiceDefinition } from './service.ts'
import { keyOf } from './store/key.ts'
import type { Overlay } from './store/overlay.ts'

/** What a cell needs of the kernel around it. */
export interface CellWorld {
  readonly clock: Clock
  readonly random: Random
  readonly overlay: Overlay
  readonly blobs: BlobReferences
  /** Before anything of a service is read: brings what it has stored to its present form. */
  firstUse(service: ServiceDefinition): void
  readonly freezesEntities: boolean
  readonly ports: Ports
  readonly durations: Durations
  limitsFor(place: Place): Limits
  metricsAt(place: Place): Metrics
  schedule(cell: Cell, dueMs: number, job: string, key: string, data: unknown): void
  unschedule(cell: Cell, job: string, key: string): boolean
  touch(topic: string): void
  deliver(cell: Cell, event: Outgoing): void
}

export interface Cell {
  readonly service: ServiceDefinition
  readonly place: Place
  readonly changing: Changing<StateSpec>
}

/** Between this many and twice as many are kept: 6 KB each. Anybody may name any account. */
const cellsMax = 2_000

export class Cells {
  /** Rises when other state lies below: cells that somebody has kept are no longer true. */
  generation = 0
  readonly #world: CellWorld
  #families = new Map<ServiceDefinition, string>()
  #numbers = new Map<StateSpec, number>()
  #cells = new Map<string, Cell>()
  /** Whom each service was asked for last, by the same place: a call asks several times. */
  readonly #latest = new Map<ServiceDefinition, { readonly place: Place; readonly cell: Cell }>()
  /** Those of before: one that is asked for again is taken over. */
  #older = new Map<string, Cell>()
  #revisions = new Revisions()
  #memories = new Memories()

  constructor(world: CellWorld) {
    this.#world = world
  }

  /** The service's cell at a place, or its account's global one. */
  of(service: ServiceDefinition, place: Place): Cell {
    const latest = this.#latest.get(service)
    if (latest?.place === place) return latest.cell
    const cell = this.#find(service, place)
    this.#latest.set(service, { place, cell })
    return cell
  }

  #find(service: ServiceDefinition, place: Place): Cell {
    const family = this.#families.get(service) ?? this.#familyOf(service)
    // One cell for one state: what is kept beside a cell holds for all who ask.
    const region = regionOf(service, place)
    const name = `${family} ${place.account} ${region}`
    return this.#cells.get(name) ?? this.#keep(name, this.#older.get(name), service, place)
  }

  /** What was committed isn't in the store after all. */
  readAnew(): void {
    this.#revisions.raiseAll()
  }

  /** Other state lies below: cells are made anew. */
  clear(): void {
    this.generation++
    this.#latest.clear()
    this.#families = new Map()
    this.#numbers = new Map()
    this.#cells = new Map()
    this.#older = new Map()
    this.#revisions = new Revisions()
    this.#memories = new Memories()
  }

  /** Whoever looks at a state by another definition of its service sees the same cells. */
  #familyOf(service: ServiceDefinition): string {
    this.#world.firstUse(service)
    const number = this.#numbers.get(service.state) ?? this.#numbers.size
    this.#numbers.set(service.state, number)
    const family = `${number} ${service.name}`
    this.#families.set(service, family)
    return family
  }

  #keep(name: string, known: Cell | undefined, service: ServiceDefinition, place: Place): Cell {
    const cell = known ?? this.#make(service, place)
    if (this.#cells.size >= cellsMax) {
      this.#older = this.#cells
      this.#cells = new Map()
    }
    this.#cells.set(name, cell)
    return cell
  }

  #make(service: ServiceDefinition, asked: Place): Cell {
    const world = this.#world
    const region = regionOf(service, asked)
    // A cell's partition is its region's, whoever asks for it first.
    const place = { partition: partitionOf(region), account: asked.account, region }
    const changing: Changing<StateSpec> = {
      state: stateOf(world, this.#revisions, service, place),
      place,
      clock: world.clock,
      random: world.random,
      limits: world.limitsFor(place),
      durations: world.durations,
      ports: world.ports,
      memory: this.#memories.of(`${ownerOf(service)} ${place.account} ${region}`),
      metrics: world.metricsAt(place),
      newId: () => world.random.uuid(),
      at: (dueMs, job, key, data) => world.schedule(cell, dueMs, job, key, data),
      cancel: (job, key) => world.unschedule(cell, job, key),
      touch: (topic) => world.touch(topicOf(cell, topic)),
      deliver: (event) => world.deliver(cell, event),
    }
    const cell: Cell = { service, place, changing }
    return cell
  }
}

function regionOf({ scope }: ServiceDefinition, { partition, region }: Place): string {
  return scope === 'global' ? globalRegionOf(partition) : region
}

/** Whose state it is: two APIs over one state share cells' state, memory and topics. */
export function ownerOf({ name, stateOf = name }: ServiceDefinition): string {
  return stateOf
}

/** Topics of different cells never meet. */
export function topicOf(cell: Cell, topic: string): string {
  const { service, place } = cell
  return `${ownerOf(service)} ${place.account} ${place.region} ${topic}`
}

function stateOf(
  world: CellWorld,
  revisions: Revisions,
  service: ServiceDefinition,
  place: Place,
): State<StateSpec> {
  const prefix = keyOf(place.account, place.region, ownerOf(service))
  const views = Object.entries(service.state).map(([name, spec]) => {
    const collectionPrefix = prefix + keyOf(name)
    const { overlay, freezesEntities, blobs } = world
    const revision = revisions.of(collectionPrefix)
    const view = new CollectionView(overlay, collectionPrefix, spec, freezesEntities, {
      blobs,
      revision,
    })
    return [name, view] as const
  })
  return Object.fromEntries(views)
}
