import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openDataDirectory } from '../engines/data-directory.ts'
import { testPlace, world } from '../../test/support/world.ts'
import { collect } from './blobs.contract.ts'
import { memoryBlobs } from './memory-blobs.ts'
import { seededRandom } from './random.ts'
import { resetAll, restoreSnapshot } from './restore.ts'
import type { SavedPart } from './saved-part.ts'
import { saveSnapshot } from './snapshot.ts'
import { frameOf, type FrameType, snapshotStart } from './snapshot-format.ts'
import { keyOf } from './store/key.ts'
import { memoryStore } from './store/memory-store.ts'
import { StorageError } from './store/storage-error.ts'
import { everything, type Store } from './store/store.ts'
import { counters } from './testing/counters.ts'
import { files } from './testing/files.ts'

const day = 86_400_000

function savedWorld(store: Store = memoryStore(), savedParts: readonly SavedPart[] = []) {
  const blobs = memoryBlobs(seededRandom('blobs'))
  const cloud = world({ services: [counters(), files(blobs)], store, blobs, savedParts })
  return {
    ...cloud,
    blobs,
    add: (name: string) => cloud.call<{ count: number }>('Add', { name }),
    read: async (name: string) => (await cloud.call<{ count: number }>('Read', { name })).count,
    entries: () => [...store.range(everything)],
  }
}

/** An engine that keeps one text. */
function enginePart(text: string) {
  const part = {
    name: 'engine',
    text,
    async *save() {
      yield Buffer.from(part.text)
    },
    async load(bytes: AsyncIterable<Uint8Array>) {
      const text = (await collect(bytes)).toString()
      return { keep: async () => void (part.text = text), drop: () => Promise.resolve() }
    },
    reset: async () => void (part.text = ''),
  }
  return part
}

async function* chunksOf(bytes: Buffer, size = 1_000) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

const restore = (cloud: { kernel: Parameters<typeof restoreSnapshot>[0] }, bytes: Buffer) =>
  restoreSnapshot(cloud.kernel, chunksOf(bytes))

async function filled() {
  const engine = enginePart('data of the engine')
  const cloud = savedWorld(memoryStore(), [engine])
  await cloud.add('a')
  await cloud.call('PutFile', { name: 'f', text: 'x'.repeat(150_000) })
  await cloud.call('Plan', { jobs: [{ inMs: day, job: 'add', key: 'later' }] })
  await cloud.advance(5)
  return { ...cloud, bytes: await collect(saveSnapshot(cloud.kernel)) }
}

const firstLine = Buffer.from('KASANE SNAPSHOT\n')
const clock = '{"mode":"running","offsetMs":0,"heldAtMs":0}'
const frame = (type: FrameType, text: string | Buffer) => frameOf(type, Buffer.from(text))
const head = frame('h', `{"format":1,"clock":${clock}}`)
const end = (entries: number, blobs = 0, parts = 0) =>
  frame('z', JSON.stringify({ entries, blobs, parts }))

function entry(key: string, value: Buffer = Buffer.from('\u00011')): Buffer {
  const lengths = Buffer.alloc(6)
  lengths.writeUInt16BE(key.length)
  lengths.writeUInt32BE(value.length, 2)
  return Buffer.concat([
    lengths.subarray(0, 2),
    Buffer.from(key, 'latin1'),
    lengths.subarray(2),
    value,
  ])
}

const deep = Buffer.from(`\u0001${'['.repeat(5_000)}${']'.repeat(5_000)}`)

