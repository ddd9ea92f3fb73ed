import { describe, expect, it } from 'vitest'
import { testPlace, world } from '../../test/support/world.ts'
import { collection, defineState } from './collection.ts'
import { AwsError } from './errors.ts'
import { operation } from './operation.ts'
import { defineService, operationsOn } from './service.ts'
import { afterPrefix, keyOf } from './store/key.ts'

interface Note {
  readonly name: string
  readonly text: string
  readonly dueMs: number
}

const state = defineState({
  notes: collection({
    version: 1,
    key: (note: Note) => [note.name],
    indexes: { due: (note: Note) => [note.dueMs] },
  }),
})
const noteOperation = operationsOn(state)

const putNote = noteOperation(
  operation<{ name: string; text: string }, { text?: string }>('notes', 'PutNote'),
  {
    resource: () => '*',
    run({ input, state, clock, at, touch }) {
      state.notes.put({ ...input, dueMs: clock.now() + 1000 })
      if (input.text === 'refused') throw new AwsError({ code: 'No', status: 400, message: 'no' })
      at(clock.now() + 1000, 'expire', input.name)
      touch(input.name)
      return { text: input.text }
    },
  },
)

const waitForNote = noteOperation(
  operation<{ name: string }, { text?: string }>('notes', 'WaitForNote'),
  {
    resource: () => '*',
    run({ input, state, clock, beganAtMs, isLastLook, waitUntil }) {
      const note = state.notes.get(input.name)
      const deadlineMs = beganAtMs + 5000
      if (note) return { text: note.text }
      if (isLastLook || clock.now() >= deadlineMs) return {}
      return waitUntil(deadlineMs, input.name, 20_000)
    },
  },
)

const notes = defineService({
  name: 'notes',
  state,
  operations: [putNote, waitForNote],
  jobs: {
    expire: {
      run({ state, key }) {
        state.notes.delete(key)
      },
    },
  },
})

describe('the kernel', () => {
  it('keeps what an operation wrote', async () => {
    const { call } = world({ services: [notes] })
    await call('PutNote', { name: 'a', text: 'hello' })
    expect(await call('WaitForNote', { name: 'a' })).toEqual({ text: 'hello' })
  })

  it('changes nothing when an operation refuses', async () => {
    const { call, kernel } = world({ services: [notes] })
    const refusal = call('PutNote', { name: 'a', text: 'refused' })
    await expect(refusal).rejects.toMatchObject({ code: 'No', status: 400, message: 'no' })
    expect(kernel.scheduler.count()).toBe(0)
    expect([...kernel.store.range({ start: '', end: '\xff' })]).toEqual([])
  })

  it('runs a job when the clock reaches its instant', async () => {
    const { call, advance, kernel } = world({ services: [notes] })
    await call('PutNote', { name: 'a', text: 'hello' })
    await advance(999)
    expect(kernel.scheduler.count()).toBe(1)
    expect(await advance(1)).toMatchObject({ settled: true })
    const cell = keyOf(testPlace.account)
    expect([...kernel.store.range({ start: cell, end: afterPrefix(cell) })]).toEqual([])
  })

  it('wakes a waiting call when its topic is touched', async () => {
    const { call } = world({ services: [notes] })
    const waiting = call('WaitForNote', { name: 'a' })
    await call('PutNote', { name: 'b', text: 'other' })
    await call('PutNote', { name: 'a', text: 'hello' })
    expect(await waiting).toEqual({ text: 'hello' })
  })

  it('ends a waiting call at its emulated deadline', async () => {
    const { call, advance } = world({ services: [notes] })
    const waiting = call('WaitForNote', { name: 'a' })
    await advance(5000)
    expect(await waiting).toEqual({})
  })

  it('ends a waiting call at its real deadline, though the clock is held', async () => {
    const { call, real } = world({ services: [notes] })
    const waiting = call('WaitForNote', { name: 'a' })
    real.pass(20_000)
    expect(await waiting).toEqual({})
  })

  it('ends a waiting call when its client goes', async () => {
    const { call, kernel } = world({ services: [notes] })
    let leave = () => {}
    const waiting = call('WaitForNote', { name: 'a' }, { onGone: (gone) => (leave = gone) })
    leave()
    expect(await waiting).toEqual({})
    expect(kernel.waiting.size).toBe(0)
  })
})
