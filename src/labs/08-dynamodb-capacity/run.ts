/** The run of `08-dynamodb-capacity`. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { planBurst } from '../../planner/burst.ts'
import { examLogWriteUnits, planTable, type TableLoad } from '../../planner/table-capacity.ts'
import type { Stage } from '../lab.ts'
import { readCommand } from '../printed-command.ts'
import { chartOf } from './drawing.ts'
import { measuredBetween } from './metrics.ts'
import { itemSizeBytes, makeTable, provision, tableName } from './table.ts'
import { type Second, type Seen, send, type Traffic } from './traffic.ts'

const traffic: Traffic = { writesPerSecond: 30, readsPerSecond: 20 }
const load: TableLoad = { ...traffic, itemSizeBytes, consistency: 'eventual' }
const phaseSeconds = 300
/** Of the phase's end, over which the steady rate is counted. */
const steadySeconds = 200

/** All that is calculated beforehand, with the functions that meter the table. */
const { writeUnits, readUnits, writeUnitsPerItem } = planTable(load)
const loggedWriteUnits = examLogWriteUnits(load)
const burst = planBurst({
  requestsPerSecond: traffic.writesPerSecond,
  unitsPerRequest: writeUnitsPerItem,
  provisionedUnitsPerSecond: loggedWriteUnits,
})

/** @throws ClaimFailed, and whatever the clients throw. */
export async function runDynamodbCapacity(stage: Stage): Promise<void> {
  const dynamodb = new DynamoDBClient(stage.root)
  stage.step({
    en: `Makes the table "${tableName}" with what the log says: ${loggedWriteUnits} WCU, ${readUnits} RCU.`,
    ja: `ノートの答えどおり、${loggedWriteUnits} WCU / ${readUnits} RCU のテーブル「${tableName}」を作ります。`,
  })
  const logged = { writeUnits: loggedWriteUnits, readUnits }
  const scene: Scene = { stage, dynamodb, arn: await makeTable(stage, dynamodb, logged) }
  const began = await stage.now()
  const before = await runDry(scene)
  await mend(scene, await explained(scene, before))
  const after = await holds(scene)
  await agrees(scene, { began, seconds: [...before.seconds, ...after.seconds] })
  stage.draw(chartOf(before.seconds, after.seconds, { loggedWriteUnits, writeUnits }))
}

interface Scene {
  readonly stage: Stage
  readonly dynamodb: DynamoDBClient
  readonly arn: string
}

/** Five minutes of traffic on what the log says. */
async function runDry(scene: Scene): Promise<Seen> {
  const { stage, dynamodb } = scene
  stage.step({
    en: `Sends ${traffic.writesPerSecond} writes and ${traffic.readsPerSecond} reads of 4 KB items a second, for five minutes.`,
    ja: `4 KB の項目に対して、毎秒 ${traffic.writesPerSecond} 件の書き込みと ${traffic.readsPerSecond} 件の読み取りを 5 分間続けます。`,
  })
  const seen = await send(stage, dynamodb, traffic, phaseSeconds)
  claimUnits(scene, seen)
  claimStart(scene, seen)
  claimRefusal(scene, seen)
  claimRest(scene, seen)
  return seen
}

function claimUnits({ stage }: Scene, { seconds: [first] }: Seen): void {
  stage.claim(
    {
      en: `A second's writes take ${writeUnits} units (a WCU is 1 KB, an item of 4 KB takes ${writeUnitsPerItem}), its reads ${readUnits} (half a unit each).`,
      ja: `1 秒あたりの消費は、書き込みが ${writeUnits} ユニット (WCU は 1 KB 単位なので、4 KB の項目は 1 件 ${writeUnitsPerItem})、読み取りが ${readUnits} ユニット (1 件 0.5) になる。`,
    },
    first?.writeUnits === writeUnits && first.readUnits === readUnits,
    first,
  )
}

/** In real time nobody can say to the second when a bucket runs dry. */
function claimStart({ stage }: Scene, { seconds }: Seen): void {
  const throttledFrom = seconds.findIndex(({ throttledWrites }) => throttledWrites > 0) + 1
  stage.claim(
    {
      en: `The burst bucket carries it at first; throttling begins in second ${burst.emptyAfterSeconds}, as calculated.`,
      ja: `はじめはバーストキャパシティで持ちこたえ、計算どおり ${burst.emptyAfterSeconds} 秒目からスロットリングが始まる。`,
    },
    Math.abs(throttledFrom - (burst.emptyAfterSeconds ?? 0)) <= (stage.isRealTime ? 3 : 0),
    { throttledFrom },
  )
}

function claimRefusal({ stage, arn }: Scene, { lastRefusal }: Seen): void {
  const reason = lastRefusal?.ThrottlingReasons?.[0]
  stage.claim(
    {
      en: 'The refusal is ProvisionedThroughputExceededException, and its reason names the table’s provisioned write throughput.',
      ja: '書き込みは ProvisionedThroughputExceededException で拒否され、ThrottlingReasons にはテーブルの書き込みスループット超過と示される。',
    },
    lastRefusal?.$metadata.httpStatusCode === 400 &&
      lastRefusal.message.startsWith('The level of configured provisioned throughput') &&
      reason?.reason === 'TableWriteProvisionedThroughputExceeded' &&
      reason.resource === arn,
    lastRefusal,
  )
}

