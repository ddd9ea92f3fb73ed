/** Blobs in memory. */
import { type Blobs, type ByteRange, type ByteSource, NoSuchBlob } from './blobs.ts'
import { MeasuredBytes } from './measured-bytes.ts'
import type { Random } from './random.ts'

export function memoryBlobs(random: Random): Blobs {
  let kept = new Map<string, Buffer>()

  return {
    async write(source, options = {}) {
      const measured = new MeasuredBytes(options)
      const bytes = await bytesOf(measured.of(source))
      const id = options.id ?? random.uuid()
      return {
        id,
        size: measured.size,
        digests: measured.digests(),
        keep: async () => void kept.set(id, bytes),
        drop: () => Promise.resolve(),
        read: () => Promise.resolve(pieces(bytes)),
      }
    },
    async read(id, range) {
      const bytes = kept.get(id)
      if (!bytes) throw new NoSuchBlob(id)
      return pieces(bytes, range)
    },
    delete: async (id) => void kept.delete(id),
    list: () => Promise.resolve([...kept.keys()]),
    dropStaged: () => Promise.resolve(),
    async successor() {
      const next = new Map<string, Buffer>()
      return {
        put: async (id, source) => void next.set(id, await bytesOf(source)),
        takePlace: () => void (kept = next),
        drop: () => Promise.resolve(),
      }
    },
  }
}

/** The source may use its chunks again. */
async function bytesOf(source: ByteSource): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of source) chunks.push(Uint8Array.from(chunk))
  return Buffer.concat(chunks)
}

const pieceSize = 65_536

async function* pieces(bytes: Buffer, range?: ByteRange): AsyncGenerator<Uint8Array> {
  const end = Math.min(range?.end ?? bytes.length, bytes.length)
  for (let at = range?.start ?? 0; at < end; at += pieceSize) {
    yield bytes.subarray(at, Math.min(at + pieceSize, end))
  }
}
