/** The open connections: ends those that stall in the midst of a body, and at the end the unused. */
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'

/** AWS: S3 gives up on an upload after 20 seconds of silence, "RequestTimeout"; others take longer. */
const silentMsMax = 60_000
const sweepMs = 20_000

/** A connection with the request that came last on it. */
interface Connection {
  request: IncomingMessage | undefined
  bytesRead: number
  sinceMs: number
}

const connection = Symbol('connection')
type WatchedSocket = Socket & { [connection]?: Connection }

/** Looks at all connections now and then, so that a request costs no timer. */
export class Connections {
  readonly #sockets = new Set<WatchedSocket>()
  readonly #timer: NodeJS.Timeout

  constructor() {
    this.#timer = setInterval(() => this.#sweep(), sweepMs)
    this.#timer.unref()
  }

  watch(socket: WatchedSocket): void {
    if (socket[connection]) return
    socket[connection] = { request: undefined, bytesRead: 0, sinceMs: 0 }
    this.#sockets.add(socket)
    socket.on('close', () => this.#sockets.delete(socket))
  }

  /** A connection that has become an encrypted one: it is that which requests come on. */
  watchSecure(socket: WatchedSocket): void {
    for (const plain of this.#sockets) {
      const { remotePort, remoteAddress } = plain
      const isBelow = remotePort === socket.remotePort && remoteAddress === socket.remoteAddress
      if (plain !== socket && isBelow) this.#sockets.delete(plain)
    }
    this.watch(socket)
  }

  /** The connection's next request has begun. */
  begin(request: IncomingMessage): void {
    const known = (request.socket as WatchedSocket)[connection]
    if (known) known.request = request
  }

  /** Node closes connections that have been used, and leaves alone those that never were. */
  closeUnused(): void {
    for (const socket of this.#sockets) if (!socket[connection]?.request) socket.destroy()
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  #sweep(): void {
    const nowMs = performance.now()
    for (const socket of this.#sockets) {
      const known = socket[connection]
      const { request } = known ?? {}
      if (!known || !request) continue
      // What isn't asked for can't come: a paused body waits for its reader, not for its client.
      const isWaiting = !request.complete && !request.isPaused() && !socket.isPaused()
      if (!isWaiting || socket.bytesRead !== known.bytesRead) {
        known.bytesRead = socket.bytesRead
        known.sinceMs = nowMs
      } else if (nowMs - known.sinceMs >= silentMsMax) socket.destroy()
    }
  }
}