/** Their sums are right, as those of anybody who can compute them. */
const crafted: readonly (readonly [string, readonly Buffer[]])[] = [
  ['a head that is null', [frame('h', 'null'), end(0)]],
  ['a head that is no JSON', [frame('h', '{'), end(0)]],
  ['a head without anything', [frame('h', '{}'), end(0)]],
  ['a format that is a text', [frame('h', `{"format":"1","clock":${clock}}`), end(0)]],
  ['no clock', [frame('h', '{"format":1}'), end(0)]],
  ['an empty clock', [frame('h', '{"format":1,"clock":{}}'), end(0)]],
  [
    'a clock of nonsense',
    [frame('h', '{"format":1,"clock":{"mode":"x","offsetMs":"a","heldAtMs":0}}'), end(0)],
  ],
  [
    'a clock beyond all dates',
    [frame('h', '{"format":1,"clock":{"mode":"held","offsetMs":0,"heldAtMs":1e300}}'), end(0)],
  ],
  ['no head', [end(0)]],
  ['two heads', [head, head, end(0)]],
  ['no end', [head]],
  ['an end that is null', [head, frame('z', 'null')]],
  ['an end that is no JSON', [head, frame('z', 'x')]],
  ['two ends', [head, end(0), end(0)]],
  ['something behind its end', [head, end(0), frame('e', entry(keyOf('a')))]],
  ['fewer entries than it says', [head, frame('e', entry(keyOf('a'))), end(2)]],
  ['a cut entry', [head, frame('e', Buffer.alloc(1)), end(0)]],
  [
    'an entry that ends beyond its frame',
    [head, frame('e', entry(keyOf('a')).subarray(0, -1)), end(1)],
  ],
  ['a value of unknown form', [head, frame('e', entry(keyOf('a'), Buffer.alloc(2, 255))), end(1)]],
  [
    'a value that is no JSON',
    [head, frame('e', entry(keyOf('a'), Buffer.from('\u0001{'))), end(1)],
  ],
  ['a value too deep to be written', [head, frame('e', entry(keyOf('a'), deep)), end(1)]],
  ['an empty key', [head, frame('e', entry('')), end(1)]],
  ['a key that is none of ours', [head, frame('e', entry('k')), end(1)]],
  ['a key that is too long', [head, frame('e', entry(keyOf('k'.repeat(5_000)))), end(1)]],
  [
    'a key twice',
    [head, frame('e', Buffer.concat([entry(keyOf('a')), entry(keyOf('a'))])), end(2)],
  ],
  ['the mark of a restore', [head, frame('e', entry(keyOf('kernel', 'restoring'))), end(1)]],
  ['bytes of nothing', [head, frame('c', 'x'), end(0)]],
  ['a blob that leads elsewhere', [head, frame('b', '../../x'), frame('c', 'x'), end(0, 1)]],
  ['a blob twice', [head, frame('b', 'blob'), frame('b', 'blob'), end(0, 2)]],
  ['a part twice', [head, frame('p', 'engine'), frame('p', 'engine'), end(0, 0, 2)]],
  ['a frame of unknown type', [head, frame('q' as FrameType, ''), end(0)]],
  ['a frame too long to be one', [head, Buffer.from('h\xff\xff\xff\xff', 'latin1')]],
]

