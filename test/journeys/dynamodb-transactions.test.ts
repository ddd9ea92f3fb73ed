import {
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactGetItemsCommand,
  TransactionCanceledException,
  TransactionConflictException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { advance, control } from '../support/control-api.ts'
import { type KasaneProcess, startKasaneProcess } from '../support/kasane-process.ts'

/** Many clients at once, as the SDK sends their requests, each over a connection of its own. */
const accounts = ['account0', 'account1', 'account2', 'account3']
const moneyOfAll = 400
const clients = 24
/** Requests meet or they don't; that none of so many does isn't seen. */
const roundsMax = 40
const TableName = 'accounts'

let kasane: KasaneProcess
let client: DynamoDBClient

beforeAll(async () => {
  kasane = await startKasaneProcess(['--clock', 'held'])
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  client = new DynamoDBClient({
    endpoint: kasane.url,
    region: 'us-east-1',
    credentials,
    maxAttempts: 1,
  })
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    }),
  )
  await advance(kasane.url, 'PT1S')
  for (const pk of accounts) {
    const n = { N: String(moneyOfAll / accounts.length) }
    await client.send(new PutItemCommand({ TableName, Item: { pk: { S: pk }, n } }))
  }
})
afterAll(() => kasane.stop())

type Conflict = TransactionCanceledException | TransactionConflictException

const conflicts: Conflict[] = []

/** Until no conflict refuses it. */
async function retried<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      if (!isConflict(error)) throw error
      conflicts.push(error)
    }
  }
}

function isConflict(error: unknown): error is Conflict {
  if (error instanceof TransactionConflictException) return true
  if (!(error instanceof TransactionCanceledException)) return false
  return error.CancellationReasons?.some(({ Code }) => Code === 'TransactionConflict') ?? false
}

function of(pk: string) {
  return { TableName, Key: { pk: { S: pk } } }
}

function adding(n: number) {
  return { UpdateExpression: 'ADD n :n', ExpressionAttributeValues: { ':n': { N: String(n) } } }
}

function move(from: string, to: string, amount: number) {
  const TransactItems = [
    { Update: { ...of(from), ...adding(-amount) } },
    { Update: { ...of(to), ...adding(amount) } },
  ]
  return retried(() => client.send(new TransactWriteItemsCommand({ TransactItems })))
}

async function moneySeen(): Promise<number> {
  const TransactItems = accounts.map((pk) => ({ Get: of(pk) }))
  const { Responses = [] } = await retried(() =>
    client.send(new TransactGetItemsCommand({ TransactItems })),
  )
  return Responses.reduce((sum, { Item }) => sum + Number(Item?.['n']?.N), 0)
}

test('clients that move money at once conflict, and lose none of it when they try again', async () => {
  let rounds = 0
  while (conflicts.length === 0 && rounds < roundsMax) {
    rounds++
    const seen = await Promise.all(
      Array.from({ length: clients }, async (_, at) => {
        const [from = '', to = ''] = [accounts[at % 4], accounts[(at + 1 + (at % 3)) % 4]]
        if (at % 4 === 3) return await moneySeen()
        await move(from, to, at)
        return moneyOfAll
      }),
    )
    expect(new Set(seen)).toEqual(new Set([moneyOfAll]))
  }
  expect(await moneySeen()).toBe(moneyOfAll)
  for (const { message, ...error } of conflicts) {
    if (!('CancellationReasons' in error)) continue
    const reasons = error.CancellationReasons ?? []
    const codes = reasons.map(({ Code }) => Code).join(', ')
    expect(message).toBe(
      `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    )
    for (const reason of reasons) expect([none, conflict]).toContainEqual(reason)
  }
  expect(conflicts.length).toBeGreaterThan(0)
  const [first] = conflicts
  const incident = await control(kasane.url, `/incidents/${first?.$metadata.requestId}`)
  const { why } = (incident as Told).explanation
  expect(why.join('\n')).toContain('TransactionConflict, Transaction is ongoing for the item: ')
})

interface Told {
  readonly explanation: { readonly why: readonly string[] }
}

const none = { Code: 'None' }
const conflict = { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' }

test('single additions to what transactions add to are all counted', async () => {
  const additions = Array.from({ length: clients }, (_, at) =>
    at % 2 === 0
      ? retried(() => client.send(new UpdateItemCommand({ ...of('counter'), ...adding(1) })))
      : move('nobody', 'counter', 1),
  )
  await Promise.all(additions)
  const { Item } = await client.send(new GetItemCommand({ ...of('counter'), ConsistentRead: true }))
  expect(Item?.['n']).toEqual({ N: String(clients) })
})
