import { expect, test } from 'vitest'
import { heldRealTime } from '../../test/support/world.ts'
import { Clock } from './clock.ts'
import { Turns } from './turns.ts'

test('each piece of long work has a turn of the event loop to itself, in the order asked', async () => {
  const turns = new Turns(new Clock(heldRealTime(), { mode: 'held', heldAtMs: 0 }))
  const happened: string[] = []
  const note = (what: string) => () => void happened.push(what)
  const all = [turns.next().then(note('first')), turns.next().then(note('second'))]
  setImmediate(() => setImmediate(note('another call')))
  await Promise.all(all)
  expect(happened).toEqual(['first', 'another call', 'second'])
})
