/** CRC-32C and CRC-64/NVME, eight bytes at a time by tables; zlib has neither. */

/** A checksum while bytes go by. */
export interface RunningCrc {
  update(bytes: Uint8Array): void
  /** Big-endian, as AWS encodes it. */
  digest(): Uint8Array
}

export function crc32c(): RunningCrc {
  const table = (table32c ??= makeTable32(0x82f63b78))
  let crc = 0xffffffff
  return {
    update: (bytes) => {
      crc = run32(table, crc, bytes)
    },
    digest: () => {
      const digest = Buffer.alloc(4)
      digest.writeUInt32BE((crc ^ 0xffffffff) >>> 0)
      return digest
    },
  }
}

export function crc64nvme(): RunningCrc {
  const table = (table64 ??= makeTable64())
  const crc = { high: 0xffffffff | 0, low: 0xffffffff | 0 }
  return {
    update: (bytes) => run64(table, crc, bytes),
    digest: () => {
      const digest = Buffer.alloc(8)
      digest.writeUInt32BE(~crc.high >>> 0)
      digest.writeUInt32BE(~crc.low >>> 0, 4)
      return digest
    },
  }
}

/** Slice `k` holds what a byte does to the checksum `k` bytes later. */
let table32c: Uint32Array | undefined

function makeTable32(polynomial: number): Uint32Array {
  const table = new Uint32Array(8 * 256)
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ polynomial : crc >>> 1
    table[byte] = crc
  }
  for (let at = 256; at < table.length; at++) {
    const before = at32(table, at - 256)
    table[at] = (before >>> 8) ^ at32(table, before & 0xff)
  }
  return table
}

function run32(table: Uint32Array, start: number, bytes: Uint8Array): number {
  let crc = start
  let at = 0
  for (const end = bytes.length - 7; at < end; at += 8) {
    const first = crc ^ word(bytes, at)
    const second = word(bytes, at + 4)
    crc =
      at32(table, 0x700 | (first & 0xff)) ^
      at32(table, 0x600 | ((first >>> 8) & 0xff)) ^
      at32(table, 0x500 | ((first >>> 16) & 0xff)) ^
      at32(table, 0x400 | (first >>> 24)) ^
      at32(table, 0x300 | (second & 0xff)) ^
      at32(table, 0x200 | ((second >>> 8) & 0xff)) ^
      at32(table, 0x100 | ((second >>> 16) & 0xff)) ^
      at32(table, second >>> 24)
  }
  for (; at < bytes.length; at++) crc = at32(table, (crc ^ byteAt(bytes, at)) & 0xff) ^ (crc >>> 8)
  return crc
}

interface Table64 {
  readonly high: Uint32Array
  readonly low: Uint32Array
}

let table64: Table64 | undefined

/** The polynomial 0xad93d23594c93659, reflected: 0x9a6c9329ac4bc9b5. */
function makeTable64(): Table64 {
  const table = { high: new Uint32Array(8 * 256), low: new Uint32Array(8 * 256) }
  for (let byte = 0; byte < 256; byte++) {
    let crc = BigInt(byte)
    for (let bit = 0; bit < 8; bit++) crc = crc & 1n ? (crc >> 1n) ^ 0x9a6c9329ac4bc9b5n : crc >> 1n
    table.high[byte] = Number(crc >> 32n)
    table.low[byte] = Number(crc & 0xffffffffn)
  }
  for (let at = 256; at < 8 * 256; at++) {
    const [high, low] = [at32(table.high, at - 256), at32(table.low, at - 256)]
    table.high[at] = (high >>> 8) ^ at32(table.high, low & 0xff)
    table.low[at] = ((low >>> 8) | (high << 24)) ^ at32(table.low, low & 0xff)
  }
  return table
}

function run64(table: Table64, crc: { high: number; low: number }, bytes: Uint8Array): void {
  let { high, low } = crc
  let at = 0
  for (const end = bytes.length - 7; at < end; at += 8) {
    const first = low ^ word(bytes, at)
    const second = high ^ word(bytes, at + 4)
    high = slices(table.high, first, second)
    low = slices(table.low, first, second)
  }
  for (; at < bytes.length; at++) {
    const index = (low ^ byteAt(bytes, at)) & 0xff
    low = ((low >>> 8) | (high << 24)) ^ at32(table.low, index)
    high = (high >>> 8) ^ at32(table.high, index)
  }
  crc.high = high
  crc.low = low
}

function slices(table: Uint32Array, first: number, second: number): number {
  return (
    at32(table, 0x700 | (first & 0xff)) ^
    at32(table, 0x600 | ((first >>> 8) & 0xff)) ^
    at32(table, 0x500 | ((first >>> 16) & 0xff)) ^
    at32(table, 0x400 | (first >>> 24)) ^
    at32(table, 0x300 | (second & 0xff)) ^
    at32(table, 0x200 | ((second >>> 8) & 0xff)) ^
    at32(table, 0x100 | ((second >>> 16) & 0xff)) ^
    at32(table, second >>> 24)
  )
}

function word(bytes: Uint8Array, at: number): number {
  return (
    byteAt(bytes, at) |
    (byteAt(bytes, at + 1) << 8) |
    (byteAt(bytes, at + 2) << 16) |
    (byteAt(bytes, at + 3) << 24)
  )
}

// Every index is within its array: the types can't know that, and a check would cost.
function byteAt(bytes: Uint8Array, at: number): number {
  return bytes[at] as number
}

function at32(table: Uint32Array, at: number): number {
  return table[at] as number
}
