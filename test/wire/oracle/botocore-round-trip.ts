/** botocore as judge: it writes requests for us to read, and reads what is written for its clients. */
import type { AwsError } from '../../../src/kernel/errors.ts'
import type {
  Member,
  OperationModel,
  ProtocolName,
  ServiceModel,
  StructureShape,
} from '../../../src/model/model.ts'
import { jsonError, queryCode, queryError } from '../../../src/wire/errors-on-the-wire.ts'
import type { WireRequest, WireResponse } from '../../../src/wire/message.ts'
import type { Protocol } from '../../../src/wire/protocol.ts'
import { loadProtocol } from '../../../src/wire/protocols.ts'
import { bytesOf } from '../bodies.ts'
import { difference } from '../canonical.ts'
import { raise } from '../raised.ts'
import { omitted, type RandomOptions, randomValue } from '../random-value.ts'
import { Seeded } from '../seeded.ts'
import { settled } from '../settled.ts'
import { type BotocoreProcess, tagged, untagged } from './botocore-process.ts'
import { Report } from './report.ts'
import { alwaysAnswered, clientFilled, withoutNamedParameters } from './special-values.ts'
import { hasEventStream, streamed } from './streams.ts'
import { labelsOf } from './transport.ts'

const botocoreProtocols: Readonly<Record<ProtocolName, string>> = {
  rpcv2Cbor: 'smithy-rpc-v2-cbor',
  'json1.0': 'json',
  'json1.1': 'json',
  query: 'query',
  ec2: 'ec2',
  restJson: 'rest-json',
  restXml: 'rest-xml',
}

interface Case {
  readonly operation: OperationModel
  readonly input: Record<string, unknown>
  readonly output: Record<string, unknown>
  readonly errors: readonly AwsError[]
}

interface Result {
  readonly missing?: true
  readonly request?: WrittenRequest & Failed
  readonly output?: Record<string, unknown> & Failed
  readonly errors: readonly (ReadError & Failed)[]
}

interface Failed {
  readonly $error?: string
}

interface WrittenRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

interface ReadError {
  readonly Error?: { readonly Code: string; readonly Message: string }
}

/** @param folder The service's name in botocore. */
export async function judgeByBotocore(
  botocore: BotocoreProcess,
  model: ServiceModel,
  protocolName: ProtocolName,
  folder: string,
): Promise<Report> {
  const report = new Report()
  const protocol = await loadProtocol(protocolName)
  const cases = casesOf(model, protocolName)
  const results = (await botocore.ask({
    service: folder,
    protocol: botocoreProtocols[protocolName],
    cases: await Promise.all(cases.map((each) => task(each, model, protocol))),
  })) as Result[]
  for (const [index, each] of cases.entries()) {
    await new Verdict(each, results[index] as Result, model, protocol, report).reach()
  }
  return report
}

/** Random values of each kind for each operation. */
const rounds = 3

function casesOf(model: ServiceModel, protocol: ProtocolName): Case[] {
  const seen = new Set<string>()
  const names = Array.from({ length: rounds }, (_, round) =>
    model.operationNames.map((name) => ({ name, round })),
  )
  return names.flat().map(({ name, round }) => {
    const operation = model.findOperation(name) as OperationModel
    const fresh = operation.errors.filter(({ name: error }) => !seen.has(error))
    for (const { name: error } of fresh) seen.add(error)
    return {
      operation,
      input: valueFor(operation.input, `${name} input ${round}`, model, protocol),
      output: valueFor(operation.output, `${name} output ${round}`, model, protocol),
      errors: fresh.map((error) => errorFor(error, model, protocol)),
    }
  })
}

function valueFor(
  shape: StructureShape | undefined,
  seed: string,
  model: ServiceModel,
  protocol: ProtocolName,
): Record<string, unknown> {
  if (!shape) return {}
  const options: RandomOptions = {
    random: new Seeded(`botocore ${model.name} ${seed}`),
    withoutEmpty: !/json|cbor/i.test(protocol),
    // botocore cuts fractions of a second off.
    wholeSeconds: true,
    special: (member, holder) => specialValue(model, member, holder),
  }
  return randomValue(shape, options)
}

