/** Requests as nobody means them: real ones of every protocol, then damaged. All from a seed. */
import type { RequestHead } from '../../src/gateway/exchange.ts'
import type { OperationModel, ServiceModel } from '../../src/model/model.ts'
import type { WireRequest } from '../../src/wire/message.ts'
import { signRequest } from '../../src/wire/sigv4-sign.ts'
import { randomValue } from '../wire/random-value.ts'
import type { Seeded } from '../wire/seeded.ts'

export interface FuzzRequest {
  readonly head: RequestHead
  readonly body: Buffer
}

interface Draft {
  method: string
  path: string
  query: string
  headers: Record<string, string>
  body: Buffer
}

/** A request of a random operation, whole or damaged. */
export function fuzzRequest(models: readonly ServiceModel[], random: Seeded): FuzzRequest {
  const model = random.pick(models)
  const name = random.pick(model.operationNames)
  const operation = model.findOperation(name)
  if (!operation) throw new Error(`no operation ${name}`)
  const draft = draftOf(operation, random)
  if (random.chance(0.7)) sign(draft, model, random)
  for (let damages = random.integer(0, 3); damages > 0; damages--)
    random.pick(damagings)(draft, random)
  const { method, path, query, headers, body } = draft
  const head: RequestHead = {
    method,
    path,
    query,
    headers,
    isEncrypted: false,
    address: '127.0.0.1',
    isLoopback: true,
    hasBody: body.length > 0,
  }
  return { head, body }
}

function draftOf(operation: OperationModel, random: Seeded): Draft {
  const { service, name, input } = operation
  const { json } = service
  const value = input ? plain(randomValue(input, { random })) : {}
  const draft: Draft = {
    method: 'POST',
    path: '/',
    query: '',
    headers: { host: random.pick(hosts) },
    body: Buffer.alloc(0),
  }
  switch (random.pick(['json', 'json', 'form', 'rest', 'rest', 'cbor'] as const)) {
    case 'json':
      draft.headers['x-amz-target'] = `${json.targetPrefix ?? service.name}.${name}`
      draft.headers['content-type'] = random.pick([
        'application/x-amz-json-1.0',
        'application/x-amz-json-1.1',
        'application/json',
      ])
      draft.body = Buffer.from(JSON.stringify(value))
      return draft
    case 'form':
      draft.headers['content-type'] = 'application/x-www-form-urlencoded'
      draft.body = Buffer.from(`Action=${name}&Version=${json.apiVersion}${formOf(value, '')}`)
      return draft
    case 'cbor':
      draft.path = `/service/${json.targetPrefix ?? service.name}/operation/${name}`
      draft.headers['smithy-protocol'] = 'rpc-v2-cbor'
      draft.headers['content-type'] = 'application/cbor'
      draft.body = bytes(random, 64)
      return draft
    default:
      return restDraft(draft, operation, value, random)
  }
}

const hosts = [
  '127.0.0.1:4566',
  'localhost:4566',
  'bucket.localhost:4566',
  'sqs.us-east-1.amazonaws.com',
  's3.eu-west-1.localhost.localstack.cloud:4566',
]

function restDraft(draft: Draft, { json }: OperationModel, value: object, random: Seeded): Draft {
  const [method = 'GET', uri = '/'] = json.http ?? []
  const [path = '/', query = ''] = uri.split('?')
  draft.method = method
  draft.path = path.replace(/\{[^}]*\}/g, () =>
    random.pick(['a', 'bucket', '%20', 'a%2Fb', 'ü', '..', '']),
  )
  draft.query = query
  if (method !== 'GET')
    draft.body = Buffer.from(random.pick([JSON.stringify(value), xmlOf(value), '']))
  return draft
}

function sign(draft: Draft, { json }: ServiceModel, random: Seeded): void {
  const isKnown = random.chance(0.5)
  const signed: Pick<WireRequest, 'method' | 'path' | 'query' | 'headers'> = draft
  draft.headers = signRequest(signed, draft.body, {
    credentials: {
      accessKeyId: isKnown ? 'AKIDFUZZ' : random.pick(['test', '123456789012']),
      secretAccessKey: random.chance(0.9) ? 'fuzz' : 'wrong',
    },
    region: random.pick(['us-east-1', 'eu-west-1', 'nowhere']),
    service: random.chance(0.9) ? json.signingName : random.pick(['sqs', 's3', 'nothing']),
    atMs: Date.now(),
  })
}

type Damage = (draft: Draft, random: Seeded) => void

