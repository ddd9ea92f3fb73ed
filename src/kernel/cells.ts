/**
 * Cells: one service's state in one account and region, and what a change in it may do. Made on
 * first use and kept, so that a call costs none of this again.
 */
import type { Changing, Outgoing } from './call.ts'
import type { BlobReferences } from './blob-references.ts'
import type { Clock } from './clock.ts'
import { CollectionView, type State, type StateSpec } from './collection.ts'
import type { Limits } from './limits.ts'
import { globalRegion, type Place } from './place.ts'
import type { Ports } from './ports.ts'
import type { Random } from './random.ts'
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
  limitsFor(place: Place): Limits
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

export class Cells {
  readonly #world: CellWorld
  readonly #cells = new Map<ServiceDefinition, Map<string, Cell>>()
  /** Rises when cells are made anew, and those that somebody has kept are no longer true. */
  generation = 0
  /** Whoever looks at a state by another definition of its service sees the same cells. */
  #byState = new Map<StateSpec, Map<string, Cell>>()

  constructor(world: CellWorld) {
    this.#world = world
  }

  /** The service's cell at a place, or its account's global one. */
  of(service: ServiceDefinition, place: Place): Cell {
    let ofService = this.#cells.get(service)
    if (!ofService) {
      this.#world.firstUse(service)
      ofService = this.#byState.get(service.state) ?? new Map()
      this.#byState.set(service.state, ofService)
      this.#cells.set(service, ofService)
    }
    // One cell for one state: what is kept beside a cell holds for all who ask.
    const region = service.scope === 'global' ? globalRegion : place.region
    const name = `${service.name} ${place.account} ${region}`
    let cell = ofService.get(name)
    if (!cell) ofService.set(name, (cell = this.#make(service, place)))
    return cell
  }

  /** Other state lies below: cells are made anew. */
  clear(): void {
    this.generation++
    this.#cells.clear()
    this.#byState = new Map()
  }

  #make(service: ServiceDefinition, asked: Place): Cell {
    const world = this.#world
    const place = service.scope === 'global' ? { ...asked, region: globalRegion } : asked
    const changing: Changing<StateSpec> = {
      state: stateOf(world, service, place),
      place,
      clock: world.clock,
      random: world.random,
      limits: world.limitsFor(place),
      ports: world.ports,
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

/** Topics of different cells never meet. */
export function topicOf(cell: Cell, topic: string): string {
  const { service, place } = cell
  return `${service.name} ${place.account} ${place.region} ${topic}`
}

function stateOf(world: CellWorld, service: ServiceDefinition, place: Place): State<StateSpec> {
  const prefix = keyOf(place.account, place.region, service.name)
  const views = Object.entries(service.state).map(([name, spec]) => {
    const view = new CollectionView(
      world.overlay,
      prefix + keyOf(name),
      spec,
      world.freezesEntities,
      world.blobs,
    )
    return [name, view] as const
  })
  return Object.fromEntries(views)
}
