/** Servers that speak DynamoDB, each with the bench's table and its items. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { answerOf, formRequest, jsonRequest, type Keys } from './aws-calls.ts'
import type { LoadRequest } from './load.ts'
import { type Started, start } from './processes.ts'

/** Spread as AWS would allow: 1,000 writes a second for each partition of 40. */
export const keyCount = 2_048
const table = 'bench'
/**
 * A table for queries: so many partition keys, of so many items each. A query takes 12.5 read units
 * and a partition of the table's 54 gives 3,000 a second: keys are so many that none is asked for
 * more up to 8,000 queries a second. Beyond 3,200 the table's burst helps, for minutes.
 */
const lists = { table: 'lists', count: 512, items: 100 }

/** Who calls, and how: by HTTP unless said otherwise. */
export interface Caller {
  readonly endpoint: string
  readonly keys: Keys
  readonly send?: typeof answerOf
  /** Where nothing happens by itself. */
  readonly passTime?: () => Promise<void>
}

export type Cloud = Started & Caller

const root: Keys = { accessKeyId: 'AKIDBENCH', secretAccessKey: 'a secret of the bench' }
const policy = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'dynamodb:*', Resource: '*' }],
}

/** Kasane, called by a user of its own whose signatures are checked and whose policy is judged. */
export async function startKasane(more: readonly string[] = []): Promise<Cloud> {
  const key = `${root.accessKeyId}:${root.secretAccessKey}`
  const args = ['bin/kasane', 'start', '--port', '{port}', '--quiet', '--access-key', key, ...more]
  const started = await start(args, isAwake(root))
  return { ...started, keys: await userKeys({ ...started, keys: root }) }
}

export async function startDynalite(): Promise<Cloud> {
  const folder = '.venv/dynalite'
  install(folder, 'npm', ['install', '--silent', '--prefix', folder, 'dynalite@4.0.0'])
  // Its tables are active at once; its limits are those of an account.
  const args = [
    `${folder}/node_modules/dynalite/cli.js`,
    '--port',
    '{port}',
    '--createTableMs',
    '0',
  ]
  return { ...(await start(args, isAwake(root))), keys: root }
}

export async function startMoto(): Promise<Cloud> {
  const folder = '.venv/moto-server'
  install(`${folder}/bin/python`, 'python3', ['-m', 'venv', folder])
  install(`${folder}/bin/moto_server`, `${folder}/bin/pip`, [
    'install',
    '--quiet',
    'moto[server,dynamodb]',
  ])
  const args = ['-p', '{port}', '-H', '127.0.0.1']
  return { ...(await start(args, isAwake(root), `${folder}/bin/moto_server`)), keys: root }
}

export function call({ endpoint, keys }: Caller, operation: string, input: object): LoadRequest {
  return jsonRequest(endpoint, keys, {
    service: 'dynamodb',
    target: `DynamoDB_20120810.${operation}`,
    input,
  })
}

/** A table of 40,000 units each way with all items, and one of lists. */
export async function fill(cloud: Caller, isSlow = false): Promise<void> {
  await createTable(cloud, table, [{ name: 'pk', type: 'S' }])
  // Most of the slow one's keys are missing, which it answers no slower.
  if (isSlow)
    return putAll(
      cloud,
      table,
      Array.from({ length: 100 }, (_, at) => itemOf(at)),
    )
  await createTable(cloud, lists.table, [
    { name: 'pk', type: 'S' },
    { name: 'sk', type: 'N' },
  ])
  await putAll(
    cloud,
    table,
    Array.from({ length: keyCount }, (_, at) => itemOf(at)),
  )
  for (let list = 0; list < lists.count; list++) {
    const sorts = Array.from({ length: lists.items }, (_, sort) => ({ sk: { N: String(sort) } }))
    await putAll(
      cloud,
      lists.table,
      sorts.map((sort) => ({ ...sort, ...itemOf(list) })),
    )
    await cloud.passTime?.()
  }
}

