/** ARNs of streams: the table's, and the label behind it. */
import type { Place } from '../../../kernel/place.ts'
import { tableArn } from '../arns.ts'

export interface NamedStream {
  readonly table: string
  readonly label: string
}

export function streamArn(place: Place, { table, label }: NamedStream): string {
  return `${tableArn(place, table)}/stream/${label}`
}

/** `undefined`: no stream's ARN. */
export function readStreamArn(arn: string): NamedStream | undefined {
  const match = /^arn:[^:]*:dynamodb:[^:]*:[^:]*:table\/([^/]+)\/stream\/(.+)$/.exec(arn)
  const [, table, label] = match ?? []
  return table === undefined || label === undefined ? undefined : { table, label }
}
