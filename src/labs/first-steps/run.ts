/** The run of `first-steps`. */
import { IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam'
import { SendMessageCommand, SQSClient, StartMessageMoveTaskCommand } from '@aws-sdk/client-sqs'
import type { Explanation, Stage } from '../lab.ts'
import { readCommand } from '../printed-command.ts'
import { depthOf, type Failure, failureOf, receiveAll, receiveCounts, tryDelete } from './worker.ts'
import {
  makeQueues,
  maxReceiveCount,
  type Queues,
  startWorker,
  visibilitySeconds,
} from './world.ts'

const orders = ['order 1', 'order 2', 'order 3']

/** @throws ClaimFailed, and whatever the clients throw. */
export async function runFirstSteps(stage: Stage): Promise<void> {
  const sqs = new SQSClient(stage.root)
  stage.step({
    en: 'Makes the queue "jobs" with its dead-letter queue, and the role "worker" that may receive from it.',
    ja: 'キュー「jobs」とそのデッドレターキュー、受信だけを許可したロール「worker」を作ります。',
  })
  const queues = await makeQueues(sqs)
  const worker = new SQSClient(stage.as(await startWorker(stage, queues)))
  for (const MessageBody of orders) {
    await sqs.send(new SendMessageCommand({ QueueUrl: queues.jobs.url, MessageBody }))
  }
  const scene: Scene = { stage, sqs, worker, queues }
  const refusal = await comeBack(scene)
  await endAsDeadLetters(scene)
  await mend(scene, await explained(scene, refusal))
  await drain(scene)
  await forget(scene)
}

interface Scene {
  readonly stage: Stage
  /** As the account's root user. */
  readonly sqs: SQSClient
  readonly worker: SQSClient
  readonly queues: Queues
}

/** The worker receives, may not delete, and receives the same again. */
async function comeBack({ stage, worker, queues: { jobs } }: Scene): Promise<Failure> {
  stage.step({
    en: 'The worker receives the orders and tries to delete them; a visibility timeout later it receives again.',
    ja: 'ワーカーが注文を受信して削除を試み、可視性タイムアウトが過ぎてからもう一度受信します。',
  })
  const first = await receiveAll(worker, jobs)
  const refusals = await Promise.all(first.map((message) => tryDelete(worker, jobs, message)))
  stage.claim(
    {
      en: 'DeleteMessage is refused with AccessDenied: no identity-based policy allows it.',
      ja: 'DeleteMessage は AccessDenied で拒否される (許可するアイデンティティベースのポリシーがないため)。',
    },
    refusals.length === orders.length && refusals.every(isDenied),
    refusals,
  )
  await stage.advance(`PT${visibilitySeconds + 1}S`)
  const again = await receiveAll(worker, jobs)
  const counts = receiveCounts(again)
  stage.claim(
    {
      en: 'All orders come back after the visibility timeout, each received for the second time.',
      ja: '可視性タイムアウトが過ぎるとすべての注文が再び現れ、受信回数は 2 になる。',
    },
    counts.length === orders.length && counts.every((count) => count === 2),
    counts,
  )
  // One for each order, as was claimed.
  return refusals[0] as Failure
}

function isDenied(refusal: Failure | undefined): boolean {
  return (
    refusal?.code === 'AccessDenied' &&
    refusal.status === 403 &&
    refusal.message.endsWith('because no identity-based policy allows the sqs:deletemessage action')
  )
}

async function endAsDeadLetters({ stage, sqs, worker, queues }: Scene): Promise<void> {
  const { jobs, failed } = queues
  stage.step({
    en: `The worker goes on until the orders have been received ${maxReceiveCount} times.`,
    ja: `受信回数が ${maxReceiveCount} になるまでワーカーを動かし続けます。`,
  })
  await stage.advance(`PT${visibilitySeconds + 1}S`)
  await receiveAll(worker, jobs)
  await stage.advance(`PT${visibilitySeconds + 1}S`)
  const left = await receiveAll(worker, jobs)
  const depth = await depthOf(sqs, failed)
  stage.claim(
    {
      en: 'They are received no more: all of them lie in the dead-letter queue.',
      ja: 'それ以降は受信できなくなり、すべてデッドレターキューに入っている。',
    },
    left.length === 0 && depth.waiting === orders.length,
    { left: left.length, ...depth },
  )
}

/** The command that explain prints for this refusal. */
async function explained(
  { stage, queues: { jobs } }: Scene,
  { requestId }: Failure,
): Promise<string> {
  stage.step({
    en: `Asks why: kasane explain ${requestId}`,
    ja: `原因を調べます: kasane explain ${requestId}`,
  })
  const explanation = await stage.explain(requestId)
  const [command = ''] = commandsOf(explanation)
  stage.claim(
    {
      en: 'The explanation names the missing sqs:DeleteMessage and the role it is missing from.',
      ja: '不足している権限 sqs:DeleteMessage と、付与先のロールが示される。',
    },
    explanation.why.some(
      (line) => line === `No policy of the role worker allows sqs:DeleteMessage on ${jobs.arn}.`,
    ),
    explanation,
  )
  stage.claim(
    {
      en: 'It prints the command that grants just this.',
      ja: 'その権限だけを与えるコマンドが表示される。',
    },
    /\baws iam put-role-policy --role-name worker /.test(command) && !command.includes('*'),
    command,
  )
  return command
}

function commandsOf({ cure }: Explanation): readonly string[] {
  return cure.flatMap(({ commands }) => commands)
}

/** Does by the SDK what the command would do by the AWS CLI, which need not be there. */
async function mend({ stage }: Scene, command: string): Promise<void> {
  stage.step({
    en: `Does what it says: ${command}`,
    ja: `表示されたコマンドを実行します: ${command}`,
  })
  const { options } = readCommand(command)
  await new IAMClient(stage.root).send(
    new PutRolePolicyCommand({
      RoleName: String(options['role-name']),
      PolicyName: String(options['policy-name']),
      PolicyDocument: String(options['policy-document']),
    }),
  )
}

async function drain({ stage, sqs, worker, queues }: Scene): Promise<void> {
  const { jobs, failed } = queues
  stage.step({
    en: 'Moves the dead letters back; the worker, in the same session, receives and deletes them.',
    ja: 'デッドレターキューのメッセージを元のキューへ戻し、ワーカーが同じセッションのまま受信して削除します。',
  })
  await sqs.send(
    new StartMessageMoveTaskCommand({ SourceArn: failed.arn, DestinationArn: jobs.arn }),
  )
  await stage.advance('PT10S')
  const messages = await receiveAll(worker, jobs)
  const bodies = messages.map(({ Body }) => Body).sort()
  for (const message of messages) await tryDelete(worker, jobs, message)
  await stage.advance(`PT${visibilitySeconds + 1}S`)
  const depths = [await depthOf(sqs, jobs), await depthOf(sqs, failed)]
  stage.claim(
    {
      en: 'The queue drains: all orders are deleted, none is waiting and none in flight.',
      ja: 'キューは空になる。注文はすべて削除され、待機中のメッセージも処理中のメッセージも残っていない。',
    },
    bodies.join() === orders.join() &&
      depths.every(({ waiting, inFlight }) => waiting === 0 && inFlight === 0),
    { bodies, depths },
  )
}

/** The default retention, and the end of a session. */
async function forget({ stage, sqs, worker, queues: { jobs } }: Scene): Promise<void> {
  stage.step({
    en: 'Sends one more order that nobody receives, and moves the clock four days on.',
    ja: 'もう 1 件、誰も受信しない注文を送り、時計を 4 日進めます。',
  })
  await sqs.send(new SendMessageCommand({ QueueUrl: jobs.url, MessageBody: 'forgotten' }))
  await stage.advance('P3DT23H59M')
  const before = await depthOf(sqs, jobs)
  await stage.advance('PT1M1S')
  const after = await receiveAll(sqs, jobs)
  stage.claim(
    {
      en: 'A minute before four days it is still there; after four days, the default retention, it is gone.',
      ja: '4 日が経つ 1 分前にはまだ残っているが、デフォルトの保持期間の 4 日を過ぎると消えている。',
    },
    before.waiting === 1 && after.length === 0,
    { before, after: after.length },
  )
  const expired = await failureOf(receiveAll(worker, jobs))
  stage.claim(
    {
      en: 'The worker’s session is long over as well (one hour by default): ExpiredToken.',
      ja: 'ワーカーのセッションもすでに期限切れで (デフォルトは 1 時間)、ExpiredToken が返る。',
    },
    expired?.code === 'ExpiredToken',
    expired,
  )
}