/** What gets through once nothing is saved any more, and that only writes are short of units. */
function claimRest({ stage }: Scene, { seconds }: Seen): void {
  const steady = sumOf(seconds.slice(-steadySeconds), ({ writes }) => writes) / steadySeconds
  const rate = burst.steadyRequestsPerSecond
  stage.claim(
    {
      en: `From then on ${rate} of ${traffic.writesPerSecond} writes a second succeed (${loggedWriteUnits} WCU ÷ ${writeUnitsPerItem}).`,
      ja: `それ以降、成功する書き込みは毎秒 ${traffic.writesPerSecond} 件のうち ${rate} 件だけになる (${loggedWriteUnits} WCU ÷ ${writeUnitsPerItem})。`,
    },
    Math.abs(steady - rate) <= (stage.isRealTime ? 0.3 : 0.05),
    { steady },
  )
  const throttledReads = sumOf(seconds, (one) => one.throttledReads)
  stage.claim(
    {
      en: `Reads are never throttled: ${readUnits} RCU, as the log says, are right.`,
      ja: `読み取りは一度もスロットリングされない。ノートの ${readUnits} RCU は正しい。`,
    },
    throttledReads === 0,
    { throttledReads },
  )
}

interface Advised {
  readonly command: string
  readonly units: number
}

/** The command that explain prints, and the units that it sets. */
async function explained({ stage }: Scene, { lastRefusal }: Seen): Promise<Advised> {
  const requestId = lastRefusal?.$metadata.requestId ?? ''
  stage.step({
    en: `Asks why: kasane explain ${requestId}`,
    ja: `原因を調べます: kasane explain ${requestId}`,
  })
  const explanation = await stage.explain(requestId)
  const [command = ''] = explanation.cure.flatMap(({ commands }) => commands)
  const units = Number(/WriteCapacityUnits=(\d+)/.exec(command)?.[1])
  stage.claim(
    {
      en: `The explanation names the bucket that ran dry, and prints the command that sets ${writeUnits} WCU.`,
      ja: `どのバケットが空になったのかが示され、${writeUnits} WCU に変更するコマンドが表示される。`,
    },
    explanation.why.some((line) => line.includes(tableName)) && units === writeUnits,
    explanation,
  )
  return { command, units }
}

/** Does by the SDK what the command would do by the AWS CLI, which need not be there. */
async function mend({ stage, dynamodb }: Scene, { command, units }: Advised): Promise<void> {
  stage.step({
    en: `Does what it says: ${command}`,
    ja: `表示されたコマンドを実行します: ${command}`,
  })
  const { operation } = readCommand(command)
  if (operation !== 'update-table') throw new Error(`not the command that was expected: ${command}`)
  await provision(stage, dynamodb, { writeUnits: units, readUnits })
  // The bucket is empty, and the traffic takes all that flows in: a moment's rest gives it some room.
  await stage.advance('PT5S')
}

/** The same traffic again, on what it needs. */
async function holds({ stage, dynamodb }: Scene): Promise<Seen> {
  stage.step({
    en: 'Sends the same traffic for another five minutes.',
    ja: '同じトラフィックをさらに 5 分間流します。',
  })
  const seen = await send(stage, dynamodb, traffic, phaseSeconds)
  const throttled = sumOf(seen.seconds, (one) => one.throttledWrites + one.throttledReads)
  stage.claim(
    {
      en: `With ${writeUnits} WCU nothing is throttled any more.`,
      ja: `${writeUnits} WCU なら、スロットリングはまったく発生しない。`,
    },
    throttled === 0,
    { throttled },
  )
  return seen
}

/** CloudWatch counted the same as the client did. */
async function agrees(
  { stage }: Scene,
  { began, seconds }: { readonly began: Date; readonly seconds: readonly Second[] },
): Promise<void> {
  stage.step({
    en: 'Looks at the table’s metrics in CloudWatch.',
    ja: 'CloudWatch でテーブルのメトリクスを確認します。',
  })
  const minuteMs = 60_000
  const from = new Date(Math.floor(began.getTime() / minuteMs) * minuteMs)
  const to = new Date(Math.ceil((await stage.now()).getTime() / minuteMs) * minuteMs)
  const measured = await measuredBetween(stage, from, to)
  const counted = {
    writeUnits: sumOf(seconds, (one) => one.writeUnits),
    readUnits: sumOf(seconds, (one) => one.readUnits),
    throttledWrites: sumOf(seconds, (one) => one.throttledWrites),
  }
  stage.claim(
    {
      en: 'ConsumedWriteCapacityUnits, ConsumedReadCapacityUnits and WriteThrottleEvents say the same as the client has counted.',
      ja: 'ConsumedWriteCapacityUnits、ConsumedReadCapacityUnits、WriteThrottleEvents の値は、クライアント側で数えた値と一致する。',
    },
    measured.writeUnits === counted.writeUnits &&
      measured.readUnits === counted.readUnits &&
      measured.throttledWrites === counted.throttledWrites,
    { measured, counted },
  )
}

function sumOf(seconds: readonly Second[], of: (second: Second) => number): number {
  return seconds.reduce((total, second) => total + of(second), 0)
}
