import { describe, expect, it } from 'vitest'
import { world } from '../../test/support/world.ts'
import { memoryBlobs } from './memory-blobs.ts'
import { seededRandom } from './random.ts'
import { memoryStore } from './store/memory-store.ts'
import { files } from './testing/files.ts'

function filesWorld(blobs = memoryBlobs(seededRandom('blobs')), store = memoryStore()) {
  const cloud = world({ services: [files(blobs)], blobs, store })
  return { ...cloud, blobs, store, count: async () => (await blobs.list()).length }
}

describe('a blob', () => {
  it('is deleted when the entity that refers to it takes another', async () => {
    const { call, count } = filesWorld()
    await call('PutFile', { name: 'a', text: 'one' })
    await call('PutFile', { name: 'a', text: 'two' })
    expect(await count()).toBe(1)
    expect(await call('GetFile', { name: 'a' })).toEqual({ text: 'two' })
  })

  it('lives as long as any entity refers to it, in whatever cell', async () => {
    const { call, count } = filesWorld()
    await call('PutFile', { name: 'a', text: 'one' })
    await call('CopyFile', { from: 'a', to: 'b' })
    await call('DeleteFile', { name: 'a' })
    expect(await call('GetFile', { name: 'b' })).toEqual({ text: 'one' })
    await call('DeleteFile', { name: 'b' })
    expect(await count()).toBe(0)
  })

  it('that nothing refers to is swept at the start, one that is referred to is not', async () => {
    const { call, blobs, store } = filesWorld()
    await call('PutFile', { name: 'a', text: 'one' })
    const lost = await blobs.write([Buffer.from('lost')])
    await lost.keep()
    const next = filesWorld(blobs, store)
    await next.kernel.start()
    expect(await next.count()).toBe(1)
    expect(await next.call('GetFile', { name: 'a' })).toEqual({ text: 'one' })
  })
})
