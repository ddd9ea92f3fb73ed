import { describe, expect, it } from 'vitest'
import { collection, CollectionView } from './collection.ts'
import { keyOf } from './store/key.ts'
import { memoryStore } from './store/memory-store.ts'
import { Overlay } from './store/overlay.ts'
import { untilChanged } from './until-changed.ts'

interface Note {
  readonly name: string
  readonly text: string
}

const notes = collection({ version: 1, key: (note: Note) => [note.name] })

/** A state of one collection, and the lengths of its notes, worked out once. */
function open() {
  const store = memoryStore()
  const overlay = new Overlay(store)
  const state = { notes: new CollectionView<Note>(overlay, keyOf('notes'), notes, true) }
  const knownOf = untilChanged<typeof state, number>({
    revisionOf: (of) => of.notes.revision,
    isSettled: (of) => of.notes.isSettled,
  })
  const counts = { workedOut: 0 }
  return {
    counts,
    write: (text: string) => state.notes.put({ name: 'a', text }),
    lengthOf(name: string) {
      const known = knownOf(state)
      const length = known.get(name) ?? state.notes.get(name)?.text.length ?? 0
      if (!known.has(name)) counts.workedOut++
      known.set(name, length)
      return length
    },
    commit() {
      void store.commit([...overlay.writes()])
      overlay.drop()
    },
    drop: () => overlay.drop(),
  }
}

describe('what is worked out of a state', () => {
  it('is kept until the state changes', () => {
    const { write, commit, lengthOf, counts } = open()
    write('one')
    commit()
    expect([lengthOf('a'), lengthOf('a'), counts.workedOut]).toEqual([3, 3, 1])
    write('three')
    commit()
    expect([lengthOf('a'), lengthOf('a'), counts.workedOut]).toEqual([5, 5, 2])
  })

  it('of writes that are dropped afterwards is forgotten with them', () => {
    const { write, commit, drop, lengthOf } = open()
    write('one')
    commit()
    write('three')
    expect(lengthOf('a')).toBe(5)
    drop()
    expect(lengthOf('a')).toBe(3)
  })
})
