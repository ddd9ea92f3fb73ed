/** CBOR (RFC 8949), written with definite lengths: what RPC v2 answers. */

/** Bytes that grow. Lengths stand before contents, so parts are collected and joined once. */
export class CborBytes {
  readonly #parts: Uint8Array[] = []

  integer(value: number | bigint): void {
    if (value >= 0) this.#head(0, value)
    else this.#head(1, typeof value === 'bigint' ? -1n - value : -1 - value)
  }

  /** Always eight bytes: the shortest form buys nothing but doubt. */
  float(value: number): void {
    const bytes = Buffer.alloc(9)
    bytes.writeUInt8(0xfb)
    bytes.writeDoubleBE(value, 1)
    this.#parts.push(bytes)
  }

  boolean(value: boolean): void {
    this.#parts.push(Uint8Array.of(value ? 0xf5 : 0xf4))
  }

  nothing(): void {
    this.#parts.push(Uint8Array.of(0xf6))
  }

  text(value: string): void {
    const bytes = Buffer.from(value)
    this.#head(3, bytes.length)
    this.#parts.push(bytes)
  }

  bytes(value: Uint8Array): void {
    this.#head(2, value.length)
    this.#parts.push(value)
  }

  /** Seconds since 1970 under tag 1. */
  instant(date: Date): void {
    const seconds = date.getTime() / 1000
    this.#head(6, 1)
    if (Number.isInteger(seconds)) this.integer(seconds)
    else this.float(seconds)
  }

  /** The items follow. */
  list(length: number): void {
    this.#head(4, length)
  }

  /** The keys and values follow, in turn. */
  map(length: number): void {
    this.#head(5, length)
  }

  joined(): Uint8Array {
    return Buffer.concat(this.#parts)
  }

  #head(major: number, argument: number | bigint): void {
    const high = major << 5
    const size = Number(argument)
    if (size < 24) this.#parts.push(Uint8Array.of(high | size))
    else if (size < 2 ** 8) this.#parts.push(Uint8Array.of(high | 24, size))
    else if (size < 2 ** 16) this.#parts.push(Uint8Array.of(high | 25, size >> 8, size & 255))
    else if (size < 2 ** 32) {
      const bytes = Buffer.alloc(5)
      bytes.writeUInt8(high | 26)
      bytes.writeUInt32BE(size, 1)
      this.#parts.push(bytes)
    } else {
      const bytes = Buffer.alloc(9)
      bytes.writeUInt8(high | 27)
      bytes.writeBigUInt64BE(BigInt(argument), 1)
      this.#parts.push(bytes)
    }
  }
}