describe('a snapshot', () => {
  it('brings all back: state, blobs, due work, clock, engines', async () => {
    const { bytes, entries, now } = await filled()
    const engine = enginePart('other')
    const other = savedWorld(memoryStore(), [engine])
    await other.add('gone')
    await other.call('PutFile', { name: 'gone', text: 'gone' })
    await restore(other, bytes)
    expect(other.entries()).toEqual(entries())
    expect(other.now()).toBe(now())
    expect(engine.text).toBe('data of the engine')
    expect(await other.call('GetFile', { name: 'f' })).toEqual({ text: 'x'.repeat(150_000) })
    expect(await other.blobs.list()).toHaveLength(1)
    await other.advance(day)
    expect([await other.read('a'), await other.read('gone'), await other.read('later')]).toEqual([
      1, 0, 1,
    ])
  })

  it.each([false, true])(
    'opens in the store on disk (durable: %s), and comes back from there',
    async (durable) => {
      const path = await mkdtemp(join(tmpdir(), 'kasane-snapshot-'))
      const random = seededRandom('disk')
      const { store, close } = await openDataDirectory({ path, durable, random, version: '1' })
      const { bytes, entries } = await filled()
      const onDisk = savedWorld(store, [enginePart('')])
      await restore(onDisk, bytes)
      expect(onDisk.entries()).toEqual(entries())
      expect((await collect(saveSnapshot(onDisk.kernel))).equals(bytes)).toBe(true)
      await close()
      await rm(path, { recursive: true })
    },
  )

  it('holds the state of its beginning, whatever is written while it is read', async () => {
    const cloud = savedWorld()
    await cloud.add('a')
    await cloud.call('PutFile', { name: 'f', text: 'old' })
    const stream = saveSnapshot(cloud.kernel)[Symbol.asyncIterator]()
    const chunks = [(await stream.next()).value as Uint8Array]
    await cloud.add('a')
    await cloud.call('PutFile', { name: 'f', text: 'new' })
    for (let next = await stream.next(); !next.done; next = await stream.next())
      chunks.push(next.value)
    expect(await cloud.blobs.list()).toHaveLength(1)
    await restore(cloud, Buffer.concat(chunks))
    expect(await cloud.read('a')).toBe(1)
    expect(await cloud.call('GetFile', { name: 'f' })).toEqual({ text: 'old' })
  })

  it('that is damaged anywhere or cut off is refused, and changes nothing', async () => {
    const { bytes } = await filled()
    const cloud = savedWorld(memoryStore(), [enginePart('mine')])
    await cloud.add('mine')
    const before = cloud.entries()
    const faulty = [0, 17, 60, bytes.length >> 1, bytes.length - 1].map((at) => {
      const damaged = Buffer.from(bytes)
      damaged[at] = (damaged[at] ?? 0) ^ 1
      return damaged
    })
    const cut = [0, 1, 16, 40, bytes.length >> 1, bytes.length - 1].map((end) =>
      bytes.subarray(0, end),
    )
    for (const file of [...faulty, ...cut, Buffer.concat([bytes, bytes.subarray(16)])]) {
      await expect(restore(cloud, file)).rejects.toMatchObject({ name: 'SnapshotRefused' })
    }
    expect(cloud.entries()).toEqual(before)
    expect(await cloud.read('mine')).toBe(1)
  })

  it.each(crafted)(
    'that anybody may have made, with %s, is refused and changes nothing',
    async (_what, file) => {
      const cloud = savedWorld(memoryStore(), [enginePart('mine')])
      await cloud.add('mine')
      await cloud.call('PutFile', { name: 'f', text: 'mine' })
      const [before, now] = [cloud.entries(), cloud.now()]
      await expect(restore(cloud, Buffer.concat([firstLine, ...file]))).rejects.toMatchObject({
        name: 'SnapshotRefused',
        message: 'The snapshot is damaged or not whole. Nothing was changed.',
      })
      expect([cloud.entries(), cloud.now()]).toEqual([before, now])
      expect(await cloud.call('GetFile', { name: 'f' })).toEqual({ text: 'mine' })
    },
  )

  it('for which there is no room changes nothing, and the cloud goes on', async () => {
    const { bytes } = await filled()
    const full = new StorageError('full', 'no room')
    for (const fails of ['a write', 'the flush', 'the last step', 'a blob']) {
      const store = memoryStore()
      const cloud = savedWorld(
        {
          ...store,
          successor: async () => ({
            ...(await store.successor()),
            ...(fails === 'a write' && { commit: () => Promise.reject(full) }),
            ...(fails === 'the flush' && { flush: () => Promise.reject(full) }),
            ...(fails === 'the last step' && {
              takePlace() {
                throw full
              },
            }),
          }),
        },
        [enginePart('mine')],
      )
      if (fails === 'a blob') {
        cloud.blobs.successor = async () => ({
          put: () => Promise.reject(full),
          takePlace: () => undefined,
          drop: () => Promise.resolve(),
        })
      }
      await cloud.add('mine')
      await cloud.call('PutFile', { name: 'mine', text: 'mine' })
      const before = cloud.entries()
      await expect(restore(cloud, bytes), fails).rejects.toBe(full)
      expect(cloud.entries(), fails).toEqual(before)
      expect(await cloud.add('mine')).toEqual({ count: 2 })
      expect(await cloud.call('GetFile', { name: 'mine' })).toEqual({ text: 'mine' })
    }
  })

  it('is taken in while calls are answered', async () => {
    const { bytes } = await filled()
    const cloud = savedWorld(memoryStore(), [enginePart('')])
    let goOn = () => {}
    const gate = new Promise<void>((resolve) => (goOn = resolve))
    async function* slowly() {
      yield bytes.subarray(0, bytes.length >> 1)
      await gate
      yield bytes.subarray(bytes.length >> 1)
    }
    const restored = restoreSnapshot(cloud.kernel, slowly())
    expect(await cloud.add('before')).toEqual({ count: 1 })
    goOn()
    await restored
    expect([await cloud.read('before'), await cloud.read('a')]).toEqual([0, 1])
  })

  it('that is refused is let go of', async () => {
    const { bytes } = await filled()
    const damaged = Buffer.from(bytes)
    damaged[20] = 255
    for (const file of [Buffer.from('PK'), damaged, bytes]) {
      let isClosed = false
      async function* closing() {
        try {
          for (;;) yield* chunksOf(file)
        } finally {
          isClosed = true
        }
      }
      await expect(restoreSnapshot(savedWorld().kernel, closing())).rejects.toMatchObject({
        name: 'SnapshotRefused',
      })
      expect(isClosed).toBe(true)
    }
  })

  it('that is something else is refused', async () => {
    await expect(
      restore(savedWorld(), Buffer.from('PK\u0003\u0004 a zip file of mine')),
    ).rejects.toMatchObject({
      message: 'This file is no snapshot of Kasane.',
    })
  })

  it('of a newer format is refused', async () => {
    const cloud = savedWorld()
    const start = snapshotStart(cloud.kernel.clock.state()).subarray(0, 16)
    const head = frameOf('h', Buffer.from('{"format":2}'))
    await expect(restore(cloud, Buffer.concat([start, head]))).rejects.toMatchObject({
      message:
        'The snapshot has format 2, written by a newer version of Kasane; this version reads up to 1. Nothing was changed.',
    })
  })

  it('with data of an engine that is not there is refused', async () => {
    const { bytes } = await filled()
    await expect(restore(savedWorld(), bytes)).rejects.toMatchObject({
      message:
        "The snapshot holds data of engine, which this Kasane doesn't run. Nothing was changed.",
    })
  })

  it('whose restore was broken off keeps the next start from serving half of it', async () => {
    const { bytes } = await filled()
    const store = memoryStore()
    const cloud = savedWorld(store, [
      {
        ...enginePart(''),
        load: async () => ({
          keep: () => Promise.reject(new Error('killed')),
          drop: () => Promise.resolve(),
        }),
      },
    ])
    await expect(restore(cloud, bytes)).rejects.toThrow('killed')
    await expect(savedWorld(store).kernel.start()).rejects.toMatchObject({
      name: 'StorageError',
      kind: 'damaged',
      message: expect.stringContaining('A restore into this data directory was broken off'),
    })
  })
})

