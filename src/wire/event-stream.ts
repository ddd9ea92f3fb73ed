/** Event streams: unions of events, each in a frame, written and read one by one. */
import { AwsError } from '../kernel/errors.ts'
import type { Member, ScalarShape, StructureShape } from '../model/model.ts'
import {
  decodeFrame,
  decodeFrames,
  encodeFrame,
  type EventFrame,
  type EventHeader,
} from './event-frame.ts'
import { serializationFault } from './json-faults.ts'

export const eventStreamType = 'application/vnd.amazon.eventstream'

/** How a protocol writes the structures inside events. */
export interface EventCodec {
  readonly contentType: string
  read(shape: StructureShape, payload: Uint8Array): object
  /** @param name The element's, in XML. */
  write(shape: StructureShape, value: object, name: string): Uint8Array
}

/** What an RPC protocol says before the first event: the output's members beside the stream. */
export interface InitialResponse {
  readonly shape: StructureShape
  readonly output: object
}

/**
 * The body of an answer: a frame for each event, made when the client is ready for it. An error
 * that the union lists, thrown while events are made, becomes an event itself.
 * @param events Unions, such as `{ PayloadChunk: { Payload } }`.
 */
export async function* eventStreamBody(
  union: StructureShape,
  events: AsyncIterable<object>,
  codec: EventCodec,
  initial?: InitialResponse,
): AsyncGenerator<Uint8Array> {
  if (initial) {
    const payload = codec.write(initial.shape, initial.output, initial.shape.name)
    yield encodeFrame(frame('event', 'initial-response', codec.contentType, payload))
  }
  try {
    for await (const event of events) yield encodeFrame(eventFrame(union, event, codec))
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    yield encodeFrame(errorFrame(union, error, codec))
  }
}

/**
 * The body of an RPC protocol's answer: the output's other members first, then its events.
 * @returns `undefined` for an output without a stream.
 */
export function rpcEventStream(
  shape: StructureShape,
  output: object,
  codec: EventCodec,
): AsyncGenerator<Uint8Array> | undefined {
  const member = streamOf(shape)
  if (!member || member.shape.kind !== 'structure') return undefined
  const { [member.name]: events, ...others } = output as Readonly<Record<string, unknown>>
  const stream = events as AsyncIterable<object>
  return eventStreamBody(member.shape, stream, codec, { shape, output: others })
}

const streams = new WeakMap<StructureShape, Member | null>()

function streamOf(shape: StructureShape): Member | undefined {
  let member = streams.get(shape)
  if (member === undefined) {
    const found = [...shape.members.values()].find(
      ({ shape: target }) => target.kind === 'structure' && target.json.eventStream,
    )
    streams.set(shape, (member = found ?? null))
  }
  return member ?? undefined
}

/**
 * The events of a request, as unions, each read when it is asked for.
 * @throws AwsError SerializationException on what isn't one.
 */
export async function* readEvents(
  union: StructureShape,
  stream: AsyncIterable<Uint8Array>,
  codec: EventCodec,
): AsyncGenerator<object> {
  for await (const outer of decodeFrames(stream)) {
    const inner = unsigned(outer)
    if (inner) yield readEvent(union, inner, codec)
  }
}

/** Clients wrap signed events in a frame of their signature; an empty one ends the stream. */
function unsigned(outer: EventFrame): EventFrame | undefined {
  if (!outer.headers.has(':chunk-signature')) return outer
  return outer.payload.length === 0 ? undefined : decodeFrame(outer.payload)
}

function readEvent(union: StructureShape, event: EventFrame, codec: EventCodec): object {
  if (textHeader(event, ':message-type') !== 'event') {
    throw serializationFault('An event of the stream is an error or has no :message-type')
  }
  const name = textHeader(event, ':event-type')
  const member = name === undefined ? undefined : union.members.get(name)
  if (name === undefined || !member || member.shape.kind !== 'structure') {
    throw serializationFault(`${union.name} has no event of the type ${name}`)
  }
  return { [name]: readEventStructure(member.shape, event, codec) }
}

function readEventStructure(shape: StructureShape, event: EventFrame, codec: EventCodec): object {
  const plan = planOf(shape)
  const value: Record<string, unknown> = {}
  for (const member of plan.headers) {
    const header = event.headers.get(member.wireName)
    if (header) value[member.name] = header.value
  }
  if (plan.payload) {
    const payload = readPayload(plan.payload, event.payload, codec)
    return { ...value, [plan.payload.name]: payload }
  }
  if (!plan.implicit || event.payload.length === 0) return value
  return { ...codec.read(shape, event.payload), ...value }
}

