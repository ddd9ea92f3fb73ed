/** Node's request as the handler of a listener sees it. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { Cancel } from '../kernel/clock.ts'
import type { HttpHead } from '../ports/listeners.ts'

export function headOf(request: IncomingMessage, response: ServerResponse): HttpHead {
  const { method = 'GET', url = '/', socket, rawHeaders } = request
  const target = url.startsWith('/') ? url : pathOfAbsolute(url)
  const mark = target.indexOf('?')
  return new Head({
    method,
    path: mark < 0 ? target : target.slice(0, mark),
    query: mark < 0 ? '' : target.slice(mark + 1),
    headers: headersOf(rawHeaders),
    socket,
    response,
  })
}

class Head implements HttpHead {
  readonly method: string
  readonly path: string
  readonly query: string
  readonly headers: Record<string, string | undefined>
  readonly hasBody: boolean
  readonly #socket: Socket
  readonly #response: ServerResponse

  constructor(parts: {
    method: string
    path: string
    query: string
    headers: Record<string, string | undefined>
    socket: Socket
    response: ServerResponse
  }) {
    this.method = parts.method
    this.path = parts.path
    this.query = parts.query
    this.headers = parts.headers
    const length = parts.headers['content-length']
    this.hasBody =
      (length !== undefined && length !== '0') || parts.headers['transfer-encoding'] !== undefined
    this.#socket = parts.socket
    this.#response = parts.response
  }

  get isEncrypted(): boolean {
    return (this.#socket as TLSSocket).encrypted === true
  }

  get isLoopback(): boolean {
    return isLoopbackAddress(this.#socket.remoteAddress ?? '')
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
}

export function isLoopbackAddress(address: string): boolean {
  return address === '::1' || /^(?:::ffff:)?127\./.test(address)
}

/** Proxies write the whole URL. */
function pathOfAbsolute(url: string): string {
  const path = /^[a-z][a-z0-9+.-]*:\/\/[^/?]*(.*)$/i.exec(url)?.[1] ?? url
  return path.startsWith('/') ? path : `/${path}`
}

function headersOf(raw: readonly string[]): Record<string, string | undefined> {
  const headers: Record<string, string | undefined> = Object.create(null) as Record<
    string,
    undefined
  >
  for (let at = 0; at < raw.length; at += 2) {
    const name = lowerCase(raw[at] as string)
    const value = raw[at + 1] as string
    const before = headers[name]
    headers[name] = before === undefined ? value : `${before}, ${value}`
  }
  return headers
}

/** Clients write few names, each in its own way, with every request. */
const lowered = new Map<string, string>()
const loweredMax = 1_000

function lowerCase(name: string): string {
  const known = lowered.get(name)
  if (known !== undefined) return known
  if (lowered.size >= loweredMax) lowered.clear()
  const lower = name.toLowerCase()
  lowered.set(name, lower)
  return lower
}
