/** ARNs of tables and their indexes; a table's may stand wherever its name may. */
import { arn } from '../../kernel/arn.ts'
import type { Place } from '../../kernel/place.ts'
import { validation } from './errors.ts'

export function tableArn({ partition, region, account }: Place, name: string): string {
  return `arn:${partition}:dynamodb:${region}:${account}:table/${name}`
}

export function indexArn(place: Place, table: string, index: string): string {
  return `${tableArn(place, table)}/index/${index}`
}

/** The ARN to ask IAM about, of a name or an ARN, however odd; the region is the call's. */
export function arnOf(place: Place, given: unknown): string {
  if (typeof given !== 'string' || given === '') return '*'
  const parts = partsOf(given)
  if (!parts) return tableArn(place, given)
  return tableArn({ ...place, account: parts.account || place.account }, parts.table)
}

/**
 * The ARN to ask IAM about where DynamoDB itself refuses what belongs to others: the resource of
 * that name in the caller's own account and region.
 */
export function resourceIn(place: Place, given: unknown): string {
  const relativeId = /^arn:[^:]*:dynamodb:[^:]*:[^:]*:(.+)$/.exec(String(given))?.[1]
  return relativeId === undefined ? arnOf(place, given) : arn(place, 'dynamodb', relativeId)
}

/**
 * A table's name, of itself or its ARN.
 * @throws AwsError ValidationException when the ARN is another region's or no table's
 */
export function tableNameOf(place: Place, given: string): string {
  const parts = partsOf(given)
  if (!parts) return given
  if (parts.region !== place.region) {
    throw validation(`1 validation error detected: Invalid AWS region in '${given}'`)
  }
  if (parts.rest !== undefined) throw validation(`Invalid table ARN: ${given}`)
  return parts.table
}

/** The table's name in the ARN of a table, index or stream. */
export function tableOfResource(resource: string): string {
  return resource.split('/')[1] ?? ''
}

interface ArnParts {
  readonly region: string
  readonly account: string
  readonly table: string
  /** What follows the table: an index, a stream. */
  readonly rest: string | undefined
}

function partsOf(given: string): ArnParts | undefined {
  const match = /^arn:[^:]*:dynamodb:([^:]*):([^:]*):table\/([^/]*)(?:\/(.*))?$/.exec(given)
  if (!match) return undefined
  const [, region = '', account = '', table = '', rest] = match
  return { region, account, table, rest }
}
