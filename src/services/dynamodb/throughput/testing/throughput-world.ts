/** A cloud with a table that is easily overrun, second by second of the held clock. */
import { AwsError } from '../../../../kernel/errors.ts'
import { world } from '../../../../../test/support/world.ts'
import { dynamodb } from '../../service.ts'
import { keys } from '../../testing/table-world.ts'

export const S = (text: string) => ({ S: text })

export function provisioned(ReadCapacityUnits: number, WriteCapacityUnits: number) {
  return { ProvisionedThroughput: { ReadCapacityUnits, WriteCapacityUnits } }
}

export const onDemand = { BillingMode: 'PAY_PER_REQUEST' }

/** A global index whose partition key is `g`. */
export const globalIndex = (more: object = {}) => ({
  AttributeDefinitions: ['pk', 'g'].map((AttributeName) => ({
    AttributeName,
    AttributeType: 'S',
  })),
  GlobalSecondaryIndexes: [
    { IndexName: 'byG', KeySchema: keys('g'), Projection: { ProjectionType: 'ALL' }, ...more },
  ],
})

export const tableArn = 'arn:aws:dynamodb:us-east-1:123456789012:table/orders'

/** What a call came to: its answer, or the error that AWS would give. */
export type Outcome = { readonly answer: Record<string, unknown> } | { readonly error: AwsError }

export async function throughputWorld(table: object) {
  const cloud = world({ services: [dynamodb] })
  const TableName = 'orders'
  await cloud.call('CreateTable', {
    TableName,
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    KeySchema: keys('pk'),
    ...table,
  })
  await cloud.advance(1_000)

  const orders = (operation: string, input: object = {}) =>
    cloud.call(operation, { TableName, ...input })
  const put = (pk: string, bytes = 1_024, more: object = {}) =>
    orders('PutItem', { Item: { ...sized(pk, bytes), ...more } })
  const get = (pk: string, more: object = {}) => orders('GetItem', { Key: { pk: S(pk) }, ...more })

  /** Calls so many times at this instant; answers how many got through. */
  async function repeat(times: number, ask: (n: number) => Promise<unknown>): Promise<number> {
    let done = 0
    for (let n = 0; n < times; n++) if (!('error' in (await outcomeOf(ask(n))))) done++
    return done
  }

  return { ...cloud, orders, put, get, repeat }
}

/** An item of so many bytes in all. */
export function sized(pk: string, bytes: number) {
  return { pk: S(pk), v: S('x'.repeat(bytes - 'pk'.length - pk.length - 'v'.length)) }
}

export async function outcomeOf(call: Promise<unknown>): Promise<Outcome> {
  try {
    return { answer: (await call) as Record<string, unknown> }
  } catch (error) {
    if (error instanceof AwsError) return { error }
    throw error
  }
}

/** The error of a call that must be refused. */
export async function refusalOf(call: Promise<unknown>): Promise<AwsError> {
  const outcome = await outcomeOf(call)
  if ('error' in outcome) return outcome.error
  throw new Error('the call was not refused')
}
