/** Ends clients that begin a body and then say nothing more, so that they can't hold sockets. */
import type { IncomingMessage } from 'node:http'

/** AWS: S3 gives up on an upload after 20 seconds of silence, "RequestTimeout"; others take longer. */
const silentMsMax = 60_000
const sweepMs = 20_000

export class SlowClients {
  readonly #seen = new Map<IncomingMessage, { bytes: number; sinceMs: number }>()
  readonly #timer: NodeJS.Timeout

  constructor() {
    this.#timer = setInterval(() => this.#sweep(), sweepMs)
    this.#timer.unref()
  }

  watch(request: IncomingMessage): void {
    this.#seen.set(request, unseen)
  }

  forget(request: IncomingMessage): void {
    this.#seen.delete(request)
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  #sweep(): void {
    const nowMs = performance.now()
    for (const [request, { bytes, sinceMs }] of this.#seen) {
      const read = request.socket.bytesRead
      // What isn't asked for can't come: whoever reads slowly here holds up his own client.
      if (read !== bytes || request.isPaused()) {
        this.#seen.set(request, { bytes: read, sinceMs: nowMs })
      } else if (nowMs - sinceMs >= silentMsMax) request.destroy()
    }
  }
}

const unseen = { bytes: -1, sinceMs: 0 }
