/** Pages of lists. A token tells the last item of its page. */
import { invalidToken } from './errors.ts'
import { listedDefault } from './limits.ts'

interface Paged {
  readonly NextToken?: string
  readonly MaxResults?: number
}

/**
 * A page of items that come in the order of their keys.
 * @throws AwsError InvalidInputException for a token that no page gave
 */
export function pageOf<Item>(
  items: Iterable<Item>,
  { NextToken: token, MaxResults: max = listedDefault }: Paged,
  keyOf: (item: Item) => string,
): { readonly items: Item[]; readonly NextToken?: string } {
  const after = token === undefined ? undefined : readToken(token)
  const page: Item[] = []
  for (const item of items) {
    if (after !== undefined && keyOf(item) <= after) continue
    const last = page.at(-1)
    if (page.length === max && last) return { items: page, NextToken: writeToken(keyOf(last)) }
    page.push(item)
  }
  return { items: page }
}

const start = 'after '

function readToken(token: string): string {
  const text = Buffer.from(token, 'base64').toString()
  const key = text.slice(start.length)
  if (text.startsWith(start) && writeToken(key) === token) return key
  throw invalidToken(token)
}

function writeToken(key: string): string {
  return Buffer.from(start + key).toString('base64')
}