function readPayload({ shape }: Member, payload: Uint8Array, codec: EventCodec): unknown {
  if (shape.kind === 'structure') return codec.read(shape, payload)
  return shape.kind === 'scalar' && shape.type === 'string'
    ? Buffer.from(payload).toString()
    : payload
}

function eventFrame(union: StructureShape, event: object, codec: EventCodec): EventFrame {
  const [entry, ...others] = Object.entries(event).filter(([, value]) => value !== undefined)
  const member = entry && union.members.get(entry[0])
  if (!entry || others.length > 0 || member?.shape.kind !== 'structure') {
    throw new Error(`${union.name}: an event has one member of the union`)
  }
  const [name, value] = entry as [string, object]
  return structureFrame(member.shape, name, value, codec)
}

function structureFrame(
  shape: StructureShape,
  name: string,
  value: object,
  codec: EventCodec,
): EventFrame {
  const { headers, payload, implicit } = planOf(shape)
  const values = value as Readonly<Record<string, unknown>>
  const own = new Map<string, EventHeader>()
  for (const member of headers) {
    const part = values[member.name]
    if (part !== undefined && part !== null) own.set(member.wireName, headerOf(member, part))
  }
  const kind = shape.error ? 'exception' : 'event'
  const content = payload
    ? explicitContent(payload, values[payload.name], codec)
    : implicit
      ? {
          type: codec.contentType,
          bytes: codec.write(shape, withoutHeaders(values, headers), name),
        }
      : undefined
  return frame(kind, name, content?.type, content?.bytes, own)
}

function withoutHeaders(values: object, headers: readonly Member[]): object {
  const names = new Set(headers.map(({ name }) => name))
  return Object.fromEntries(Object.entries(values).filter(([name]) => !names.has(name)))
}

function explicitContent(
  member: Member,
  value: unknown,
  codec: EventCodec,
): { type: string; bytes: Uint8Array } {
  const { shape } = member
  if (shape.kind === 'structure') {
    const bytes = codec.write(shape, (value ?? {}) as object, member.wireName)
    return { type: codec.contentType, bytes }
  }
  if (shape.kind === 'scalar' && shape.type === 'string') {
    return { type: 'text/plain', bytes: Buffer.from(String(value ?? '')) }
  }
  const bytes = (value ?? new Uint8Array()) as Uint8Array
  return { type: 'application/octet-stream', bytes }
}

/** An error within a stream is an event when the union knows it, else it ends the stream nameless. */
function errorFrame(union: StructureShape, error: AwsError, codec: EventCodec): EventFrame {
  const known = [...union.members.values()].find(
    ({ shape }) => shape.kind === 'structure' && shape.error && shape.name === error.shape,
  )
  if (known?.shape.kind === 'structure') {
    const { members } = known.shape
    const text = ['message', 'Message'].filter((name) => members.has(name))
    const texts = Object.fromEntries(text.map((name) => [name, error.message]))
    return structureFrame(known.shape, known.name, { ...texts, ...error.members }, codec)
  }
  const headers = new Map<string, EventHeader>([
    [':message-type', { type: 'string', value: 'error' }],
    [':error-code', { type: 'string', value: error.code }],
    [':error-message', { type: 'string', value: error.message }],
  ])
  return { headers, payload: new Uint8Array() }
}

function frame(
  kind: 'event' | 'exception',
  name: string,
  contentType: string | undefined,
  payload: Uint8Array = new Uint8Array(),
  own: ReadonlyMap<string, EventHeader> = new Map(),
): EventFrame {
  const headers = new Map<string, EventHeader>([
    [':message-type', { type: 'string', value: kind }],
    [`:${kind}-type`, { type: 'string', value: name }],
  ])
  if (contentType !== undefined)
    headers.set(':content-type', { type: 'string', value: contentType })
  for (const [each, value] of own) headers.set(each, value)
  return { headers, payload }
}

interface EventPlan {
  readonly headers: readonly Member[]
  readonly payload: Member | undefined
  /** Members that are neither stand together in the payload. */
  readonly implicit: boolean
}

const plans = new WeakMap<StructureShape, EventPlan>()

function planOf(shape: StructureShape): EventPlan {
  const known = plans.get(shape)
  if (known) return known
  const members = [...shape.members.values()]
  const headers = members.filter(({ traits }) => traits.eventHeader)
  const payload = members.find(({ traits }) => traits.eventPayload)
  const plan = { headers, payload, implicit: !payload && headers.length < members.length }
  plans.set(shape, plan)
  return plan
}

function headerOf({ shape }: Member, value: unknown): EventHeader {
  return { type: (shape as ScalarShape).type, value } as EventHeader
}

function textHeader({ headers }: EventFrame, name: string): string | undefined {
  const header = headers.get(name)
  return header?.type === 'string' ? header.value : undefined
}
