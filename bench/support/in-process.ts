/** Kasane as a library, as a program of one's own loads it, and calls of it without a socket. */
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Kasane, startKasane as start } from '../../src/index.ts'
import type { SdkRequest } from '../../src/server/in-process.ts'
import { jsonRequest } from './aws-calls.ts'
import type { LoadRequest } from './load.ts'

const library = pathToFileURL(resolve('dist/index.js')).href
export const { startKasane } = (await import(library)) as { startKasane: typeof start }

/** Where calls are signed for. */
export const endpoint = 'http://127.0.0.1:4566'

export type Handler = ReturnType<Kasane['requestHandler']>

/** @throws Error with the answer's text when it is no success. */
export async function sendInProcess(handler: Handler, request: LoadRequest): Promise<string> {
  const { response } = await handler.handle(sdkRequest(request))
  const text = Buffer.from((response.body as Uint8Array | undefined) ?? []).toString()
  if (response.statusCode !== 200) throw new Error(`${response.statusCode} ${text}`)
  return text
}

/** A call of SQS by the root user of the account that is there from the start. */
export async function sqsInProcess(handler: Handler, operation: string, input: object) {
  const keys = { accessKeyId: 'test', secretAccessKey: 'test' }
  const call = { service: 'sqs', target: `AmazonSQS.${operation}`, input }
  const text = await sendInProcess(handler, jsonRequest(endpoint, keys, call))
  return JSON.parse(text || '{}') as Record<string, unknown>
}

export function sdkRequest({ method, path, headers, body }: LoadRequest): SdkRequest {
  const { hostname, port } = new URL(endpoint)
  return { method, path, headers, body: Buffer.from(body), hostname, port: Number(port) }
}
