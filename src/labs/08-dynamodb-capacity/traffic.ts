/** The traffic: so many writes and reads in each second, and what became of them. */
import {
  type DynamoDBClient,
  GetItemCommand,
  ProvisionedThroughputExceededException,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb'
import type { Stage } from '../lab.ts'
import { itemOf, keyCount, keyOf, tableName } from './table.ts'

export interface Traffic {
  readonly writesPerSecond: number
  readonly readsPerSecond: number
}

/** What was seen in one second. */
export interface Second {
  readonly writes: number
  readonly writeUnits: number
  readonly throttledWrites: number
  readonly readUnits: number
  readonly throttledReads: number
}

export interface Seen {
  readonly seconds: readonly Second[]
  /** The newest: the cloud remembers its latest thousand refusals. */
  readonly lastRefusal: ProvisionedThroughputExceededException | undefined
}

/** Sends a second's calls at once, and lets a second pass, so many times. */
export async function send(
  stage: Stage,
  dynamodb: DynamoDBClient,
  { writesPerSecond, readsPerSecond }: Traffic,
  secondsMax: number,
): Promise<Seen> {
  const seconds: Second[] = []
  let lastRefusal: ProvisionedThroughputExceededException | undefined
  for (let at = 0; at < secondsMax; at++) {
    const writes = calls(writesPerSecond, at, (number) => write(dynamodb, number))
    const reads = calls(readsPerSecond, at, (number) => read(dynamodb, number))
    const written = await Promise.all(writes)
    const readBack = await Promise.all(reads)
    lastRefusal = written.findLast((one) => typeof one !== 'number') ?? lastRefusal
    seconds.push(secondOf(written, readBack))
    await stage.advance('PT1S')
  }
  return { seconds, lastRefusal }
}

/** Consumed by a call, or its refusal. */
type Units = number | ProvisionedThroughputExceededException

function calls(perSecond: number, second: number, call: (number: number) => Promise<Units>) {
  return Array.from({ length: perSecond }, (_, at) => call((second * perSecond + at) % keyCount))
}

function write(dynamodb: DynamoDBClient, number: number): Promise<Units> {
  return unitsOf(
    dynamodb.send(
      new PutItemCommand({
        TableName: tableName,
        Item: itemOf(number),
        ReturnConsumedCapacity: 'TOTAL',
      }),
    ),
  )
}

/** Eventually consistent, as reads are unless they ask for more. */
function read(dynamodb: DynamoDBClient, number: number): Promise<Units> {
  return unitsOf(
    dynamodb.send(
      new GetItemCommand({
        TableName: tableName,
        Key: keyOf(number),
        ReturnConsumedCapacity: 'TOTAL',
      }),
    ),
  )
}

interface Answered {
  readonly ConsumedCapacity?: { readonly CapacityUnits?: number | undefined } | undefined
}

async function unitsOf(answer: Promise<Answered>): Promise<Units> {
  try {
    return (await answer).ConsumedCapacity?.CapacityUnits ?? Number.NaN
  } catch (error) {
    if (error instanceof ProvisionedThroughputExceededException) return error
    throw error
  }
}

function secondOf(written: readonly Units[], readBack: readonly Units[]): Second {
  const taken = (all: readonly Units[]) => all.filter((one) => typeof one === 'number')
  const sum = (units: readonly number[]) => units.reduce((total, one) => total + one, 0)
  const writes = taken(written)
  const reads = taken(readBack)
  return {
    writes: writes.length,
    writeUnits: sum(writes),
    throttledWrites: written.length - writes.length,
    readUnits: sum(reads),
    throttledReads: readBack.length - reads.length,
  }
}
