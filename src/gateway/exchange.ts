/** One request on its way through the chain: what is known of it so far, and what came of it. */
import type { Caller } from '../kernel/caller.ts'
import type { Cancel } from '../kernel/clock.ts'
import type { AwsError } from '../kernel/errors.ts'
import type { Place } from '../kernel/place.ts'
import type { OperationDefinition, ServiceDefinition } from '../kernel/service.ts'
import type { OperationModel, ServiceModel } from '../model/model.ts'
import type { ChunkSigning } from '../wire/aws-chunked.ts'
import type { WireRequest, WireResponse } from '../wire/message.ts'
import type { Labels, Protocol } from '../wire/protocol.ts'
import type { CredentialScope } from '../wire/sigv4-read.ts'
import type { ServiceFacts } from './catalogue.ts'

/** A request's head: all that is known before its body is read. */
export interface RequestHead {
  readonly method: string
  readonly path: string
  readonly query: string
  readonly headers: WireRequest['headers']
  readonly isEncrypted: boolean
  /** The client's IP address. */
  readonly address: string
  /** The client is on this machine. */
  readonly isLoopback: boolean
  readonly hasBody: boolean
  onGone?(listener: () => void): Cancel
  isGone?(): boolean
}

/** How a request names what it wants: a target header, a CBOR path, a form's action, a route. */
export type CallStyle = 'json' | 'cbor' | 'form' | 'rest'

export const noBytes = new Uint8Array(0)

const unread: WireRequest = { method: '', path: '', query: '', headers: {}, body: noBytes }

/** Fields are all there from the start, so that every exchange has one shape. */
export class Exchange {
  readonly head: RequestHead
  readonly requestId: string
  readonly beganAtMs: number

  style: CallStyle = 'rest'
  /** The service as AWS knows it; `undefined` while only the body can tell. */
  facts: ServiceFacts | undefined = undefined
  model: ServiceModel | undefined = undefined
  protocol: Protocol | undefined = undefined
  /** As the request names it, whether or not there is such an operation. */
  operationName = ''
  operation: OperationModel | undefined = undefined
  /** REST: the labels of the path. */
  labels: Labels | undefined = undefined
  /** The path as the service's routes see it: S3's with the bucket that the host names. */
  routedPath: string
  region = ''
  /** Who the request says has signed it; nothing is proven yet. */
  credential: { readonly accessKeyId: string; readonly scope: CredentialScope } | undefined =
    undefined

  /** The body as it came. */
  sent: Uint8Array = noBytes
  /** The body of an operation whose input streams, as it comes. */
  stream: AsyncIterable<Uint8Array> | undefined = undefined
  /** The request as protocols read it, once its body is there: whole and decoded, or a stream. */
  request: WireRequest = unread
  /** What a proven signature hands on to the signatures of a stream's chunks. */
  proof: ChunkSigning | undefined = undefined
  input: object | undefined = undefined
  caller: Caller | undefined = undefined
  service: ServiceDefinition | undefined = undefined
  definition: OperationDefinition | undefined = undefined
  place: Place | undefined = undefined

  output: object | undefined = undefined
  failure: unknown = undefined
  /** Refusals of members that the call was answered without. */
  noted: AwsError[] | undefined = undefined
  response: WireResponse | undefined = undefined

  constructor(head: RequestHead, requestId: string, beganAtMs: number) {
    this.head = head
    this.requestId = requestId
    this.beganAtMs = beganAtMs
    this.routedPath = head.path
  }
}
