/**
 * What a snapshot's frames say, looked at before any of it counts: a file whose sums are right may
 * still have been made by anybody.
 */
import { isClockState } from './clock-record.ts'
import {
  type Counts,
  damaged,
  entriesOf,
  type Head,
  snapshotFormat,
  SnapshotRefused,
} from './snapshot-format.ts'
import { isKey } from './store/key.ts'
import type { Entity, Entry } from './store/store.ts'

/** @throws SnapshotRefused when it is damaged, or of a newer format. */
export function readHead(payload: Buffer): Head {
  const { format, clock } = readJson(payload)
  if (typeof format !== 'number' || !Number.isSafeInteger(format) || format < 1) throw damaged()
  if (format > snapshotFormat) {
    throw new SnapshotRefused(
      `The snapshot has format ${format}, written by a newer version of Kasane; this version reads up to ${snapshotFormat}. Nothing was changed.`,
    )
  }
  if (!isClockState(clock)) throw damaged()
  const { mode, offsetMs, heldAtMs } = clock
  return { format, clock: { mode, offsetMs, heldAtMs } }
}

/** @throws SnapshotRefused when one of them can't be kept. */
export function readEntries(payload: Buffer): readonly Entry[] {
  let entries: Entry[]
  try {
    entries = [...entriesOf(payload)]
  } catch {
    throw damaged()
  }
  if (!entries.every(([key, value]) => isKey(key) && isWithin(value, depthMax))) throw damaged()
  return entries
}

/** @throws SnapshotRefused */
export function readCounts(payload: Buffer): Counts {
  const { entries, blobs, parts } = readJson(payload)
  return { entries: Number(entries), blobs: Number(blobs), parts: Number(parts) }
}

function readJson(payload: Buffer): Readonly<Record<string, unknown>> {
  let value: unknown
  try {
    value = JSON.parse(payload.toString())
  } catch {
    throw damaged()
  }
  if (typeof value !== 'object' || value === null) throw damaged()
  return value as Readonly<Record<string, unknown>>
}

/** What is nested deeper can be read, but not be written again: JSON is written by recursion. */
const depthMax = 1_000

function isWithin(value: Entity, depth: number): boolean {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return true
  if (depth === 0) return false
  return Object.values(value).every((item) => isWithin(item, depth - 1))
}
