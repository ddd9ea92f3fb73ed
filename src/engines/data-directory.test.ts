import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { collect } from '../kernel/blobs.contract.ts'
import { seededRandom } from '../kernel/random.ts'
import { keyOf } from '../kernel/store/key.ts'
import type { StorageError } from '../kernel/store/storage-error.ts'
import { everything } from '../kernel/store/store.ts'
import { describeSuccessor } from '../kernel/store/successor.contract.ts'
import { openDataDirectory } from './data-directory.ts'

const version = '1.2.3'

describe('a data directory', () => {
  let parent: string
  let path: string
  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'kasane-data-'))
    path = join(parent, 'data')
  })
  afterEach(() => rmSync(parent, { recursive: true, force: true }))

  const open = (options: { path?: string; durable?: boolean } = {}) =>
    openDataDirectory({ path, version, random: seededRandom('blobs'), ...options })
  const write = (name: string, text: string) => writeFileSync(join(path, name), text)
  async function holder() {
    const directory = await open()
    const said = JSON.parse(readFileSync(join(path, 'lock'), 'utf8')) as {
      readonly pid: number
      readonly host: string
    }
    await directory.close()
    return said
  }
  async function filled() {
    const directory = await open()
    const entries = Array.from({ length: 2_000 }, (_, at) => ({ key: keyOf(at), value: { at } }))
    await directory.store.commit(entries)
    await directory.close()
  }

  it('is made where there is none, and says its format', async () => {
    const directory = await open()
    expect(JSON.parse(readFileSync(join(path, 'format'), 'utf8'))).toEqual({
      kind: 'kasane data directory',
      format: 1,
      version,
    })
    await directory.close()
    expect(readdirSync(path).sort()).toEqual(['blobs', 'format', 'store'])
  })

  it('is made with the folders above it', async () => {
    const deep = join(parent, 'a', 'b', 'data')
    await (await open({ path: deep })).close()
    expect(readdirSync(deep).sort()).toEqual(['blobs', 'format', 'store'])
  })

  it('is refused where a file is in its place, or in that of a folder above it', async () => {
    const file = join(parent, 'notes.txt')
    writeFileSync(file, 'mine')
    for (const place of [file, join(file, 'deep', 'data')]) {
      await expect(open({ path: place })).rejects.toMatchObject({
        name: 'StorageError',
        kind: 'foreign',
        message: `${file} is a file, and a data directory is a folder. Choose an empty or a new one.`,
      })
    }
    expect(readFileSync(file, 'utf8')).toBe('mine')
  })

  // Node's recursive mkdir never ends there.
  it.runIf(process.platform === 'linux').each(['/proc/kasane', '/proc/kasane/data'])(
    'is refused where a file system makes no folders, as at %s',
    async (impossible) => {
      await expect(open({ path: impossible })).rejects.toThrow(
        `Could not open ${impossible}. (ENOENT: no such file or directory, mkdir '/proc/kasane')`,
      )
    },
  )

  it('serves what a successor holds once that has taken its place, at the next start, too', async () => {
    await filled()
    for (const round of [1, 2]) {
      const directory = await open()
      const next = await directory.store.successor()
      const blobs = await directory.blobs.successor(next.name)
      await blobs.put('a-blob', [Buffer.from(`blob ${round}`)])
      await next.commit([{ key: keyOf('round'), value: round }])
      await next.flush()
      next.takePlace()
      blobs.takePlace()
      expect([...directory.store.range(everything)]).toEqual([[keyOf('round'), round]])
      await directory.close()
      const again = await open()
      expect([...again.store.range(everything)]).toEqual([[keyOf('round'), round]])
      expect((await collect(await again.blobs.read('a-blob'))).toString()).toBe(`blob ${round}`)
      await again.close()
      const format = JSON.parse(readFileSync(join(path, 'format'), 'utf8')) as object
      expect(format).toMatchObject({ format: 2, name: next.name })
      const names = ['blobs', 'format', 'store'].map((name) =>
        name === 'format' ? name : `${name}-${next.name}`,
      )
      expect(readdirSync(path).sort()).toEqual(names)
    }
  })

  it('is as it was when a successor was given up, or the process died over it', async () => {
    await filled()
    const directory = await open()
    const format = readFileSync(join(path, 'format'), 'utf8')
    for (const end of ['given up', 'left']) {
      const next = await directory.store.successor()
      const blobs = await directory.blobs.successor(next.name)
      await blobs.put('a-blob', [Buffer.from('new')])
      await next.commit([{ key: keyOf('new'), value: 1 }])
      if (end === 'given up') await Promise.all([blobs.drop(), next.drop()])
    }
    expect(directory.store.count(everything)).toBe(2_000)
    await directory.close()
    const again = await open()
    expect(again.store.count(everything)).toBe(2_000)
    expect(await again.blobs.list()).toEqual([])
    await again.close()
    expect(readFileSync(join(path, 'format'), 'utf8')).toBe(format)
    expect(readdirSync(path).sort()).toEqual(['blobs', 'format', 'store'])
  })

  it.each(['missing', 'empty'])('whose store is %s is refused', async (fault) => {
    await filled()
    const file = join(path, 'store/data.mdb')
    if (fault === 'empty') truncateSync(file, 0)
    else rmSync(join(path, 'store'), { recursive: true })
    await expect(open()).rejects.toMatchObject({
      kind: 'damaged',
      message: `${file} is ${fault}, though its data directory has held a store. Nothing was changed: put the file back, or restore a snapshot into an empty data directory.`,
    })
    expect(readdirSync(path)).not.toContain('lock')
  })

  it.each(['no store', 'an empty one'])('of a start that died with %s is used', async (left) => {
    const directory = await open()
    await directory.close()
    write('format', '{"kind":"kasane data directory","format":1,"version":"1","isNew":true}')
    if (left === 'no store') rmSync(join(path, 'store'), { recursive: true })
    else truncateSync(join(path, 'store/data.mdb'), 0)
    await (await open()).close()
    expect(JSON.parse(readFileSync(join(path, 'format'), 'utf8'))).toEqual({
      kind: 'kasane data directory',
      format: 1,
      version,
    })
  })

  it('keeps what was committed, whether answers wait for the disk or not', async () => {
    await filled()
    const durable = await open({ durable: true })
    expect(durable.store.count(everything)).toBe(2_000)
    await durable.store.commit([{ key: keyOf('more'), value: 1 }])
    await durable.close()
    const again = await open()
    expect(again.store.get(keyOf('more'))).toBe(1)
    await again.close()
  })

  it('is refused while a living process works on it', async () => {
    const directory = await open()
    await expect(open()).rejects.toMatchObject({
      name: 'StorageError',
      kind: 'in-use',
      message: expect.stringContaining(`${path} is in use by process ${process.pid} on `),
    })
    await directory.close()
  })

  it('is taken over at once from a process that died, and from a later one of its number', async () => {
    const own = await holder()
    for (const pid of [2 ** 22 + 1, process.pid, 1]) {
      write('lock', JSON.stringify({ ...own, pid, began: 'another time' }))
      const directory = await open()
      await directory.close()
    }
    expect(readdirSync(path)).not.toContain('lock')
  })

  it.each([
    ['on another machine', { numbering: 'x', host: 'elsewhere', pid: 7, began: 'x' }],
    ['of another namespace, of its own number and beginning', { numbering: 'x' }],
    ['of a version that told less', { numbering: undefined, host: 'elsewhere' }],
  ])('is refused when a process %s touches its lock', async (_where, differing) => {
    const other = { ...(await holder()), ...differing }
    write('lock', JSON.stringify(other))
    const opening = open()
    const soon = new Date(Date.now() + 1)
    utimesSync(join(path, 'lock'), soon, soon)
    await expect(opening).rejects.toMatchObject({
      kind: 'in-use',
      message: expect.stringContaining(`process ${other.pid} on ${other.host}`),
    })
  })

  it('is taken over from a process elsewhere that gives no sign of life any more', async () => {
    write('lock', JSON.stringify({ ...(await holder()), numbering: 'x' }))
    const past = new Date(Date.now() - 14_950)
    utimesSync(join(path, 'lock'), past, past)
    await (await open()).close()
    expect(readdirSync(path)).not.toContain('lock')
  })

  describe('whose process stood still', () => {
    beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }))
    afterEach(() => vi.useRealTimers())

    it('is not written any more once another one has taken it', async () => {
      const other = { ...(await holder()), numbering: 'x' }
      const directory = await open()
      await directory.store.commit([{ key: keyOf('a'), value: 1 }])
      write('lock', JSON.stringify(other))
      vi.advanceTimersByTime(2_000)
      const fault = {
        kind: 'in-use',
        message: `Another process took the data directory ${path} while this one stood still. Nothing of this call was written; restart this process.`,
      }
      await expect(async () =>
        directory.store.commit([{ key: keyOf('a'), value: 2 }]),
      ).rejects.toMatchObject(fault)
      await expect(directory.store.clear()).rejects.toMatchObject(fault)
      await expect(directory.store.successor()).rejects.toMatchObject(fault)
      expect(directory.store.get(keyOf('a'))).toBe(1)
      await directory.close()
      expect(JSON.parse(readFileSync(join(path, 'lock'), 'utf8'))).toEqual(other)
    })

    it('has its lock again when somebody deleted that', async () => {
      const directory = await open()
      rmSync(join(path, 'lock'))
      vi.advanceTimersByTime(2_000)
      await expect(open()).rejects.toMatchObject({ kind: 'in-use' })
      await directory.store.commit([{ key: keyOf('a'), value: 1 }])
      await directory.close()
    })
  })

  it('of a newer format is refused and left as it is', async () => {
    await filled()
    const newer = '{"kind":"kasane data directory","format":3,"version":"9.0.0"}\n'
    write('format', newer)
    await expect(open()).rejects.toMatchObject({
      kind: 'newer',
      message:
        `The data directory ${path} has format 3, written by Kasane 9.0.0; this version reads up ` +
        'to 2. Use that version, or another directory.',
    })
    expect(readFileSync(join(path, 'format'), 'utf8')).toBe(newer)
    expect(readdirSync(path).sort()).toEqual(['blobs', 'format', 'store'])
  })

  it.each(['', 'nonsense', '{}', '{"kind":"kasane data directory","format":"1"}'])(
    'with the format record %j is refused as damaged',
    async (text) => {
      await filled()
      write('format', text)
      await expect(open()).rejects.toMatchObject({
        kind: 'damaged',
        message: `${path}/format is damaged: it doesn't say which format the data directory has. Nothing was changed.`,
      })
    },
  )

  it('is refused where something else lies', async () => {
    writeFileSync(join(parent, 'letter.txt'), 'dear')
    await expect(open({ path: parent })).rejects.toMatchObject({
      kind: 'foreign',
      message: `${parent} is no data directory of Kasane and isn't empty (it holds letter.txt). Choose an empty or a new one.`,
    })
    expect(readdirSync(parent)).toEqual(['letter.txt'])
  })

  it('with an unreadable head is refused, and the file left as it is', async () => {
    await filled()
    const bytes = readFileSync(join(path, 'store/data.mdb'))
    bytes.fill(7, 0, 64)
    write('store/data.mdb', bytes.toString('latin1'))
    const before = readFileSync(join(path, 'store/data.mdb'))
    await expect(open()).rejects.toMatchObject({
      kind: 'damaged',
      message: expect.stringContaining('data.mdb is damaged: its head is unreadable.'),
    })
    expect(readFileSync(join(path, 'store/data.mdb')).equals(before)).toBe(true)
  })

  it('with a file that lost its end is refused, and the file left as it is', async () => {
    await filled()
    const file = join(path, 'store/data.mdb')
    const size = 5 * 8_192
    truncateSync(file, size)
    const before = readFileSync(file)
    await expect(open()).rejects.toMatchObject({
      kind: 'damaged',
      message: expect.stringContaining('data.mdb is damaged: pages of it are missing'),
    })
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  it('cut off anywhere is refused, or has lost nothing and can be written', async () => {
    const directory = await open()
    const value = 'x'.repeat(3_000)
    const keys = Array.from({ length: 20 }, (_, at) => keyOf(at))
    for (const key of keys) await directory.store.commit([{ key, value }])
    await directory.store.commit([{ key: keyOf('kept'), value }])
    // The list of free pages comes to lie behind all else.
    for (const key of keys) await directory.store.commit([{ key, value: undefined }])
    await directory.close()
    const file = join(path, 'store/data.mdb')
    const whole = readFileSync(file)

    const outcomes: unknown[] = []
    for (let pages = whole.length / 8_192 - 1; pages > 1; pages--) {
      writeFileSync(file, whole.subarray(0, pages * 8_192))
      const outcome = await open().then(
        async ({ store, close }) => {
          await store.commit(keys.map((key) => ({ key, value })))
          const count = store.count(everything)
          await close()
          return count
        },
        (error: StorageError) => error.kind,
      )
      outcomes.push(outcome)
    }
    expect(outcomes).toContain('damaged')
    expect(outcomes.filter((outcome) => outcome !== 'damaged' && outcome !== 21)).toEqual([])
  })

  it('that a power cut left with pages unwritten is refused', async () => {
    await filled()
    const file = join(path, 'store/data.mdb')
    const bytes = readFileSync(file)
    writeFileSync(file, bytes.fill(0, 5 * 8_192))
    write('lock', JSON.stringify({ pid: 1, began: 'x', host: 'elsewhere' }))
    utimesSync(join(path, 'lock'), 0, 0)
    for (const attempt of ['first', 'second']) {
      await expect(open(), attempt).rejects.toMatchObject({
        kind: 'damaged',
        message: expect.stringContaining('data.mdb is damaged: pages of it are missing'),
      })
    }
  })

  it('that a power cut left whole is opened', async () => {
    await filled()
    write('lock', JSON.stringify({ pid: 1, began: 'x', host: 'elsewhere' }))
    utimesSync(join(path, 'lock'), 0, 0)
    const directory = await open()
    expect(directory.store.count(everything)).toBe(2_000)
    await directory.close()
  })
})

describe.each([false, true])('the store of a data directory (durable: %s)', (durable) => {
  describeSuccessor('as every store', async () => {
    const path = mkdtempSync(join(tmpdir(), 'kasane-data-'))
    const directory = await openDataDirectory({ path, version, random: seededRandom(''), durable })
    return {
      store: directory.store,
      async end() {
        await directory.close()
        rmSync(path, { recursive: true, force: true })
      },
    }
  })
})
