import { describe, expect, it } from 'vitest'
import { world } from '../../test/support/world.ts'
import { turnRealMsMax } from './job-runner.ts'
import { settleRealMsMax } from './scheduler.ts'
import { memoryStore } from './store/memory-store.ts'
import { counters, type CountersJobs } from './testing/counters.ts'
import { fillableStore, full } from './testing/fillable-store.ts'

const day = 86_400_000

function countingWorld(jobs: CountersJobs = {}, store = memoryStore()) {
  const cloud = world({ services: [counters(jobs)], store })
  const plan = (...planned: readonly object[]) => cloud.call('Plan', { jobs: planned })
  const read = async (name: string) => (await cloud.call<{ count: number }>('Read', { name })).count
  return { ...cloud, plan, read }
}

/** Jobs that note the instant at which they ran. */
function noting() {
  const ran: string[] = []
  const jobs: CountersJobs = {
    note: { run: ({ key, clock, dueMs }) => void ran.push(`${key} ${clock.now() - dueMs}`) },
  }
  return { ran, jobs }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

async function turnsUntil(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await turn()
}

/** Lets real deadlines pass until `work` is done. */
async function passingUntil<Result>(
  real: { pass(ms: number): void },
  work: Promise<Result>,
): Promise<Result> {
  let isDone = false
  const done = work.finally(() => (isDone = true))
  await turnsUntil(async () => {
    real.pass(settleRealMsMax)
    return isDone
  })
  return done
}

describe('due work', () => {
  it('runs in the order of its instants, ties in the order set, each at its own instant', async () => {
    const { ran, jobs } = noting()
    const { plan, advance, bugs } = countingWorld(jobs)
    await plan(
      { inMs: 20, job: 'note', key: 'c' },
      { inMs: 10, job: 'note', key: 'b' },
      { inMs: 10, job: 'note', key: 'a' },
    )
    expect(await advance(30)).toMatchObject({ settled: true })
    expect(ran).toEqual(['b 0', 'a 0', 'c 0'])
    expect(bugs).toEqual([])
  })

  it('of one name and key is moved, not doubled', async () => {
    const { plan, advance, read, kernel } = countingWorld()
    await plan({ inMs: 10, job: 'add', key: 'a' })
    await plan({ inMs: 50, job: 'add', key: 'a' })
    await advance(20)
    expect(await read('a')).toBe(0)
    expect(kernel.scheduler.count()).toBe(1)
    await advance(30)
    expect(await read('a')).toBe(1)
  })

  it('that is due now runs without a move, though the clock is held', async () => {
    const { plan, read } = countingWorld()
    await plan({ inMs: 0, job: 'add', key: 'a' })
    await turn()
    expect(await read('a')).toBe(1)
  })

  it('that schedules itself runs at each instant that a move passes', async () => {
    const { plan, advance, read } = countingWorld({
      daily: {
        run({ state, key, clock, at }) {
          state.counters.put({ name: key, count: (state.counters.get(key)?.count ?? 0) + 1 })
          at(clock.now() + day, 'daily', key)
        },
      },
    })
    await plan({ inMs: day, job: 'daily', key: 'a' })
    await advance(30 * day)
    expect(await read('a')).toBe(30)
  })

  it('that throws is told of and dropped; what it wrote is undone; the others go on', async () => {
    const { plan, advance, read, bugs, kernel } = countingWorld({
      broken: {
        run({ state, key }) {
          state.counters.put({ name: key, count: 9 })
          throw new Error('broken')
        },
      },
    })
    await plan({ inMs: 1, job: 'broken', key: 'a' }, { inMs: 1, job: 'add', key: 'b' })
    expect(await advance(1)).toMatchObject({ settled: true })
    expect(bugs).toEqual([new Error('broken')])
    expect([await read('a'), await read('b')]).toEqual([0, 1])
    expect(kernel.scheduler.count()).toBe(0)
  })

  it('that throws while it is prepared is told of and dropped', async () => {
    const { plan, advance, bugs, kernel } = countingWorld({
      broken: { before: () => Promise.reject(new Error('broken')), run: () => undefined },
    })
    await plan({ inMs: 1, job: 'broken', key: 'a' })
    expect(await advance(1)).toMatchObject({ settled: true })
    expect(bugs).toEqual([new Error('broken')])
    expect(kernel.scheduler.count()).toBe(0)
  })

  it('of a job that nobody knows is told of and dropped', async () => {
    const { plan, advance, bugs, kernel } = countingWorld()
    await plan({ inMs: 1, job: 'unknown', key: 'a' })
    await advance(1)
    expect(bugs).toEqual([new Error('no such job')])
    expect(kernel.scheduler.count()).toBe(0)
  })

  it('that waits for something holds up neither the others nor, beyond its limit, the move', async () => {
    let finish = () => {}
    const { plan, advance, read, real, kernel } = countingWorld({
      slow: {
        before: () => new Promise<void>((resolve) => (finish = resolve)),
        run: ({ state }) => state.counters.put({ name: 'slow', count: 1 }),
      },
    })
    await plan({ inMs: 1, job: 'slow', key: 'a' }, { inMs: 1, job: 'add', key: 'b' })
    const moved = advance(5)
    await turnsUntil(async () => (await read('b')) === 1)
    expect(await passingUntil(real, moved)).toMatchObject({ settled: false })
    expect(await read('slow')).toBe(0)
    finish()
    expect(await kernel.scheduler.settle()).toBe(true)
    expect(await read('slow')).toBe(1)
  })

  it('that waits for something is awaited by a move', async () => {
    const { plan, advance, read } = countingWorld({
      slow: {
        before: () => new Promise((resolve) => setImmediate(() => resolve('x'))),
        run: ({ state, prepared, at, clock }) => {
          state.counters.put({ name: String(prepared), count: 1 })
          at(clock.now() + 1, 'add', 'later')
        },
      },
    })
    await plan({ inMs: 1, job: 'slow', key: 'a' })
    expect(await advance(2)).toMatchObject({ settled: true })
    expect([await read('x'), await read('later')]).toEqual([1, 1])
  })

  it('that was scheduled anew while it was prepared runs again', async () => {
    let finish = () => {}
    let turns = 0
    const { plan, advance, kernel } = countingWorld({
      slow: {
        before: () => new Promise<void>((resolve) => (finish = resolve)),
        run: () => void turns++,
      },
    })
    await plan({ inMs: 0, job: 'slow', key: 'a' })
    await turn()
    await plan({ inMs: 10, job: 'slow', key: 'a' })
    finish()
    await kernel.scheduler.settle()
    expect([turns, kernel.scheduler.count()]).toEqual([1, 1])
    const first = finish
    const moved = advance(10)
    await turnsUntil(async () => finish !== first)
    finish()
    await moved
    expect([turns, kernel.scheduler.count()]).toEqual([2, 0])
  })

  it('that takes long leaves the event loop its turn before the next begins', async () => {
    const ran: string[] = []
    const { plan, real } = countingWorld({
      long: {
        run({ key }) {
          ran.push(key)
          real.pass(turnRealMsMax / 2)
        },
      },
    })
    setImmediate(() => ran.push('turn'))
    await plan(...['a', 'b', 'c', 'd'].map((key) => ({ inMs: 0, job: 'long', key })))
    await turnsUntil(async () => ran.length === 5)
    expect(ran).toEqual(['a', 'b', 'turn', 'c', 'd'])
  })

  it('that schedules itself at once leaves the event loop its turns, and a move its end', async () => {
    const { plan, real, kernel, advance } = countingWorld({
      eager: { run: ({ at, clock, key }) => at(clock.now(), 'eager', key) },
    })
    await plan({ inMs: 5, job: 'eager', key: 'a' })
    expect(await passingUntil(real, advance(5))).toMatchObject({ settled: false })
    kernel.scheduler.stop()
  })

  it('moves take turns', async () => {
    const { ran, jobs } = noting()
    const { plan, advance, now, kernel } = countingWorld(jobs)
    const start = now()
    await plan({ inMs: 10, job: 'note', key: 'a' }, { inMs: 30, job: 'note', key: 'b' })
    const moves = [advance(20), kernel.scheduler.moveTo(start + 40), advance(5)]
    expect((await Promise.all(moves)).map(({ nowMs }) => nowMs - start)).toEqual([20, 40, 40])
    expect(ran).toEqual(['a 0', 'b 0'])
  })

  it('stands on one timer, however much of it there is', async () => {
    const { plan, real, kernel } = countingWorld()
    kernel.clock.run()
    let timers = 0
    const { after } = real
    Object.assign(real, {
      after: (ms: number, work: () => void) => {
        timers++
        return after(ms, work)
      },
    })
    await plan(
      ...Array.from({ length: 10_000 }, (_, at) => ({ inMs: day + at, job: 'add', key: `${at}` })),
    )
    expect(timers).toBe(1)
    kernel.scheduler.stop()
  })

  it('runs by real time when the clock runs', async () => {
    const { plan, real, kernel, read } = countingWorld()
    kernel.clock.run()
    kernel.scheduler.resume()
    await plan({ inMs: 500, job: 'add', key: 'a' }, { inMs: 700, job: 'add', key: 'b' })
    real.pass(500)
    await turn()
    expect([await read('a'), await read('b')]).toEqual([1, 0])
    real.pass(200)
    await turn()
    expect(await read('b')).toBe(1)
    kernel.scheduler.stop()
  })

  it('is still due when the store can not take its change, and runs when it can', async () => {
    const disk = fillableStore('at once')
    const { plan, kernel, read, real, bugs } = countingWorld({}, disk.store)
    void plan({ inMs: 0, job: 'add', key: 'a' })
    disk.isFull = true
    await turn()
    expect(await kernel.scheduler.settle()).toBe(false)
    expect([await read('a'), bugs]).toEqual([0, [full]])
    disk.isFull = false
    real.pass(1_000)
    await turn()
    expect(await read('a')).toBe(1)
  })

  it('lets others have their turn while the disk tells of each change later that it has no room', async () => {
    const disk = fillableStore('later')
    const afterwards: string[] = []
    const jobs: CountersJobs = {
      note: { run: () => undefined, after: ({ key }) => void afterwards.push(key) },
    }
    const { plan, kernel, read, real, bugs } = countingWorld(jobs, disk.store)
    void plan({ inMs: 0, job: 'add', key: 'a' }, { inMs: 0, job: 'note', key: 'b' })
    disk.isFull = true
    await turn()
    expect(await kernel.scheduler.settle()).toBe(false)
    expect([await read('a'), afterwards, new Set(bugs)]).toEqual([0, [], new Set([full])])
    disk.isFull = false
    real.pass(1_000)
    await turn()
    expect([await read('a'), afterwards]).toEqual([1, ['b']])
  })

  it('survives a restart, and what is set later comes later', async () => {
    const store = memoryStore()
    const { ran, jobs } = noting()
    const first = countingWorld(jobs, store)
    await first.plan({ inMs: 10, job: 'note', key: 'b' }, { inMs: 10, job: 'note', key: 'a' })
    first.kernel.scheduler.stop()
    const second = countingWorld(jobs, store)
    await second.kernel.start()
    await second.plan({ inMs: 10, job: 'note', key: 'c' }, { inMs: 10, job: 'note', key: 'b' })
    await second.advance(10)
    expect(ran).toEqual(['a 0', 'c 0', 'b 0'])
  })

  it('that a stopped process was preparing is left to the next', async () => {
    const store = memoryStore()
    let finish = () => {}
    const slow: CountersJobs = {
      slow: {
        before: () => new Promise<void>((resolve) => (finish = resolve)),
        run: ({ state }) => state.counters.put({ name: 'slow', count: 1 }),
      },
    }
    const first = countingWorld(slow, store)
    await first.plan({ inMs: 0, job: 'slow', key: 'a' })
    await turn()
    first.kernel.scheduler.stop()
    finish()
    await turn()
    expect(first.kernel.scheduler.count()).toBe(1)
  })
})

describe('the clock', () => {
  it('goes on after a restart where it had been moved to', async () => {
    const store = memoryStore()
    const first = countingWorld({}, store)
    await first.advance(30 * day)
    const second = countingWorld({}, store)
    expect(second.now()).toBe(first.now() - 30 * day)
    await second.kernel.start()
    expect(second.now()).toBe(first.now())
    second.kernel.clock.run()
    second.real.pass(7)
    const third = countingWorld({}, store)
    await third.kernel.start()
    expect(third.kernel.clock.mode).toBe('running')
    expect(third.now()).toBe(first.now())
  })
})
