/** Passes bytes on, and knows their size and digests at the end. */
import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { type BlobDigest, BlobTooLong, type ByteSource, type WriteOptions } from './blobs.ts'

export class MeasuredBytes {
  size = 0
  readonly #sizeMax: number
  readonly #digests: readonly (readonly [BlobDigest, Digest])[]

  constructor({ sizeMax = Infinity, digests = [] }: WriteOptions) {
    this.#sizeMax = sizeMax
    this.#digests = digests.map((name) => [name, name === 'crc32' ? crc32Digest() : hash(name)])
  }

  async *of(source: ByteSource): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      this.size += chunk.length
      if (this.size > this.#sizeMax) {
        throw new BlobTooLong(`The body has more than ${this.#sizeMax} bytes.`)
      }
      for (const [, digest] of this.#digests) digest.update(chunk)
      yield chunk
    }
  }

  digests(): Partial<Record<BlobDigest, Uint8Array>> {
    return Object.fromEntries(this.#digests.map(([name, digest]) => [name, digest.digest()]))
  }
}

interface Digest {
  update(chunk: Uint8Array): unknown
  digest(): Uint8Array
}

function hash(name: string): Digest {
  return createHash(name)
}

function crc32Digest(): Digest {
  let value = 0
  return {
    update: (chunk) => (value = crc32(chunk, value)),
    digest() {
      const bytes = Buffer.alloc(4)
      bytes.writeUInt32BE(value)
      return bytes
    },
  }
}
