/** Pages of queues; a token tells the list it belongs to, and the last name of its page. */
import { invalidListMax, invalidToken, tokenOfAnotherList, tokenWithoutMax } from './errors.ts'
import { listQueuesMax } from './limits.ts'

export interface Page {
  readonly limit: number
  /** The last name of the page before. */
  readonly after?: string
  /** Without MaxResults AWS gives 1,000 and no token. */
  readonly hasToken: boolean
}

interface Asked {
  readonly MaxResults?: number
  readonly NextToken?: string
}

/**
 * `list` names what is listed: it may not change from page to page.
 * @throws AwsError InvalidParameterValue
 */
export function readPage({ MaxResults: max, NextToken: token }: Asked, list: string): Page {
  if (max !== undefined && (max < 1 || max > listQueuesMax)) throw invalidListMax()
  if (token === undefined) return { limit: max ?? listQueuesMax, hasToken: max !== undefined }
  if (max === undefined) throw tokenWithoutMax()
  return { limit: max, after: readToken(token, list), hasToken: true }
}

/** What goes on a page, out of one name more than it holds. */
export function writePage(names: readonly string[], { limit, hasToken }: Page, list: string) {
  const page = names.slice(0, limit)
  const last = page.at(-1)
  const isMore = names.length > limit && last !== undefined && hasToken
  return { page, ...(isMore && { NextToken: encode([list, last]) }) }
}

function readToken(token: string, list: string): string {
  const [ofList, after] = decode(token)
  if (after === undefined) throw invalidToken(token)
  if (ofList !== list) throw tokenOfAnotherList(token)
  return after
}

function encode(parts: readonly string[]): string {
  return Buffer.from(parts.join('\n')).toString('base64')
}

function decode(token: string): string[] {
  return Buffer.from(token, 'base64').toString().split('\n')
}
