/** Listeners: what answers HTTP on a port of its own, as the code behind it sees the requests. */
import type { Cancel } from '../kernel/clock.ts'

/** A request's head, before its body is read. */
export interface HttpHead {
  readonly method: string
  /** As sent, undecoded, from its first `/`; the empty path is `/`. */
  readonly path: string
  /** What stood behind `?`, undecoded; empty without one. */
  readonly query: string
  /** Names in lower case; a repeated header's values joined by `, `. */
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly isEncrypted: boolean
  /** The client's IP address. */
  readonly address: string
  /** The client is on this machine. */
  readonly isLoopback: boolean
  /** Whether a body may follow. */
  readonly hasBody: boolean
  /** Calls back once when the client goes before it is answered. */
  onGone?(listener: () => void): Cancel
  /** Whether it has gone: its connection may be known to be broken before its end is told of. */
  isGone?(): boolean
}

/** What reading a request's body throws when the client has gone in the midst of it. */
export class BrokenBody extends Error {
  override readonly name = 'BrokenBody'
}

export type HttpBody = string | Uint8Array | AsyncIterable<Uint8Array>

export interface HttpAnswer {
  readonly status: number
  readonly headers: Record<string, string>
  readonly body?: HttpBody
}

/** What becomes of a request: decided upon its head, since that is where bodies are refused. */
export interface HttpReception {
  /** `bytes`: the body is wanted whole; `stream`: as it comes; `nothing`: it isn't wanted. */
  readonly wants: 'bytes' | 'stream' | 'nothing'
  /** `bytes`: how long the body may be. */
  readonly bodyBytesMax: number
  /** Answers at once where nothing has to be waited for. Never throws, never rejects. */
  receive(body: Uint8Array): HttpAnswer | Promise<HttpAnswer>
  receiveStream(body: AsyncIterable<Uint8Array>): HttpAnswer | Promise<HttpAnswer>
  /** The answer to a body that is longer than it may be. */
  refuseLength(): HttpAnswer
}

export interface HttpHandler {
  open(head: HttpHead): HttpReception | Promise<HttpReception>
}

export interface HttpListenerOptions {
  /** An address or a name of this machine. */
  readonly host: string
  /** 0: any free one. */
  readonly port: number
  /** With a certificate both HTTP and HTTPS are answered, on the same port. */
  readonly certificate?: Certificate
}

/** PEM texts. */
export interface Certificate {
  readonly key: string
  readonly certificate: string
}

export interface HttpListener {
  readonly host: string
  readonly port: number
  /** Takes no more requests and resolves when those under way are answered, or cut off after `ms`. */
  stop(ms: number): Promise<void>
}
