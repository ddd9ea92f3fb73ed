/** Blobs in memory. */
import { type Blobs, type ByteRange, NoSuchBlob } from './blobs.ts'
import { MeasuredBytes } from './measured-bytes.ts'
import type { Random } from './random.ts'

export function memoryBlobs(random: Random): Blobs {
  const kept = new Map<string, Buffer>()

  return {
    async write(source, options = {}) {
      const measured = new MeasuredBytes(options)
      const chunks: Uint8Array[] = []
      // The source may use its chunks again.
      for await (const chunk of measured.of(source)) chunks.push(Uint8Array.from(chunk))
      const bytes = Buffer.concat(chunks)
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
  }
}

const pieceSize = 65_536

async function* pieces(bytes: Buffer, range?: ByteRange): AsyncGenerator<Uint8Array> {
  const end = Math.min(range?.end ?? bytes.length, bytes.length)
  for (let at = range?.start ?? 0; at < end; at += pieceSize) {
    yield bytes.subarray(at, Math.min(at + pieceSize, end))
  }
}
