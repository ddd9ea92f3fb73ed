/**
 * Pages of lists. A marker tells the last item of its page, so that what comes or goes between two
 * pages moves nothing.
 */
import { invalidMarker } from './errors.ts'
import { listedDefault } from './limits.ts'

export interface Paged {
  readonly Marker?: string
  readonly MaxItems?: number
}

export type Page<Item> =
  | { readonly items: Item[]; readonly IsTruncated: false }
  | { readonly items: Item[]; readonly IsTruncated: true; readonly Marker: string }

/** What the marker of a page tells: the key of its last item. */
export function readMarker({ Marker }: Paged): string | undefined {
  if (Marker === undefined) return undefined
  const text = Buffer.from(Marker, 'base64').toString()
  if (!text.startsWith(markerStart) || writeMarker(text.slice(markerStart.length)) !== Marker) {
    throw invalidMarker(Marker)
  }
  return text.slice(markerStart.length)
}

/**
 * A page of items that begin behind the marker's.
 * @param items read no further than the page needs
 */
export function pageOf<Item>(
  items: Iterable<Item>,
  { MaxItems: max = listedDefault }: Paged,
  keyOf: (item: Item) => string,
): Page<Item> {
  const page: Item[] = []
  for (const item of items) {
    const last = page.at(-1)
    if (page.length === max && last !== undefined) {
      return { items: page, IsTruncated: true, Marker: writeMarker(keyOf(last)) }
    }
    page.push(item)
  }
  return { items: page, IsTruncated: false }
}

/** A page of a list that is at hand whole, in the order of its keys. */
export function pageOfAll<Item>(
  items: readonly Item[],
  paged: Paged,
  keyOf: (item: Item) => string,
): Page<Item> {
  const after = readMarker(paged)
  const sorted = items.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
  const left = after === undefined ? sorted : sorted.filter((item) => keyOf(item) > after)
  return pageOf(left, paged, keyOf)
}

const markerStart = 'after '

function writeMarker(key: string): string {
  return Buffer.from(markerStart + key).toString('base64')
}