describe('a reset', () => {
  it('forgets everything but the clock, ends waits, and goes on', async () => {
    const engine = enginePart('data')
    const cloud = savedWorld(memoryStore(), [engine])
    await cloud.add('a')
    await cloud.call('PutFile', { name: 'f', text: 'x' })
    await cloud.advance(day)
    const now = cloud.now()
    await cloud.call('Plan', { jobs: [{ inMs: 10, job: 'add', key: 'later' }] })
    cloud.kernel.change(() =>
      cloud.kernel.quotas.set(testPlace, { service: 'x', name: 'y', value: 1 }),
    )
    const waiting = cloud.call('Wait', { name: 'a', count: 9 })
    await resetAll(cloud.kernel)
    expect(await waiting).toEqual({ count: 1 })
    expect(cloud.entries().map(([key]) => key)).toEqual([keyOf('kernel', 'clock')])
    expect([engine.text, await cloud.blobs.list()]).toEqual(['', []])
    expect(cloud.now()).toBe(now)
    await cloud.advance(10)
    expect([await cloud.read('a'), await cloud.read('later')]).toEqual([0, 0])
    expect(await cloud.add('a')).toEqual({ count: 1 })
  })

  it('lets calls that come meanwhile wait, and refuses what would write afterwards', async () => {
    const cloud = savedWorld()
    const slow = cloud.call('PutFile', { name: 'f', text: 'x', isSlow: true })
    const reset = resetAll(cloud.kernel)
    const later = cloud.add('a')
    await expect(slow).rejects.toMatchObject({ code: 'ServiceUnavailable', status: 503 })
    await reset
    expect(await later).toEqual({ count: 1 })
  })
})
