/**
 * What IAM costs: signed SQS SendMessage of 1 KB by a user whose policies allow it, judged and not
 * judged in turn: `npm run bench iam`.
 */
import { signRequest } from '../src/wire/sigv4-sign.ts'
import { keepFigures } from './support/figures.ts'
import { type Load, load, type LoadRequest } from './support/load.ts'
import { type Started, start } from './support/processes.ts'
import { sqs } from './support/sqs.ts'
import { median, rounded } from './support/statistics.ts'

const runs = 5
const seconds = 4
const account = '000000000000'

const judged = await cloudWithUser('on')
const unjudged = await cloudWithUser('off')
const on: Load[] = []
const off: Load[] = []
for (let run = 0; run <= runs; run++) {
  const next = [await measure(judged), await measure(unjudged)] as const
  // The first run warms both up.
  if (run > 0) {
    on.push(next[0])
    off.push(next[1])
  }
}
await judged.server.stop()
await unjudged.server.stop()

const cpu = (loads: readonly Load[]) => median(loads.map(({ cpuUs }) => cpuUs))
keepFigures('iam', {
  what: 'signed SQS SendMessage of 1 KB by a user with ten policies, with --iam on and --iam off in turn',
  cpuUs: { on: rounded(cpu(on), 1), off: rounded(cpu(off), 1) },
  costPercent: rounded((cpu(on) / cpu(off) - 1) * 100, 1),
  failures: [...on, ...off].reduce((sum, { failures }) => sum + failures, 0),
})

interface CloudWithUser {
  readonly server: Started
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string }
}

async function cloudWithUser(iam: string): Promise<CloudWithUser> {
  const server = await start(
    ['bin/kasane', 'start', '--quiet', '--port', '{port}', '--iam', iam],
    async (endpoint) => {
      await sqs(endpoint, 'ListQueues', {})
      return true
    },
  )
  await sqs(server.endpoint, 'CreateQueue', { QueueName: 'bench' })
  await iamCall(server.endpoint, { Action: 'CreateUser', UserName: 'alice' })
  for (let at = 0; at < 10; at++) {
    await iamCall(server.endpoint, {
      Action: 'PutUserPolicy',
      UserName: 'alice',
      PolicyName: `p${at}`,
      PolicyDocument: JSON.stringify(documentOf(at)),
    })
  }
  const key = await iamCall(server.endpoint, { Action: 'CreateAccessKey', UserName: 'alice' })
  const text = (name: string) => new RegExp(`<${name}>([^<]+)`).exec(key)?.[1] ?? ''
  return {
    server,
    credentials: {
      accessKeyId: text('AccessKeyId'),
      secretAccessKey: text('SecretAccessKey').replaceAll('&amp;', '&'),
    },
  }
}

/** The last one allows the call; the others speak of other queues. */
function documentOf(at: number): object {
  const name = at === 9 ? 'bench' : `other-${at}`
  const Resource = `arn:aws:sqs:us-east-1:${account}:${name}`
  return {
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Action: 'sqs:SendMessage', Resource },
  }
}

async function iamCall(endpoint: string, form: Readonly<Record<string, string>>): Promise<string> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=${'0'.repeat(64)}`,
      'x-amz-date': '20260101T000000Z',
    },
    body: new URLSearchParams({ Version: '2010-05-08', ...form }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${form['Action']}: ${response.status} ${text}`)
  return text
}

function measure({ server, credentials }: CloudWithUser): Promise<Load> {
  const { endpoint, pid } = server
  return load(endpoint, sendMessage(endpoint, credentials), { seconds, pid })
}

function sendMessage(endpoint: string, credentials: CloudWithUser['credentials']): LoadRequest {
  const QueueUrl = `${endpoint}/${account}/bench`
  const body = JSON.stringify({ QueueUrl, MessageBody: 'x'.repeat(1024) })
  const request = {
    method: 'POST',
    path: '/',
    query: '',
    headers: {
      host: new URL(endpoint).host,
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'AmazonSQS.SendMessage',
    },
  }
  const signing = { credentials, region: 'us-east-1', service: 'sqs', atMs: Date.now() }
  const { host: _, ...headers } = signRequest(request, Buffer.from(body), signing)
  return { method: 'POST', path: '/', headers, body }
}
