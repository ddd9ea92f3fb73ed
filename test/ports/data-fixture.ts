/**
 * What the fixtures of data format 1 hold: a data directory and a snapshot, written when the format
 * was released and never again: what they hold must open for ever.
 */
import type { Entity } from '../../src/kernel/store/store.ts'
import { keyOf } from '../../src/kernel/store/key.ts'

export const fixtureEntries: readonly (readonly [string, Entity])[] = [
  [keyOf('123456789012', 'us-east-1', 'sqs', 'queues', '=', 'a'), { name: 'a', createdAtMs: 1 }],
  [keyOf('123456789012', 'us-east-1', 'sqs', 'queues', '=', 'é\u{1f600}'), { name: 'é\u{1f600}' }],
  [
    keyOf('bytes', Uint8Array.of(0, 255)),
    { bytes: Uint8Array.of(0, 1, 255), empty: new Uint8Array() },
  ],
  [keyOf('kernel', 'clock'), { mode: 'held', offsetMs: 0, heldAtMs: 1_767_225_600_000 }],
  [keyOf('long'), 'x'.repeat(20_000)],
  [keyOf('numbers', -1.5), [0, -0, 1e300, NaN, Infinity]],
  [keyOf('numbers', 2), { big: 2n ** 70n, $key: { $bytes: [0, 1] } }],
]

export const fixtureBlob = { id: 'blob-1', text: 'the bytes of a blob', entity: keyOf('bytes') }
