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
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { seededRandom } from '../kernel/random.ts'
import { keyOf } from '../kernel/store/key.ts'
import { everything } from '../kernel/store/store.ts'
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

  // Node's recursive mkdir never ends there.
  it.runIf(process.platform === 'linux').each(['/proc/kasane', '/proc/kasane/data'])(
    'is refused where a file system makes no folders, as at %s',
    async (impossible) => {
      await expect(open({ path: impossible })).rejects.toThrow(
        `Could not open ${impossible}. (ENOENT: no such file or directory, mkdir '/proc/kasane')`,
      )
    },
  )

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

  it('is taken over from a process that died, and from a later one of its number', async () => {
    await filled()
    for (const pid of [2 ** 22 + 1, process.pid, 1]) {
      const { hostname } = await import('node:os')
      write('lock', JSON.stringify({ pid, began: 'another time', host: hostname() }))
      const directory = await open()
      await directory.close()
    }
    expect(readdirSync(path)).not.toContain('lock')
  })

  it('is refused when a process elsewhere touched its lock a moment ago', async () => {
    await filled()
    write('lock', JSON.stringify({ pid: 7, began: 'x', host: 'elsewhere' }))
    await expect(open()).rejects.toMatchObject({
      kind: 'in-use',
      message: expect.stringContaining('process 7 on elsewhere'),
    })
  })

  it('of a newer format is refused and left as it is', async () => {
    await filled()
    const newer = '{"kind":"kasane data directory","format":2,"version":"9.0.0"}\n'
    write('format', newer)
    await expect(open()).rejects.toMatchObject({
      kind: 'newer',
      message:
        `The data directory ${path} has format 2, written by Kasane 9.0.0; this version reads up ` +
        'to 1. Use that version, or another directory.',
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
