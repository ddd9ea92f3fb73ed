/**
 * Blobs in a directory: `staged/` while they are written, then `xx/ID` by the id's first two letters.
 * Those of a restore are written into a directory beside, which then takes the place of the old one.
 */
import { createReadStream } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { MeasuredBytes } from '../kernel/measured-bytes.ts'
import type { Random } from '../kernel/random.ts'
import { isBlobId } from '../kernel/blobs.ts'
import { type Blobs, type ByteSource, NoSuchBlob, type WriteOptions } from '../ports/blobs.ts'
import { storageErrorOf } from './storage-faults.ts'

export interface DirectoryBlobsOptions {
  /** The folder, or what its successors' names begin with. */
  readonly path: string
  readonly random: Random
  /** A kept blob is on the disk before it is referred to. */
  readonly durable?: boolean
  /** Of the successor that took the place of the first. */
  readonly name?: string
}

export function directoryBlobs(options: DirectoryBlobsOptions): Blobs {
  const { random, durable = false } = options
  let folder = new BlobFolder(folderOf(options.path, options.name), durable)
  return {
    async write(source, asked = {}) {
      const { id = random.uuid() } = asked
      const into = folder
      const staged = await into.stage(random.uuid(), source, asked)
      return {
        id,
        size: staged.measured.size,
        digests: staged.measured.digests(),
        keep: () => into.keep(staged.path, id),
        drop: () => rm(staged.path, { force: true }),
        read: () => openFile(staged.path, id),
      }
    },
    read: (id, range) => openFile(folder.pathOf(id), id, range),
    delete: (id) => rm(folder.pathOf(id), { force: true }),
    list: () => folder.list(),
    dropStaged: () => rm(folder.stagedPath, { recursive: true, force: true }),
    async successor(name) {
      const next = new BlobFolder(folderOf(options.path, name), durable)
      await next.clear()
      return {
        async put(id, source) {
          const staged = await next.stage(random.uuid(), source, {})
          await next.keep(staged.path, id)
        },
        takePlace() {
          const old = folder
          folder = next
          // What is left of it is deleted at the next start.
          old.remove().catch(() => undefined)
        },
        drop: () => next.remove(),
      }
    },
  }
}

/** One folder of a kind after another: `blobs`, then `blobs-2`, and so on. */
export function folderOf(path: string, name: string | undefined): string {
  return name === undefined ? path : `${path}-${name}`
}

class BlobFolder {
  readonly stagedPath: string
  readonly #path: string
  readonly #durable: boolean

  constructor(path: string, durable: boolean) {
    this.#path = path
    this.#durable = durable
    this.stagedPath = join(path, 'staged')
  }

  pathOf(id: string): string {
    return join(this.#path, id.slice(0, 2), checkedId(id))
  }

  async stage(name: string, source: ByteSource, options: WriteOptions) {
    const path = join(this.stagedPath, name)
    await guarded(this.#path, () => mkdir(this.stagedPath, { recursive: true }))
    const measured = await writeFile({ path, source, options, durable: this.#durable })
    return { path, measured }
  }

  /** @throws StorageError when there is no room; the staged file is still there then. */
  async keep(staged: string, id: string): Promise<void> {
    const kept = this.pathOf(id)
    await guarded(this.#path, async () => {
      await mkdir(join(kept, '..'), { recursive: true })
      await rename(staged, kept)
      if (this.#durable) await syncFolder(join(kept, '..'))
    })
  }

  async list(): Promise<readonly string[]> {
    const folders = await readdir(this.#path, { withFileTypes: true })
    const lists = folders
      .filter((folder) => folder.isDirectory() && folder.name.length === 2)
      .map((folder) => readdir(join(this.#path, folder.name)))
    return (await Promise.all(lists)).flat()
  }

  /** There, and empty. */
  async clear(): Promise<void> {
    await this.remove()
    await guarded(this.#path, () => mkdir(this.#path, { recursive: true }))
  }

  remove(): Promise<void> {
    return rm(this.#path, { recursive: true, force: true })
  }
}

interface Writing {
  readonly path: string
  readonly source: ByteSource
  readonly options: WriteOptions
  readonly durable: boolean
}

/** Leaves no file when it fails. */
async function writeFile({ path, source, options, durable }: Writing): Promise<MeasuredBytes> {
  const measured = new MeasuredBytes(options)
  const file = await guarded(path, () => open(path, 'wx'))
  try {
    for await (const chunk of measured.of(source)) await guarded(path, () => writeAll(file, chunk))
    if (durable) await guarded(path, () => file.sync())
  } catch (error) {
    await file.close()
    await rm(path, { force: true })
    throw error
  }
  await file.close()
  return measured
}

async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let at = 0; at < chunk.length;) {
    const { bytesWritten } = await file.write(chunk, at)
    at += bytesWritten
  }
}

/** Only the disk's own faults are the store's: the source's pass as they are. */
async function guarded<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw storageErrorOf(error, path, 'write')
  }
}

async function openFile(
  path: string,
  id: string,
  range?: { readonly start: number; readonly end: number },
): Promise<AsyncIterable<Uint8Array>> {
  let file: FileHandle
  try {
    file = await open(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new NoSuchBlob(id)
    throw storageErrorOf(error, path, 'read')
  }
  if (range && range.end <= range.start) {
    await file.close()
    return emptyStream()
  }
  return createReadStream('', {
    fd: file,
    ...(range && { start: range.start, end: range.end - 1 }),
  })
}

async function* emptyStream(): AsyncGenerator<Uint8Array> {
  yield* []
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path)
  await folder.sync().finally(() => folder.close())
}

/** None may lead out of the directory. */
function checkedId(id: string): string {
  if (!isBlobId(id)) throw new NoSuchBlob(id)
  return id
}
