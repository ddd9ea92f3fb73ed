/** Reads lines and counted bytes out of a stream that is cut anywhere, holding one chunk of it. */

export class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>
  #held: Uint8Array = new Uint8Array()
  #at = 0

  constructor(stream: AsyncIterable<Uint8Array>) {
    this.#source = stream[Symbol.asyncIterator]()
  }

  /**
   * The next line without its CRLF.
   * @returns `undefined` when the stream ends before it, or when the line is longer than `bytesMax`.
   */
  async line(bytesMax: number): Promise<string | undefined> {
    let text = ''
    while (text.length < bytesMax + 2) {
      if (!(await this.#fill())) return undefined
      const end = this.#held.indexOf(0x0a, this.#at)
      const stop = end < 0 ? this.#held.length : end + 1
      const room = Math.min(stop, this.#at + bytesMax + 2 - text.length)
      text += Buffer.from(this.#held.subarray(this.#at, room)).toString('latin1')
      this.#at = room
      if (text.endsWith('\n')) return text.endsWith('\r\n') ? text.slice(0, -2) : undefined
    }
    return undefined
  }

  /** The next `size` bytes in pieces as they come; fewer when the stream ends. */
  async *take(size: number): AsyncGenerator<Uint8Array> {
    let left = size
    while (left > 0 && (await this.#fill())) {
      const piece = this.#held.subarray(this.#at, this.#at + left)
      this.#at += piece.length
      left -= piece.length
      yield piece
    }
  }

  /** Whether nothing is left. */
  async ended(): Promise<boolean> {
    return !(await this.#fill())
  }

  /** Tells the source that no more will be read. */
  async close(): Promise<void> {
    await this.#source.return?.()
  }

  async #fill(): Promise<boolean> {
    while (this.#at >= this.#held.length) {
      const next = await this.#source.next()
      if (next.done) return false
      this.#held = next.value
      this.#at = 0
    }
    return true
  }
}
