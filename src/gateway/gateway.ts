/** The front door: takes a request's head, says what it wants of the body, and answers. */
import type { HttpAnswer, HttpHandler, HttpReception } from '../ports/listeners.ts'
import { unmodelledError } from '../kernel/errors.ts'
import type { WireResponse } from '../wire/message.ts'
import { serialiseFailure } from './answer.ts'
import { usualBodyBytesMax } from './catalogue.ts'
import { bodySteps, headSteps, runSteps, stepsOf } from './chain.ts'
import { allowOrigin, answerPreflight, isPreflight } from './cors.ts'
import { Exchange, type RequestHead } from './exchange.ts'
import type { GatewayParts } from './parts.ts'
import { record } from './record.ts'
import { type Site, siteFor, SiteReception } from './site.ts'

export class Gateway implements HttpHandler {
  readonly parts: GatewayParts
  readonly #sites: readonly Site[]

  constructor(parts: GatewayParts, sites: readonly Site[] = []) {
    this.parts = parts
    this.#sites = sites
  }

  open(head: RequestHead): GatewayReception | Promise<GatewayReception> {
    const site = siteFor(head, this.#sites)
    if (site) return new SiteReception(site, head, this.parts)
    const { random, clock } = this.parts.kernel.parts
    const exchange = new Exchange(head, random.uuid(), clock.real.elapsed())
    const reception = new Reception(exchange, this.parts)
    try {
      const pending = runSteps(headSteps, exchange, this.parts)
      return pending ? reception.whenReady(pending) : reception
    } catch (error) {
      exchange.failure = error
      return reception
    }
  }
}

/** Callers in the process ask whether an answer is read as a stream. */
export interface GatewayReception extends HttpReception {
  readonly answersStream: boolean
}

class Reception implements GatewayReception {
  readonly #exchange: Exchange
  readonly #parts: GatewayParts

  constructor(exchange: Exchange, parts: GatewayParts) {
    this.#exchange = exchange
    this.#parts = parts
  }

  get bodyBytesMax(): number {
    return this.#exchange.facts?.bodyBytesMax ?? usualBodyBytesMax
  }

  get wants(): HttpReception['wants'] {
    const { failure, head, operation } = this.#exchange
    if (failure !== undefined || isPreflight(head)) return 'nothing'
    return operation?.input?.payload?.traits.streaming ? 'stream' : 'bytes'
  }

  /** The output is a stream, even where it is short. */
  get answersStream(): boolean {
    return this.#exchange.operation?.output?.payload?.traits.streaming === true
  }

  async whenReady(pending: Promise<void>): Promise<GatewayReception> {
    await pending.catch((error: unknown) => {
      this.#exchange.failure = error
    })
    return this
  }

  receive(body: Uint8Array): HttpAnswer | Promise<HttpAnswer> {
    this.#exchange.sent = body
    return this.#answer()
  }

  receiveStream(stream: AsyncIterable<Uint8Array>): HttpAnswer | Promise<HttpAnswer> {
    this.#exchange.stream = stream
    return this.#answer()
  }

  refuseLength(): HttpAnswer {
    const message = `Request body is longer than ${this.bodyBytesMax} bytes.`
    return this.#fail(
      unmodelledError('RequestEntityTooLarge', 413, message, {
        kind: 'validation',
        reason: message,
      }),
    )
  }

  #answer(): HttpAnswer | Promise<HttpAnswer> {
    const exchange = this.#exchange
    if (exchange.failure !== undefined) return this.#fail(exchange.failure)
    if (isPreflight(exchange.head)) return answerPreflight(exchange.head, this.#parts.access)
    try {
      const named = runSteps(bodySteps, exchange, this.#parts)
      const pending = named
        ? named.then(() => runSteps(stepsOf(exchange), exchange, this.#parts))
        : runSteps(stepsOf(exchange), exchange, this.#parts)
      if (!pending) return this.#end()
      return pending.then(
        () => this.#end(),
        (error: unknown) => this.#fail(error),
      )
    } catch (error) {
      return this.#fail(error)
    }
  }

  #fail(error: unknown): HttpAnswer {
    this.#exchange.failure = error
    this.#exchange.response = serialiseFailure(this.#exchange, this.#parts)
    return this.#end()
  }

  #end(): HttpAnswer {
    record(this.#exchange, this.#parts)
    const { response, head } = this.#exchange
    return allowOrigin(response as WireResponse, head, this.#parts.access)
  }
}
