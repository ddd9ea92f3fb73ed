/** Parallel scans: each segment is a range of what partition keys hash to. */
import type { Span } from '../../kernel/collection.ts'
import { validation } from './errors.ts'

export interface Segmented {
  readonly Segment?: number
  readonly TotalSegments?: number
}

/** Of the hash, the first eight hexadecimal digits tell the segment. */
const hashes = 2 ** 32
const digits = 8

/** @throws AwsError ValidationException */
export function checkSegment({ Segment: segment, TotalSegments: total }: Segmented): void {
  if (segment === undefined && total === undefined) return
  if (total === undefined) {
    throw validation(
      'The TotalSegments parameter is required but was not present in the request when Segment parameter is present',
    )
  }
  if (segment === undefined) {
    throw validation(
      'The Segment parameter is required but was not present in the request when parameter TotalSegments is present',
    )
  }
  if (segment < total) return
  throw validation(
    'The Segment parameter is zero-based and must be less than parameter TotalSegments: ' +
      `Segment: ${segment} is not less than TotalSegments: ${total}`,
  )
}

export function segmentSpan({ Segment: segment, TotalSegments: total }: Segmented): Span {
  if (segment === undefined || total === undefined) return {}
  const from = [firstHash(segment, total)]
  return segment + 1 === total ? { from } : { from, to: [firstHash(segment + 1, total)] }
}

/** @throws AwsError ValidationException when a start key is another segment's */
export function checkSegmentOf(partition: string, { Segment, TotalSegments }: Segmented): void {
  if (Segment === undefined || TotalSegments === undefined) return
  const own = partition.slice(0, digits)
  const isInside =
    own >= firstHash(Segment, TotalSegments) &&
    (Segment + 1 === TotalSegments || own < firstHash(Segment + 1, TotalSegments))
  if (isInside) return
  throw validation(
    'The provided starting key is invalid: Invalid ExclusiveStartKey. Please use ' +
      'ExclusiveStartKey with correct Segment. ' +
      `TotalSegments: ${TotalSegments} Segment: ${Segment}`,
  )
}

function firstHash(segment: number, total: number): string {
  return Math.ceil((segment * hashes) / total)
    .toString(16)
    .padStart(digits, '0')
}
