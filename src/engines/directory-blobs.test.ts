import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { describeBlobs } from '../kernel/blobs.contract.ts'
import { seededRandom } from '../kernel/random.ts'
import { directoryBlobs } from './directory-blobs.ts'

async function openInTemporaryFolder(durable: boolean) {
  const folder = await mkdtemp(join(tmpdir(), 'kasane-blobs-'))
  const path = join(folder, 'blobs')
  await mkdir(path)
  return {
    path,
    blobs: directoryBlobs({ path, random: seededRandom('blobs'), durable }),
    end: () => rm(folder, { recursive: true, force: true }),
  }
}

describeBlobs('blobs in a directory', () => openInTemporaryFolder(false))
describeBlobs('blobs in a directory, when answers wait for it', () => openInTemporaryFolder(true))

it('blobs that are broken off leave no file', async () => {
  const { blobs, path, end } = await openInTemporaryFolder(false)
  await expect(blobs.write([Buffer.alloc(9)], { sizeMax: 8 })).rejects.toThrow('more than 8 bytes')
  expect(await readdir(join(path, 'staged'))).toEqual([])
  await end()
})

it('an id that leads out of the directory names no blob', async () => {
  const { blobs, end } = await openInTemporaryFolder(false)
  await expect(async () => blobs.read('../../etc/passwd')).rejects.toMatchObject({
    name: 'NoSuchBlob',
  })
  await end()
})
