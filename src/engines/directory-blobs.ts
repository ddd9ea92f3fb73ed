/** Blobs in a directory: `staged/` while they are written, then `xx/ID` by the id's first two letters. */
import { createReadStream } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { MeasuredBytes } from '../kernel/measured-bytes.ts'
import type { Random } from '../kernel/random.ts'
import { type Blobs, type ByteSource, NoSuchBlob, type WriteOptions } from '../ports/blobs.ts'
import { storageErrorOf } from './storage-faults.ts'

export interface DirectoryBlobsOptions {
  readonly path: string
  readonly random: Random
  /** A kept blob is on the disk before it is referred to. */
  readonly durable?: boolean
}

export function directoryBlobs({ path, random, durable = false }: DirectoryBlobsOptions): Blobs {
  const stagedPath = join(path, 'staged')
  const pathOf = (id: string) => join(path, id.slice(0, 2), checkedId(id))

  async function keep(staged: string, id: string): Promise<void> {
    const kept = pathOf(id)
    await mkdir(join(kept, '..'), { recursive: true })
    await rename(staged, kept)
    if (durable) await syncFolder(join(kept, '..'))
  }

  return {
    async write(source, options = {}) {
      const staged = join(stagedPath, random.uuid())
      await mkdir(stagedPath, { recursive: true })
      const measured = await writeFile({ path: staged, source, options, durable })
      const id = options.id ?? random.uuid()
      return {
        id,
        size: measured.size,
        digests: measured.digests(),
        keep: () => guarded(path, () => keep(staged, id)),
        drop: () => rm(staged, { force: true }),
        read: () => openFile(staged, id),
      }
    },
    read: (id, range) => openFile(pathOf(id), id, range),
    delete: (id) => rm(pathOf(id), { force: true }),
    list: () => listBlobs(path),
    dropStaged: () => rm(stagedPath, { recursive: true, force: true }),
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

async function listBlobs(path: string): Promise<readonly string[]> {
  const folders = await readdir(path, { withFileTypes: true })
  const lists = folders
    .filter((folder) => folder.isDirectory() && folder.name.length === 2)
    .map((folder) => readdir(join(path, folder.name)))
  return (await Promise.all(lists)).flat()
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path)
  await folder.sync().finally(() => folder.close())
}

/** Ids come from snapshots, too: none may lead out of the directory. */
function checkedId(id: string): string {
  if (!/^[\w-]{3,128}$/.test(id)) throw new NoSuchBlob(id)
  return id
}
