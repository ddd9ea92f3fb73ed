/** A vector's request, given to the protocol as the gateway would. */
import { expect } from 'vitest'

import { AwsError } from '../../src/kernel/errors.ts'
import type { OperationModel } from '../../src/model/model.ts'
import type { WireRequest } from '../../src/wire/message.ts'
import type { Labels, Protocol } from '../../src/wire/protocol.ts'
import { restRouter } from '../../src/wire/rest-router.ts'
import { settled } from './settled.ts'
import type { HttpRequestTest } from './smithy-ast.ts'

export function parseTest(
  protocol: Protocol,
  operation: OperationModel,
  test: HttpRequestTest,
  stream?: AsyncIterable<Uint8Array>,
): object {
  const request = requestOf(operation, test, stream)
  return protocol.parse(request, operation, labelsOf(operation, request))
}

function requestOf(
  operation: OperationModel,
  test: HttpRequestTest,
  stream?: AsyncIterable<Uint8Array>,
): WireRequest {
  const [path = '', constants] = pathStyle(test).split('?')
  const encoding = test.bodyMediaType === 'application/cbor' ? 'base64' : 'utf8'
  const body = Buffer.from(test.body ?? '', encoding)
  const streams = operation.input?.payload?.traits.streaming === true
  const headers = Object.entries(test.headers ?? {})
  return {
    method: test.method,
    path,
    query: [constants, ...(test.queryParams ?? [])].filter((part) => part !== undefined).join('&'),
    headers: Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value])),
    body: streams ? new Uint8Array() : body,
    ...(streams && body.length > 0 && { stream: oneChunk(body) }),
    ...(stream && { stream }),
  }
}

async function* oneChunk(body: Uint8Array): AsyncGenerator<Uint8Array> {
  if (body.length > 0) yield body
}

/** The error that `attempt` ends in, also when it comes while a stream is read. */
export async function refusalOf(attempt: () => object): Promise<AwsError> {
  try {
    await settled(attempt())
  } catch (error) {
    if (error instanceof AwsError) return error
    throw error
  }
  expect.unreachable('The protocol accepted the malformed request.')
}

/** S3's virtual hosts: the gateway puts the bucket that the host names before the path. */
function pathStyle({ uri, host, resolvedHost }: HttpRequestTest): string {
  const bucket = resolvedHost?.startsWith('s3') ? undefined : /^(\w+)\.s3/.exec(resolvedHost ?? '')
  return host?.startsWith('s3') && bucket ? `/${bucket[1]}${uri}` : uri
}

/** As the product's router finds them; RPC operations have none. */
function labelsOf(operation: OperationModel, request: WireRequest): Labels {
  const match = restRouter(operation.service).find(request)
  return match?.operation === operation ? match.labels : {}
}
