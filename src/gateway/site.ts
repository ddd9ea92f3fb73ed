/** Paths that are no API of AWS: `/_kasane`, `/_localstack`. Guarded as everything else is. */
import { AwsError } from '../kernel/errors.ts'
import type { HttpAnswer, HttpReception } from '../ports/listeners.ts'
import type { WireRequest, WireResponse } from '../wire/message.ts'
import { allowOrigin, answerPreflight, isPreflight } from './cors.ts'
import { noBytes, type RequestHead } from './exchange.ts'
import { guardHost, guardOrigin } from './host-guard.ts'
import type { GatewayParts } from './parts.ts'

export interface Site {
  /** Whether it answers what stands at this path. */
  owns(head: RequestHead): boolean
  /** The body comes as `stream`. */
  handle(request: WireRequest, head: RequestHead): WireResponse | Promise<WireResponse>
}

export function siteFor(head: RequestHead, sites: readonly Site[]): Site | undefined {
  for (const site of sites) if (site.owns(head)) return site
  return undefined
}

export class SiteReception implements HttpReception {
  readonly bodyBytesMax = 0
  readonly answersStream = true
  readonly #site: Site
  readonly #head: RequestHead
  readonly #parts: GatewayParts
  readonly #refusal: AwsError | undefined

  constructor(site: Site, head: RequestHead, parts: GatewayParts) {
    this.#site = site
    this.#head = head
    this.#parts = parts
    this.#refusal = refusalOf(head, parts)
  }

  get wants(): HttpReception['wants'] {
    return this.#refusal || isPreflight(this.#head) ? 'nothing' : 'stream'
  }

  receive(): HttpAnswer | Promise<HttpAnswer> {
    if (this.#refusal) return answerJson(this.#refusal.status, this.#refusal.message)
    return isPreflight(this.#head)
      ? answerPreflight(this.#head, this.#parts.access)
      : this.receiveStream(nothing())
  }

  async receiveStream(stream: AsyncIterable<Uint8Array>): Promise<HttpAnswer> {
    const { method, path, query, headers } = this.#head
    const { access } = this.#parts
    try {
      const request = { method, path, query, headers, body: noBytes, stream }
      return allowOrigin(await this.#site.handle(request, this.#head), this.#head, access)
    } catch (error) {
      this.#parts.kernel.parts.reportBug(error, `${method} ${path}`)
      return answerJson(500, 'Kasane failed to answer; its log says more.')
    }
  }

  refuseLength(): HttpAnswer {
    return answerJson(413, 'The body is too long.')
  }
}

function refusalOf(head: RequestHead, parts: GatewayParts): AwsError | undefined {
  try {
    guardHost({ head }, parts)
    guardOrigin({ head }, parts)
    return undefined
  } catch (error) {
    if (error instanceof AwsError) return error
    throw error
  }
}

function answerJson(status: number, message: string): WireResponse {
  const headers = { 'content-type': 'application/json' }
  return { status, headers, body: `${JSON.stringify({ error: { message } })}\n` }
}

// eslint-disable-next-line require-yield -- an empty body
async function* nothing(): AsyncGenerator<Uint8Array> {}