export async function createTable(
  cloud: Caller,
  name: string,
  keys: readonly { readonly name: string; readonly type: string }[],
): Promise<void> {
  const ask = (operation: string, input: object) =>
    send(cloud, call(cloud, operation, { TableName: name, ...input }))
  await ask('CreateTable', {
    ProvisionedThroughput: { ReadCapacityUnits: 40_000, WriteCapacityUnits: 40_000 },
    AttributeDefinitions: keys.map(({ name, type }) => ({
      AttributeName: name,
      AttributeType: type,
    })),
    KeySchema: keys.map(({ name }, at) => ({
      AttributeName: name,
      KeyType: at === 0 ? 'HASH' : 'RANGE',
    })),
  })
  const isActive = async () => (await ask('DescribeTable', {})).includes('"TableStatus":"ACTIVE"')
  const { passTime = () => new Promise<void>((resolve) => setTimeout(resolve, 20)) } = cloud
  while (!(await isActive())) await passTime()
}

function send(caller: Caller, request: LoadRequest): Promise<string> {
  return (caller.send ?? answerOf)(caller.endpoint, request)
}

async function putAll(cloud: Caller, name: string, items: readonly object[]): Promise<void> {
  for (let at = 0; at < items.length; at += 25) {
    const puts = items.slice(at, at + 25).map((Item) => ({ PutRequest: { Item } }))
    await send(cloud, call(cloud, 'BatchWriteItem', { RequestItems: { [name]: puts } }))
  }
}

/** 1 KB with its name and key. */
export function itemOf(at: number): object {
  return { pk: { S: `item-${at}` }, n: { N: String(at) }, pad: { S: 'x'.repeat(980) } }
}

/** Requests of each kind, signed now: a signature is good for a quarter of an hour. */
export const requests = {
  GetItem: (cloud: Caller) =>
    perKey((at) => call(cloud, 'GetItem', { TableName: table, Key: keyOf(at) })),
  PutItem: (cloud: Caller) =>
    perKey((at) => call(cloud, 'PutItem', { TableName: table, Item: itemOf(at) })),
  Query: (cloud: Caller) =>
    Array.from({ length: lists.count }, (_, at) =>
      call(cloud, 'Query', {
        TableName: lists.table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: `item-${at}` } },
      }),
    ),
} as const

function keyOf(at: number): object {
  return { pk: { S: `item-${at}` } }
}

function perKey(make: (at: number) => LoadRequest): readonly LoadRequest[] {
  return Array.from({ length: keyCount }, (_, at) => make(at))
}

function isAwake(keys: Keys) {
  return async (endpoint: string) =>
    (await answerOf(endpoint, call({ endpoint, keys }, 'ListTables', {}))) !== ''
}

/** Makes a user who may call DynamoDB. */
export async function userKeys(admin: Caller): Promise<Keys> {
  const ask = (form: Readonly<Record<string, string>>) => {
    const whole = { ...form, Version: '2010-05-08' }
    return send(admin, formRequest(admin.endpoint, admin.keys, 'iam', whole))
  }
  await ask({ Action: 'CreateUser', UserName: 'bench' }).catch(() => undefined)
  const PolicyDocument = JSON.stringify(policy)
  await ask({ Action: 'PutUserPolicy', UserName: 'bench', PolicyName: 'bench', PolicyDocument })
  const made = await ask({ Action: 'CreateAccessKey', UserName: 'bench' })
  const read = (name: string) => new RegExp(`<${name}>(.*?)</${name}>`).exec(made)?.[1] ?? ''
  return { accessKeyId: read('AccessKeyId'), secretAccessKey: read('SecretAccessKey') }
}

function install(result: string, program: string, args: readonly string[]): void {
  if (existsSync(result)) return
  const { status } = spawnSync(program, args, { stdio: ['ignore', 'inherit', 'inherit'] })
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed`)
}
