/** Operations whose bodies stream. */
import type { Member, OperationModel, StructureShape } from '../../../src/model/model.ts'

/** The member that is a stream of events, whose shape is the union of them. */
export function eventStreamOf(
  shape: StructureShape | undefined,
): { member: Member; events: StructureShape } | undefined {
  for (const member of shape?.members.values() ?? []) {
    const { shape: events } = member
    if (events.kind === 'structure' && events.json.eventStream) return { member, events }
  }
  return undefined
}

export function hasEventStream(shape: StructureShape | undefined): boolean {
  return eventStreamOf(shape) !== undefined
}

/** An output with what streams in it, bytes or listed events, as services hand it out. */
export function streamed(
  output: Record<string, unknown>,
  { output: shape }: OperationModel,
): object {
  const events = eventStreamOf(shape)?.member.name
  if (events !== undefined) {
    return { ...output, [events]: each((output[events] ?? []) as readonly unknown[]) }
  }
  const payload = shape?.payload
  if (!payload?.traits.streaming || !(payload.name in output)) return output
  return { ...output, [payload.name]: each([output[payload.name]]) }
}

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items
}

/** A client's answer with its streams read: bytes joined, events listed. */
export async function collected(
  received: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown>> {
  const entries = Object.entries(received).map(async ([name, value]) => [name, await read(value)])
  return Object.fromEntries(await Promise.all(entries)) as Record<string, unknown>
}

async function read(value: unknown): Promise<unknown> {
  if (typeof value !== 'object' || value === null) return value
  const stream = value as { transformToByteArray?: () => Promise<Uint8Array> }
  if (stream.transformToByteArray) return stream.transformToByteArray()
  if (!(Symbol.asyncIterator in value)) return value
  const events: unknown[] = []
  for await (const event of value as AsyncIterable<unknown>) events.push(event)
  return events
}
