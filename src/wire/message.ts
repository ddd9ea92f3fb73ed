/** HTTP messages as the protocols see them: no sockets, no streams of Node's. */

export type Headers = Readonly<Record<string, string | undefined>>

/** By a name that a request gives: `constructor` is no header. */
export function headerOf(headers: Headers, name: string): string | undefined {
  return Object.hasOwn(headers, name) ? headers[name] : undefined
}

export interface WireRequest {
  readonly method: string
  /** As sent, undecoded, from its first `/`. */
  readonly path: string
  /** What stood behind `?`, undecoded; empty without one. */
  readonly query: string
  /** Names in lower case; a repeated header's values joined by `, `. */
  readonly headers: Headers
  /** Whole and decoded (aws-chunked, gzip); empty for an operation whose input streams. */
  readonly body: Uint8Array
  /** The payload of an operation whose input streams, decoded as it is read. */
  readonly stream?: AsyncIterable<Uint8Array>
}

export type ResponseBody = string | Uint8Array | AsyncIterable<Uint8Array>

export interface WireResponse {
  readonly status: number
  /** Names in lower case where HTTP doesn't care, else as AWS writes them. */
  readonly headers: Record<string, string>
  /** Strings are UTF-8. `undefined`: no body. */
  readonly body?: ResponseBody
}
