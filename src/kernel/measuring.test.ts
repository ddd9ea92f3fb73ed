import { describe, expect, it } from 'vitest'
import { testPlace, world } from '../../test/support/world.ts'
import { AwsError } from './errors.ts'
import { collection, defineState } from './collection.ts'
import { memory } from './memory.ts'
import type { MeasuredMinute } from './metrics.ts'
import { operation } from './operation.ts'
import { resetAll } from './restore.ts'
import { defineService, operationsOn } from './service.ts'
import { memoryStore } from './store/memory-store.ts'
import { fillableStore } from './testing/fillable-store.ts'

const seen = { namespace: 'Gauges', name: 'Seen', unit: 'Count', dimensions: { Gauge: 'one' } }
const state = defineState({})
const gaugeOperation = operationsOn(state)
const tally = memory(() => ({ calls: 0 }))

const see = gaugeOperation(
  operation<{ value: number; refuse?: boolean }, { calls: number }>('gauges', 'See'),
  {
    resource: () => '*',
    run({ input, metrics, memory: remembered }) {
      metrics.series(seen).add(input.value)
      const own = remembered(tally)
      own.calls++
      if (input.refuse) throw new AwsError({ code: 'Refused', message: 'No.', status: 400 })
      return { calls: own.calls }
    },
  },
)

const look = gaugeOperation(
  operation<object, { pending: readonly MeasuredMinute[] }>('gauges', 'Look'),
  { resource: () => '*', run: ({ metrics }) => ({ pending: metrics.pending() }) },
)

const gauges = defineService({ name: 'gauges', state, operations: [see, look] })
const again = defineService({
  name: 'gauges-again',
  stateOf: 'gauges',
  state,
  operations: [{ ...see, service: 'gauges-again', name: 'SeeAgain' }],
})

interface Piece {
  readonly at: number
  readonly count: number
  readonly sum: number
}

const kept = defineState({
  pieces: collection({ version: 1, key: (piece: Piece) => [piece.at, piece.sum] }),
})

const list = operationsOn(kept)(
  operation<object, { pieces: readonly Piece[] }>('cloudwatch', 'List'),
  { resource: () => '*', run: ({ state: { pieces } }) => ({ pieces: [...pieces.range()] }) },
)

const keeper = defineService({
  name: 'cloudwatch',
  state: kept,
  operations: [list],
  takeMeasurements({ state: { pieces } }, minutes) {
    for (const { minuteMs: at, count, sum } of minutes) pieces.put({ at, count, sum })
  },
})

function measuringWorld(store = memoryStore()) {
  const cloud = world({ services: [gauges, again, keeper], store })
  return {
    ...cloud,
    pieces: async () => (await cloud.call<{ pieces: Piece[] }>('List')).pieces,
    pending: async () => (await cloud.call<{ pending: MeasuredMinute[] }>('Look')).pending,
  }
}

