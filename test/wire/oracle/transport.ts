/** Between the SDK's messages and ours. */
import { Readable } from 'node:stream'

import type { OperationModel, ProtocolName, ServiceModel } from '../../../src/model/model.ts'
import type { WireRequest, WireResponse } from '../../../src/wire/message.ts'
import type { Labels } from '../../../src/wire/protocol.ts'
import { restRouter } from '../../../src/wire/rest-router.ts'
import { bytesOf } from '../bodies.ts'
import type { SdkRequest, SdkResponse } from './sdk-client.ts'

export async function wireRequest(request: SdkRequest, streams: boolean): Promise<WireRequest> {
  const body = await bodyOf(request.body)
  return {
    method: request.method,
    path: request.path,
    query: queryOf(request.query ?? {}),
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
    ),
    body: streams ? new Uint8Array() : body,
    ...(streams && { stream: Readable.from(body.length > 0 ? [body] : []) }),
  }
}

/** By what the request says of itself, as a gateway finds it. */
export function protocolOf({ headers }: WireRequest, model: ServiceModel): ProtocolName {
  if (headers['smithy-protocol'] === 'rpc-v2-cbor') return 'rpcv2Cbor'
  const type = headers['content-type'] ?? ''
  if (headers['x-amz-target']) return type.endsWith('1.1') ? 'json1.1' : 'json1.0'
  const form = type.startsWith('application/x-www-form-urlencoded')
  const found = model.protocols.find((name) =>
    form ? name === 'query' || name === 'ec2' : name.startsWith('rest'),
  )
  if (!found) throw new Error(`${model.name} has no protocol for ${type}`)
  return found
}

/** REST requests must be routed to their operation, RPC ones name it. */
export function labelsOf(request: WireRequest, operation: OperationModel): Labels {
  const found = restRouter(operation.service).find(request)
  if (found?.operation.name !== operation.name) {
    throw new Error(`routed to ${found?.operation.name}: ${request.method} ${request.path}`)
  }
  return found.labels
}

export async function sdkResponse(response: WireResponse): Promise<SdkResponse> {
  const bytes = await bytesOf(response.body)
  return {
    statusCode: response.status,
    headers: Object.fromEntries(
      Object.entries(response.headers).map(([name, value]) => [name.toLowerCase(), value]),
    ),
    body: Readable.from(bytes.length > 0 ? [Buffer.from(bytes)] : []),
  }
}

async function bodyOf(body: unknown): Promise<Uint8Array> {
  if (body === undefined || body === null) return new Uint8Array()
  if (typeof body === 'string') return Buffer.from(body)
  if (body instanceof ArrayBuffer) return new Uint8Array(body)
  if (body instanceof Uint8Array) return body
  return bytesOf(body as AsyncIterable<Uint8Array>)
}

function queryOf(query: NonNullable<SdkRequest['query']>): string {
  return Object.entries(query)
    .flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map((each: string | null) =>
        each === null ? escaped(name) : `${escaped(name)}=${escaped(each)}`,
      ),
    )
    .join('&')
}

function escaped(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
