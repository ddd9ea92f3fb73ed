import { describe, expect, it } from 'vitest'
import { collection, CollectionView } from './collection.ts'
import { keyOf } from './store/key.ts'
import { memoryStore } from './store/memory-store.ts'
import { Overlay } from './store/overlay.ts'

interface Note {
  readonly name: string
  readonly text: string
}

const notes = collection({
  version: 1,
  key: (note: Note) => [note.name],
  indexes: { text: (note: Note) => [note.text] },
})

function open() {
  const store = memoryStore()
  const overlay = new Overlay(store)
  const revision = { count: 0 }
  const view = () => new CollectionView<Note>(overlay, keyOf('notes'), notes, true, { revision })
  return {
    view: view(),
    other: view(),
    commit() {
      void store.commit([...overlay.writes()])
      overlay.drop()
    },
    drop: () => overlay.drop(),
  }
}

describe('an entity that is read again', () => {
  it('is the one that was written last, by whatever view', () => {
    const { view, other, commit } = open()
    view.put({ name: 'a', text: 'one' })
    commit()
    expect(view.get('a')).toEqual({ name: 'a', text: 'one' })
    other.put({ name: 'a', text: 'two' })
    expect(view.get('a')).toEqual({ name: 'a', text: 'two' })
    commit()
    expect(view.get('a')).toEqual({ name: 'a', text: 'two' })
    other.delete('a')
    commit()
    expect(view.get('a')).toBeUndefined()
  })

  it('is the one of before when what was written since is dropped', () => {
    const { view, commit, drop } = open()
    view.put({ name: 'a', text: 'one' })
    commit()
    expect(view.get('a')?.text).toBe('one')
    view.put({ name: 'a', text: 'two' })
    expect(view.get('a')?.text).toBe('two')
    drop()
    expect(view.get('a')?.text).toBe('one')
  })
})

describe('an entity that is added', () => {
  it('is found by its key and by its indexes', () => {
    const { view, commit } = open()
    view.add({ name: 'a', text: 'one' })
    commit()
    expect(view.get('a')?.text).toBe('one')
    expect(view.index('text').first({ prefix: ['one'] })?.name).toBe('a')
    view.put({ name: 'a', text: 'two' })
    commit()
    expect(view.index('text').count({ prefix: ['one'] })).toBe(0)
  })
})