describe('what a service measures', () => {
  it('is seen at once, with what was refused, and each value', async () => {
    const { call, pending, now } = measuringWorld()
    await call('See', { value: 2 })
    await expect(call('See', { value: 3, refuse: true })).rejects.toThrow('No.')
    const values = new Map([
      [2, 1],
      [3, 1],
    ])
    expect(await pending()).toEqual([
      { ...seen, minuteMs: now(), count: 2, sum: 5, min: 2, max: 3, values },
    ])
  })

  it('is handed to the keeper of metrics when its minute is over, and then no more pending', async () => {
    const { call, pending, pieces, advance, now } = measuringWorld()
    const began = now()
    await call('See', { value: 2 })
    await advance(59_999)
    expect(await pieces()).toEqual([])
    await call('See', { value: 5 })
    await advance(1)
    expect(await pieces()).toEqual([{ at: began, count: 2, sum: 7 }])
    expect(await pending()).toEqual([])
    await call('See', { value: 1 })
    await advance(60_000)
    expect(await pieces()).toHaveLength(2)
  })

  it('leaves nothing to do once it is handed over', async () => {
    const { call, advance, kernel } = measuringWorld()
    await call('See', { value: 2 })
    await advance(60_000)
    expect(kernel.scheduler.count()).toBe(0)
  })

  it('is handed over before its minute ends when the process does, the rest as another piece', async () => {
    const { call, pieces, advance, kernel, now } = measuringWorld()
    const at = now()
    await call('See', { value: 2 })
    await kernel.measuring.handOverAll()
    await call('See', { value: 3 })
    await advance(60_000)
    expect(await pieces()).toEqual([
      { at, count: 1, sum: 2 },
      { at, count: 1, sum: 3 },
    ])
  })

  it('is told by a source whenever somebody looks, and recorded in its own time', async () => {
    const { call, kernel, pending, pieces, advance, now } = measuringWorld()
    const { metrics } = kernel.cells.of(gauges, testPlace).changing
    const gauge = { ...seen, count: 1, sum: 7, min: 7, max: 7 }
    let toldMs = now()
    const over = () => ({ ...gauge, minuteMs: toldMs, minutes: (now() - toldMs) / 60_000 })
    metrics.source('gauges', {
      look: () => [over(), { ...gauge, minuteMs: now() }],
      record: (ageMs) => {
        if (now() - toldMs < Math.max(ageMs, 60_000)) return
        metrics.record(over())
        toldMs = now()
      },
    })
    await advance(6_000_000)
    expect(await pieces()).toEqual([])
    const at = now()
    const told = { ...gauge, minuteMs: at - 6_000_000, minutes: 100 }
    expect(await pending()).toEqual([told, { ...gauge, minuteMs: at }])
    expect(kernel.scheduler.count()).toBe(0)
    await call('See', { value: 1 })
    await advance(60_000)
    expect(await pieces()).toMatchObject([
      { at: at - 6_000_000, sum: 7 },
      { at, sum: 1 },
    ])
    // Too little to be handed over with what is counted.
    await call('See', { value: 1 })
    await advance(60_000)
    expect(await pieces()).toHaveLength(3)
    await kernel.measuring.handOverAll()
    expect(await pieces()).toHaveLength(4)
    await advance(60_000)
    expect(kernel.scheduler.count()).toBe(0)
  })

  it.each(['at once', 'later'] as const)(
    'waits for room where a full disk, as it tells %s, takes no due work',
    async (tells) => {
      const disk = fillableStore(tells)
      const { call, pieces, advance, real, now } = measuringWorld(disk.store)
      const at = now()
      disk.isFull = true
      await call('See', { value: 2 })
      disk.isFull = false
      real.pass(1_000)
      await advance(60_000)
      expect(await pieces()).toEqual([])
      await call('See', { value: 3 })
      await advance(60_000)
      expect(await pieces()).toEqual([
        { at, count: 1, sum: 2 },
        { at: at + 60_000, count: 1, sum: 3 },
      ])
    },
  )

  it('is handed over again when the disk had no room for it', async () => {
    const disk = fillableStore('later')
    const { call, pieces, pending, advance, settle, real, now } = measuringWorld(disk.store)
    const at = now()
    await call('See', { value: 2 })
    disk.isFull = true
    await advance(60_000)
    await call('See', { value: 3 })
    expect([await pieces(), await pending()]).toMatchObject([[], [{ sum: 3 }]])
    disk.isFull = false
    real.pass(1_000)
    await settle()
    expect(await pieces()).toEqual([
      { at, count: 1, sum: 2 },
      { at: at + 60_000, count: 1, sum: 3 },
    ])
  })

  it('is forgotten by a reset', async () => {
    const { call, pending, kernel } = measuringWorld()
    await call('See', { value: 2 })
    await resetAll(kernel)
    expect(await pending()).toEqual([])
  })
})

describe('what a service remembers', () => {
  it('stays when a call is refused, is its account’s own, and is forgotten by a reset', async () => {
    const { call, kernel } = measuringWorld()
    await expect(call('See', { value: 1, refuse: true })).rejects.toThrow('No.')
    expect(await call('See', { value: 1 })).toEqual({ calls: 2 })
    const other = { place: { account: '210987654321' } }
    expect(await call('See', { value: 1 }, other)).toEqual({ calls: 1 })
    await resetAll(kernel)
    expect(await call('See', { value: 1 })).toEqual({ calls: 1 })
  })

  it('is shared by two APIs over one state', async () => {
    const { call } = measuringWorld()
    await call('See', { value: 1 })
    expect(await call('SeeAgain', { value: 1 })).toEqual({ calls: 2 })
  })
})
