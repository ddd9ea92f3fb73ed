import { createReadStream } from 'node:fs'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDataDirectory } from '../../src/engines/data-directory.ts'
import { collect } from '../../src/kernel/blobs.contract.ts'
import { memoryBlobs } from '../../src/kernel/memory-blobs.ts'
import { seededRandom } from '../../src/kernel/random.ts'
import { restoreSnapshot } from '../../src/kernel/restore.ts'
import { keyOf } from '../../src/kernel/store/key.ts'
import { memoryStore } from '../../src/kernel/store/memory-store.ts'
import { everything } from '../../src/kernel/store/store.ts'
import { world } from '../support/world.ts'
import { fixtureBlob, fixtureEntries } from './data-fixture.ts'

const fixtures = fileURLToPath(new URL('../fixtures/', import.meta.url))
const reference = [keyOf('kernel', 'blobs', fixtureBlob.id) + fixtureBlob.entity, 1] as const
const expected = [...fixtureEntries, reference].sort(([a], [b]) => (a < b ? -1 : 1))

describe('what the first released format kept', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kasane-format-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  it.each([false, true])('opens as a data directory (durable: %s)', async (durable) => {
    await cp(join(fixtures, 'data-format-1'), folder, { recursive: true })
    const random = seededRandom('blobs')
    const { store, blobs, close } = await openDataDirectory({
      path: folder,
      version: '9.9.9',
      random,
      durable,
    })
    expect([...store.range(everything)]).toStrictEqual(expected)
    expect((await collect(await blobs.read(fixtureBlob.id))).toString()).toBe(fixtureBlob.text)
    await close()
  })

  it('opens as a snapshot', async () => {
    const [store, blobs] = [memoryStore(), memoryBlobs(seededRandom('blobs'))]
    const { kernel, now } = world({ services: [], store, blobs })
    await restoreSnapshot(kernel, createReadStream(join(fixtures, 'snapshot-format-1.kasane')))
    expect([...store.range(everything)]).toStrictEqual(expected)
    expect((await collect(await blobs.read(fixtureBlob.id))).toString()).toBe(fixtureBlob.text)
    expect(now()).toBe(Date.UTC(2026, 0, 1))
  })
})
