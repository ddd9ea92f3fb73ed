/** How the structures inside events are written in JSON protocols. */
import type { EventCodec } from './event-stream.ts'
import { coralWording } from './json-faults.ts'
import { jsonNotation, parseJsonBody } from './json-notation.ts'
import { structureWriter } from './json-writer.ts'
import { TreeReaders } from './tree-reader.ts'

const readers = new TreeReaders(jsonNotation({ strict: true, wording: coralWording }))

export const jsonEvents: EventCodec = {
  contentType: 'application/json',
  read: (shape, payload) => readers.structure(shape)(parseJsonBody(payload, shape), 0) as object,
  write: (shape, value) => Buffer.from(structureWriter(shape)(value)),
}
