/** Shard iterators: the stream's ARN, and behind it the place in a shard and the instant of issue. */

export interface ShardIterator {
  readonly arn: string
  /** The shard's number. */
  readonly shard: number
  /** The lowest sequence number that is to be read. */
  readonly position: number
  readonly issuedAtMs: number
}

/** AWS: the ARN, a number and something opaque. https://github.com/localstack/localstack/issues/8439 */
export function writeIterator({ arn, shard, position, issuedAtMs }: ShardIterator): string {
  const opaque = Buffer.from(JSON.stringify([shard, position, issuedAtMs])).toString('base64')
  return `${arn}|1|${opaque}`
}

/** `undefined`: it is none. */
export function readIterator(text: string): ShardIterator | undefined {
  const [arn, version, opaque, ...more] = text.split('|')
  if (arn === undefined || version !== '1' || opaque === undefined || more.length > 0)
    return undefined
  const values = readNumbers(Buffer.from(opaque, 'base64').toString())
  if (values?.length !== 3) return undefined
  const [shard = 0, position = 0, issuedAtMs = 0] = values
  return { arn, shard, position, issuedAtMs }
}

function readNumbers(text: string): readonly number[] | undefined {
  try {
    const values: unknown = JSON.parse(text)
    return Array.isArray(values) && values.every((one) => Number.isSafeInteger(one))
      ? (values as number[])
      : undefined
  } catch {
    return undefined
  }
}