const damagings: readonly Damage[] = [
  (draft, random) => {
    draft.body = draft.body.subarray(0, random.integer(0, draft.body.length))
  },
  (draft, random) => {
    draft.body = Buffer.from(draft.body)
    for (let flips = random.integer(1, 8); flips > 0 && draft.body.length > 0; flips--) {
      draft.body[random.integer(0, draft.body.length - 1)] = random.integer(0, 255)
    }
  },
  (draft, random) => {
    draft.body = Buffer.concat([draft.body, bytes(random, 200)])
  },
  (draft, random) => {
    draft.body = Buffer.from(random.pick(oddBodies))
  },
  (draft, random) => {
    draft.headers[random.pick(oddHeaderNames)] = random.pick(oddValues)
  },
  (draft, random) => {
    delete draft.headers[random.pick(Object.keys(draft.headers))]
  },
  (draft, random) => {
    const name = random.pick(Object.keys(draft.headers))
    const value = draft.headers[name] ?? ''
    const at = random.integer(0, value.length)
    draft.headers[name] = value.slice(0, at) + random.pick(oddValues) + value.slice(at + 1)
  },
  (draft, random) => {
    draft.path += random.pick(['/', '//', '/%', '/%zz', '/../..', '/a b', '?', '/%00', '/\u00e4'])
  },
  (draft, random) => {
    draft.query = random.pick(oddQueries)
  },
  (draft, random) => {
    draft.method = random.pick(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'BREW'])
  },
]

const oddBodies = [
  '',
  '{',
  '[]',
  'null',
  '"text"',
  '1e999',
  '{"QueueUrl":{}}',
  '{"__proto__":{"x":1},"constructor":1}',
  `${'['.repeat(5_000)}${']'.repeat(5_000)}`,
  `${'{"a":'.repeat(3_000)}1${'}'.repeat(3_000)}`,
  '<a><b></a></b>',
  '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
  `${'<a>'.repeat(3_000)}`,
  'Action=&Version=',
  'Action=SendMessage&Version=2012-11-05&QueueUrl=%',
  `a.${'b.'.repeat(500)}c=1&Action=ListQueues&Version=2012-11-05`,
  'Attribute.1.Name=a&Attribute.99999999.Name=b&Action=CreateQueue&Version=2012-11-05&QueueName=q',
  '\ufeff{}',
  '{"QueueName":"\ud800"}',
]

const oddHeaderNames = [
  'authorization',
  'content-type',
  'content-encoding',
  'content-md5',
  'host',
  'origin',
  'range',
  'x-amz-content-sha256',
  'x-amz-date',
  'x-amz-decoded-content-length',
  'x-amz-security-token',
  'x-amz-target',
  'x-amz-trailer',
  'x-amz-checksum-crc32',
  'x-amz-query-mode',
  'x-amz-copy-source',
  'smithy-protocol',
]

const oddValues = [
  '',
  ' ',
  ',',
  '/',
  '%',
  'null',
  '-1',
  '99999999999999999999',
  'gzip',
  'aws-chunked',
  'AWS4-HMAC-SHA256',
  'AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=host, Signature=0',
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
  'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
  '20260101T000000Z',
  'a'.repeat(5_000),
  '\u00ff\u00fe',
  '__proto__',
  'constructor.constructor',
]

const oddQueries = [
  '%',
  'a=%zz',
  '&&&===',
  'X-Amz-Algorithm=AWS4-HMAC-SHA256',
  'X-Amz-Credential=a/20260101/us-east-1/s3/aws4_request&X-Amz-Signature=0',
  'Action=ListQueues',
  'Action=ListQueues&Version=2012-11-05',
  'list-type=2&max-keys=x',
  'uploads&uploadId=%00',
  '__proto__=1&constructor=2',
]

function bytes(random: Seeded, max: number): Buffer {
  return Buffer.from(Array.from({ length: random.integer(0, max) }, () => random.integer(0, 255)))
}

/** As JSON has it: no dates, bytes or streams. */
function plain(value: object): object {
  const text = JSON.stringify(value, (_, item: unknown) =>
    typeof item === 'bigint' ? Number(item) : item,
  )
  return JSON.parse(text) as object
}

function formOf(value: unknown, prefix: string): string {
  if (typeof value !== 'object' || value === null) {
    return `&${prefix}=${encodeURIComponent(Buffer.from(String(value)).toString())}`
  }
  return Object.entries(value)
    .map(([name, item]) => {
      const key = Array.isArray(value) ? `member.${Number(name) + 1}` : name
      return formOf(item, prefix === '' ? key : `${prefix}.${key}`)
    })
    .join('')
}

function xmlOf(value: unknown, name = 'Input'): string {
  const content =
    typeof value === 'object' && value !== null
      ? Object.entries(value)
          .map(([key, item]) => xmlOf(item, Array.isArray(value) ? 'member' : key))
          .join('')
      : String(value)
  return `<${name}>${content}</${name}>`
}
