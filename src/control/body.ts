/**
 * Reads request bodies: JSON objects of known members, and files. Other types are refused, those of
 * browser forms above all, which any web page may send here without asking.
 */
import type { WireRequest } from '../wire/message.ts'
import { badRequest, Refusal } from './reply.ts'

/** More than any JSON this API takes; files are streamed and have no limit here. */
const jsonBytesMax = 65_536

/**
 * The body's JSON object, of which only `known` members may be there.
 * @throws Refusal 400, 413 or 415.
 */
export async function readMembers<const Name extends string>(
  request: WireRequest,
  known: readonly Name[],
): Promise<Readonly<Partial<Record<Name, unknown>>>> {
  requireType(request, 'application/json')
  return membersOf(await readBytes(request), known)
}

/** For requests that say all by their path: a body, when there is one, is an empty JSON object. */
export async function readNothing(request: WireRequest): Promise<void> {
  if (request.headers['content-type'] !== undefined) requireType(request, 'application/json')
  const bytes = await readBytes(request)
  if (bytes.length === 0) return
  requireType(request, 'application/json')
  membersOf(bytes, [])
}

/** The body as a file. @throws Refusal 415 when it is said to be of another type. */
export function readFile(request: WireRequest, type: string): AsyncIterable<Uint8Array> {
  requireType(request, type)
  return request.stream ?? once(request.body)
}

function requireType({ headers }: WireRequest, wanted: string): void {
  const [given = ''] = (headers['content-type'] ?? '').split(';')
  if (given.trim().toLowerCase() === wanted) return
  const said = given === '' ? 'none' : `"${given.trim()}"`
  throw new Refusal(
    415,
    'UnsupportedMediaType',
    `Send the body as Content-Type: ${wanted} (${said} was given).`,
  )
}

async function readBytes({ stream, body }: WireRequest): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of stream ?? once(body)) {
    size += chunk.length
    if (size > jsonBytesMax) {
      throw new Refusal(413, 'BodyTooLarge', `The body is longer than ${jsonBytesMax} bytes.`)
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

async function* once(body: Uint8Array): AsyncGenerator<Uint8Array> {
  yield body
}

function membersOf<const Name extends string>(
  bytes: Uint8Array,
  known: readonly Name[],
): Partial<Record<Name, unknown>> {
  const members = parseObject(bytes)
  const unknown = Object.keys(members).filter((name) => !known.some((one) => one === name))
  if (unknown.length === 0) return members as Partial<Record<Name, unknown>>
  const list = known.length === 0 ? 'none' : quoted(known)
  throw badRequest('UnknownMember', `${quoted(unknown)} is not understood here; known: ${list}.`)
}

function parseObject(bytes: Uint8Array): object {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw badRequest('InvalidJson', 'The body is not JSON.')
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  throw badRequest('InvalidJson', 'The body is not a JSON object.')
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ')
}
