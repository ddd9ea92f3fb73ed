/** Chance, injected: this file alone asks the machine for it. */
import { createHash, randomFillSync, randomUUID } from 'node:crypto'

export interface Random {
  bytes(size: number): Uint8Array
  /** A random (version 4) UUID. */
  uuid(): string
  /** Uniform in [0, 1). */
  fraction(): number
}

const poolSize = 4096

/** Cryptographic chance, drawn from the machine in pools since a draw costs more than its bytes. */
export function machineRandom(): Random {
  const pool = Buffer.allocUnsafe(poolSize)
  let used = poolSize
  function take(size: number): Buffer {
    if (size > poolSize) return randomFillSync(Buffer.allocUnsafe(size))
    if (used + size > poolSize) {
      randomFillSync(pool)
      used = 0
    }
    used += size
    return Buffer.from(pool.subarray(used - size, used))
  }
  // Node's own costs a fifth of one that is put together here, and every call needs two.
  return { ...randomFrom(take), uuid: randomUUID }
}

/** The same chance for the same seed: SHA-256 over the seed and a count. */
export function seededRandom(seed: string): Random {
  let count = 0
  let left = Buffer.alloc(0)
  return randomFrom((size) => {
    while (left.length < size) {
      const more = createHash('sha256').update(`${seed}:${count++}`).digest()
      left = Buffer.concat([left, more])
    }
    const taken = left.subarray(0, size)
    left = left.subarray(size)
    return taken
  })
}

function randomFrom(take: (size: number) => Buffer): Random {
  return {
    bytes: take,
    fraction: () => take(6).readUIntBE(0, 6) / 2 ** 48,
    uuid() {
      const bytes = take(16)
      bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
      bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
      const hex = bytes.toString('hex')
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
    },
  }
}
