/** Node's request as the handler of a listener sees it. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { Cancel } from '../kernel/clock.ts'
import type { HttpHead } from '../ports/listeners.ts'

export function headOf(request: IncomingMessage, response: ServerResponse): HttpHead {
  const { url = '/' } = request
  const target = url.startsWith('/') ? url : pathOfAbsolute(url)
  const mark = target.indexOf('?')
  const path = mark < 0 ? target : target.slice(0, mark)
  return new Head(request, response, path, mark < 0 ? '' : target.slice(mark + 1))
}

class Head implements HttpHead {
  readonly method: string
  readonly path: string
  readonly query: string
  /** Node's own: it has read them already, to look for `Expect`. */
  readonly headers: HttpHead['headers']
  readonly hasBody: boolean
  readonly #socket: Socket
  readonly #response: ServerResponse

  constructor(request: IncomingMessage, response: ServerResponse, path: string, query: string) {
    const headers = request.headers as HttpHead['headers']
    const length = headers['content-length']
    this.method = request.method ?? 'GET'
    this.path = path
    this.query = query
    this.headers = headers
    this.hasBody =
      (length !== undefined && length !== '0') || headers['transfer-encoding'] !== undefined
    this.#socket = request.socket
    this.#response = response
  }

  get isEncrypted(): boolean {
    return (this.#socket as TLSSocket).encrypted === true
  }

  get address(): string {
    return this.#socket.remoteAddress ?? ''
  }

  get isLoopback(): boolean {
    return isLoopbackAddress(this.address)
  }

  /** A client that has closed its side waits no longer for what only time could bring. */
  onGone(listener: () => void): Cancel {
    const socket = this.#socket
    const response = this.#response
    const cancel = () => {
      socket.off('end', gone)
      response.off('close', gone)
    }
    const gone = () => {
      cancel()
      listener()
    }
    socket.on('end', gone)
    response.on('close', gone)
    return cancel
  }

  isGone(): boolean {
    return this.#socket.destroyed || this.#response.destroyed
  }
}

function isLoopbackAddress(address: string): boolean {
  return address === '::1' || /^(?:::ffff:)?127\./.test(address)
}

/** Proxies write the whole URL. */
function pathOfAbsolute(url: string): string {
  const path = /^[a-z][a-z0-9+.-]*:\/\/[^/?]*(.*)$/i.exec(url)?.[1] ?? url
  return path.startsWith('/') ? path : `/${path}`
}
