/** A key range of a DynamoDB table that ran dry: what a second asked of it, and what parts that. */
import { advice, type Cure } from './explanation.ts'
import { counted } from './facts.ts'

/** Of a cause whose bucket is a key range. */
export interface DryKeyRange {
  readonly units: 'read' | 'write'
  readonly unitsPerSecond: number
  /** Within a second, taken and refused. */
  readonly askedInSecond?: number
  readonly keyRange: { readonly number: number; readonly of: number }
  /** With their shares of what was asked. */
  readonly hotKeys?: readonly { readonly key: string; readonly share: number }[]
}

export function keyRangeLines(why: DryKeyRange): readonly string[] {
  const { units, unitsPerSecond, askedInSecond, hotKeys = [] } = why
  const shares = hotKeys.map(({ key, share }) => `${key} (${percent(share)})`)
  return [
    `A key range gives ${counted(unitsPerSecond)} ${units}s a second, however much its table has to spare, and what was saved doesn’t lift that.`,
    ...(askedInSecond === undefined
      ? []
      : [
          `In the second up to then ${counted(askedInSecond)} ${units} units were asked of it, against ${counted(unitsPerSecond)}.`,
        ]),
    ...(shares.length === 0 ? [] : [`Asked for most: ${shares.join(', ')}.`]),
  ]
}

/** @param warm the command that makes the table warm for so many units a second */
export function keyRangeCures(
  why: DryKeyRange,
  warm: (unitsPerSecond: number) => string,
): readonly Cure[] {
  const { unitsPerSecond, askedInSecond = 0, keyRange, hotKeys = [] } = why
  const times = Math.ceil(askedInSecond / unitsPerSecond)
  // What it still owes for, such as a large page, is no reason to spread anything.
  if (times < 2) return []
  const [hottest] = hotKeys
  const asked = `${counted(askedInSecond)} units within a second need ${times} key ranges at least, or ${times} seconds of one.`
  if (!hottest || hottest.share * askedInSecond > unitsPerSecond) {
    const suffix = hottest ? `, such as by a suffix of ${hottest.key}` : ''
    return [advice(`Spread the load over more partition keys${suffix}: ${asked}`)]
  }
  return [
    advice(
      `${asked} No partition key asks for that much by itself, so that more key ranges part them. Warm it for those:`,
      warm(keyRange.of * times * unitsPerSecond),
    ),
  ]
}

function percent(share: number): string {
  return share < 0.01 ? 'under 1 %' : `${Math.round(100 * share)} %`
}