function errorFor(error: StructureShape, model: ServiceModel, protocol: ProtocolName): AwsError {
  const members = valueFor(error, error.name, model, protocol)
  const { message: _, Message: __, ...rest } = members
  return raise(error, { ...rest, message: 'What went wrong: <é>' })
}

async function task(each: Case, model: ServiceModel, protocol: Protocol): Promise<object> {
  const { operation, input, output, errors } = each
  const about = { requestId: 'request-1', operation: operation.name }
  const answers = errors.map((error) => protocol.serialiseError(error, model, about))
  return {
    operation: operation.name,
    ...(!hasEventStream(operation.input) && { input: tagged(input) }),
    ...(!hasEventStream(operation.output) && {
      answer: await sent(protocol.serialise(streamed(output, operation), operation, about)),
    }),
    errors: await Promise.all(answers.map(sent)),
  }
}

async function sent({ status, headers, body }: WireResponse): Promise<object> {
  return { status, headers, body: Buffer.from(await bytesOf(body)).toString('base64') }
}

/** `GET /` is ListBuckets unless the host is that of directory buckets. */
const hostsApart: ReadonlySet<string> = new Set(['ListDirectoryBuckets'])

/** Its root element is the location itself. */
const readByHandlers: ReadonlySet<string> = new Set(['GetBucketLocation'])

class Verdict {
  readonly #case: Case
  readonly #result: Result
  readonly #model: ServiceModel
  readonly #protocol: Protocol
  readonly #report: Report

  constructor(each: Case, result: Result, model: ServiceModel, protocol: Protocol, report: Report) {
    this.#case = each
    this.#result = result
    this.#model = model
    this.#protocol = protocol
    this.#report = report
  }

  async reach(): Promise<void> {
    const { operation, errors } = this.#case
    const { missing, request, output } = this.#result
    if (missing) return this.#report.except('operations that botocore lacks', operation.name)
    if (hostsApart.has(operation.name)) {
      this.#report.except('operations told apart by their host alone', operation.name)
    } else if (request) await this.#judged('input', () => this.#input(request))
    else this.#report.except('event streams of requests', operation.name)
    if (output && readByHandlers.has(operation.name)) {
      this.#report.except('answers that botocore reads outside of its parsers', operation.name)
    } else if (output) await this.#judged('output', async () => this.#output(output))
    else this.#report.except('event streams of answers', operation.name)
    for (const [index, error] of errors.entries()) {
      const read = this.#result.errors[index] ?? {}
      await this.#judged('error', async () => this.#error(error, read))
    }
  }

  async #judged(
    what: keyof Report['counts'],
    attempt: () => Promise<string | undefined>,
  ): Promise<void> {
    this.#report.count(what)
    const fault = await attempt().catch((error: Error) => ` ${error.stack}`)
    if (fault !== undefined) this.#report.fail(`${this.#case.operation.name} ${what}${fault}`)
  }

  async #input(request: WrittenRequest & Failed): Promise<string | undefined> {
    if (request.$error) return `: ${request.$error}`
    const { operation, input } = this.#case
    const wire = wireRequest(request, operation.input?.payload?.traits.streaming === true)
    const rest = this.#protocol.name.startsWith('rest')
    const labels = rest ? labelsOf(wire, operation) : undefined
    const read = await settled(this.#protocol.parse(wire, operation, labels))
    const parsed = withoutNamedParameters(read, operation) as Record<string, unknown>
    for (const name of clientFilled(operation)) if (!(name in input)) delete parsed[name]
    return difference(
      withoutNamesakes(input, operation, this.#protocol),
      withoutNamesakes(parsed, operation, this.#protocol),
    )
  }

  #output(output: Record<string, unknown> & Failed): string | undefined {
    if (output.$error) return `: ${output.$error}`
    const { ResponseMetadata, ...members } = output
    const { operation, output: expected } = this.#case
    const { RequestId } = ResponseMetadata as { RequestId?: string }
    // botocore looks for it only where an output is read from CBOR.
    const looked = operation.output !== undefined || this.#protocol.name !== 'rpcv2Cbor'
    if (looked && RequestId !== 'request-1') return `: the request id became ${RequestId}`
    const received = untagged(members) as Record<string, unknown>
    for (const name of alwaysAnswered(operation)) if (!(name in expected)) delete received[name]
    return difference(expected, withPayloadBytes(received, operation))
  }

  #error(error: AwsError, read: ReadError & Failed): string | undefined {
    if (read.$error) return ` ${error.code}: ${read.$error}`
    const asQuery = /query|ec2/.test(this.#protocol.name)
    const wire = (asQuery ? queryError : jsonError)(error, this.#model)
    const code = this.#model.json.queryCompatible ? queryCode(error, this.#model) : wire.code
    if (read.Error?.Code !== code) return ` ${error.code} came as ${read.Error?.Code}`
    if (read.Error.Message !== wire.message)
      return ` ${code}: the text became ${read.Error.Message}`
    const given = Object.keys(error.members).map((name) => [
      name,
      (read as Record<string, unknown>)[name],
    ])
    return difference(error.members, untagged(Object.fromEntries(given)))
  }
}

/** Where clients of one model put a value otherwise than others, or know a form that we don't. */
function specialValue(model: ServiceModel, member: Member, holder: StructureShape): unknown {
  if (omittedMembers.has(`${model.name} ${member.name}`)) return omitted
  const { shape } = member
  const whole = holder.payload === member && shape.kind === 'scalar' && shape.type === 'blob'
  return whole ? new TextEncoder().encode('bytes that are text: é') : undefined
}

const omittedMembers: ReadonlySet<string> = new Set([
  // A string in AWS's model, an instant in botocore.
  's3 Expires',
  // Named PendingLogDeliveryConfiguration by botocore, by its member's name in the JavaScript SDK.
  'elasticache LogDeliveryConfigurations',
])

/** botocore gives whole payloads of bytes as text, when they don't stream. */
function withPayloadBytes(
  received: Record<string, unknown>,
  { output }: OperationModel,
): Record<string, unknown> {
  const payload = output?.payload
  const text = payload && received[payload.name]
  if (payload?.shape.kind !== 'scalar' || payload.shape.type !== 'blob') return received
  return typeof text === 'string'
    ? { ...received, [payload.name]: new TextEncoder().encode(text) }
    : received
}

/** SQS's and others' members that have one name in forms: the later one wins. */
function withoutNamesakes(value: object, { input }: OperationModel, { name }: Protocol): object {
  if (name !== 'query') return value
  const members = [...(input?.members.values() ?? [])]
  const names = members.map(({ traits }) => traits.queryName)
  const shared = members.filter(
    ({ traits }) =>
      traits.queryName && names.indexOf(traits.queryName) !== names.lastIndexOf(traits.queryName),
  )
  const dropped = new Set(shared.map((member) => member.name))
  return Object.fromEntries(Object.entries(value).filter(([key]) => !dropped.has(key)))
}

function wireRequest(request: WrittenRequest, streams: boolean): WireRequest {
  const url = request.url.slice('http://127.0.0.1:4566'.length)
  const [path = '/', query = ''] = url.split(/\?(.*)/s)
  const body = Buffer.from(request.body, 'base64')
  return {
    method: request.method,
    path,
    query,
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]),
    ),
    body: streams ? new Uint8Array() : body,
    ...(streams && { stream: oneChunk(body) }),
  }
}

async function* oneChunk(body: Uint8Array): AsyncGenerator<Uint8Array> {
  if (body.length > 0) yield body
}
