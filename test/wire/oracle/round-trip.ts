/**
 * The client's own code as judge: what it writes of a random input must be read as that input, what
 * is written of a random output or error must come out of it whole.
 */
import type {
  Member,
  OperationModel,
  ProtocolName,
  ServiceModel,
  StructureShape,
} from '../../../src/model/model.ts'
import { jsonError, queryError } from '../../../src/wire/errors-on-the-wire.ts'
import type { WireRequest } from '../../../src/wire/message.ts'
import type { Protocol } from '../../../src/wire/protocol.ts'
import { loadProtocol } from '../../../src/wire/protocols.ts'
import { difference } from '../canonical.ts'
import { omitted, randomValue } from '../random-value.ts'
import { Seeded } from '../seeded.ts'
import { raise } from '../raised.ts'
import { settled } from '../settled.ts'
import { knownMembers } from './known-members.ts'
import { Report } from './report.ts'
import { SdkClient, type SdkCommand, type SdkHandler } from './sdk-client.ts'
import {
  alwaysAnswered,
  clientFilled,
  specialValue,
  withoutNamedParameters,
} from './special-values.ts'
import { collected, eventStreamOf, hasEventStream, streamed } from './streams.ts'
import { labelsOf, protocolOf, sdkResponse, wireRequest } from './transport.ts'

/** @param protocol `undefined`: the client's own choice. */
export async function judge(model: ServiceModel, protocol?: ProtocolName): Promise<Report> {
  const report = new Report()
  const client = new SdkClient(model, protocol)
  const errors = new Set<string>()
  for (const name of model.operationNames) {
    const operation = model.findOperation(name) as OperationModel
    for (let round = 0; round < rounds; round++) {
      await new Judge({ model, client, operation, report, errors, protocol, round }).run()
    }
  }
  return report
}

/** Random values of each kind for each operation. */
const rounds = 2

interface Case {
  readonly model: ServiceModel
  readonly client: SdkClient
  readonly operation: OperationModel
  readonly report: Report
  /** Errors that an earlier operation has had its turn with. */
  readonly errors: Set<string>
  readonly protocol: ProtocolName | undefined
  readonly round: number
}

class Judge {
  readonly #case: Case
  readonly #withoutEmpty: boolean
  #form = false

  constructor(about: Case) {
    this.#case = about
    this.#withoutEmpty = !about.model.protocols.every((name) => /json|cbor/i.test(name))
  }

  async run(): Promise<void> {
    const { client, operation, report } = this.#case
    const probe = client.command(operation.name, {})
    if (!probe) return report.except('operations that the client lacks', operation.name)
    if (hasEventStream(operation.input)) report.except('event streams of requests', operation.name)
    else await this.#judged('input', () => this.#input(probe))
    await this.#judged('output', () => this.#output(probe))
    for (const error of operation.errors) {
      if (this.#case.errors.has(error.name)) continue
      this.#case.errors.add(error.name)
      await this.#judged(`error ${error.name}`, () => this.#error(probe, error))
    }
  }

  async #judged(what: string, attempt: () => Promise<string | undefined>): Promise<void> {
    const { operation, report } = this.#case
    let fault: string | undefined
    try {
      fault = await attempt()
    } catch (error) {
      fault =
        error instanceof Error
          ? `${error.message} ${error.stack?.split('\n')[1]?.trim()}`
          : String(error)
    }
    report.count(what.split(' ')[0] as 'input' | 'output' | 'error')
    if (fault !== undefined) report.fail(`${operation.name} ${what}${fault}`)
  }

  async #input(probe: SdkCommand): Promise<string | undefined> {
    const { operation, report } = this.#case
    const input = this.#random(probe, 'input', operation.input)
    let parsed: Record<string, unknown> = {}
    await this.#send(input, async (request) => {
      const read = await this.#read(request)
      parsed = withoutNamedParameters(await settled(read), operation) as Record<string, unknown>
      throw new Answered()
    })
    if (this.#form) this.#forgetNamesakes(input, parsed)
    for (const name of clientFilled(operation)) {
      if (!(name in input) && name in parsed) {
        report.except('members that the client fills in', `${operation.name}.${name}`)
        delete parsed[name]
      }
    }
    return difference(input, parsed)
  }

  /** SQS's `AttributeNames` and `MessageSystemAttributeNames` are both `AttributeName` in forms. */
  #forgetNamesakes(...values: readonly Record<string, unknown>[]): void {
    const { operation, report } = this.#case
    const members = [...(operation.input?.members.values() ?? [])]
    const names = members.map(({ traits }) => traits.queryName)
    const shared = new Set(names.filter((name, index) => name && names.indexOf(name) !== index))
    for (const { name, traits } of members) {
      if (!shared.has(traits.queryName)) continue
      report.except('members that share their name in forms', `${operation.name}.${name}`)
      for (const value of values) delete value[name]
    }
  }

  async #output(probe: SdkCommand): Promise<string | undefined> {
    const { operation } = this.#case
    const output = this.#random(probe, 'output', operation.output)
    const stream = eventStreamOf(operation.output)
    if (stream) output[stream.member.name] = this.#events(stream.events)
    const given = await this.#send(this.#plainInput(), async (request) => {
      const protocol = await this.#protocol(request)
      const about = { requestId: 'request-1', operation: operation.name, method: request.method }
      return sdkResponse(protocol.serialise(streamed(output, operation), operation, about))
    })
    const { $metadata, ...received } = given as Record<string, unknown> & { $metadata: object }
    const { requestId } = $metadata as { requestId?: string }
    if (requestId !== 'request-1') return `: the request id became ${requestId}`
    const answer = await collected(received)
    for (const name of alwaysAnswered(operation)) if (!(name in output)) delete answer[name]
    return difference(output, answer)
  }

  /** One event of each kind but errors, which end a stream. */
  #events(union: StructureShape): object[] {
    const { model, round } = this.#case
    const kinds = [...union.members.values()].filter(
      ({ shape }) => shape.kind === 'structure' && !shape.error,
    )
    return kinds.map(({ name, shape }) => ({
      [name]: randomValue(shape as StructureShape, {
        random: new Seeded(`${model.name} ${union.name} ${name} ${round}`),
        withoutEmpty: this.#withoutEmpty,
      }),
    }))
  }

  async #error(probe: SdkCommand, error: StructureShape): Promise<string | undefined> {
    const { model, operation, report } = this.#case
    const members = randomValue(error, {
      random: new Seeded(`${model.name} ${error.name}`),
      withoutEmpty: this.#withoutEmpty,
    })
    const raised = raise(error, { ...members, message: 'What went wrong: <é>' })
    let status = 0
    const received = await this.#refusal(async (request) => {
      const protocol = await this.#protocol(request)
      const wire = /query|ec2/.test(protocol.name) ? queryError : jsonError
      status = wire(raised, model).status
      const about = { requestId: 'request-1', operation: operation.name }
      return sdkResponse(protocol.serialiseError(raised, model, about))
    })
    if (received.name !== error.name && this.#shareCode(received.name, error)) {
      report.except('errors that share their query code', error.name)
      return undefined
    }
    if (received.name !== error.name) return ` came as ${received.name}: ${received.message}`
    if (received.message !== raised.message) return `: the text became ${received.message}`
    if (received.$metadata?.httpStatusCode !== status) return ': the status changed'
    const known = Object.keys(raised.members).filter((name) => name in received)
    const wanted = Object.fromEntries(known.map((name) => [name, raised.members[name]]))
    const given = Object.fromEntries(known.map((name) => [name, received[name]]))
    const lost = Object.keys(raised.members).filter((name) => !(name in received))
    for (const name of lost) report.except('members that the client lacks', `${error.name}.${name}`)
    return difference(wanted, given)
  }

  /** Clients go by the query code, where AWS gives one to several errors. */
  #shareCode(name: string, error: StructureShape): boolean {
    const other = this.#case.model.findError(name)
    const codes = [other, error].map((shape) => shape && (shape.error?.queryCode ?? shape.name))
    return codes[0] === codes[1]
  }

  #random(
    probe: SdkCommand,
    side: 'input' | 'output',
    shape: StructureShape | undefined,
  ): Record<string, unknown> {
    const { model, operation, report, round } = this.#case
    if (!shape) return {}
    return randomValue(shape, {
      random: new Seeded(`${model.name} ${operation.name} ${side} ${round}`),
      guide: knownMembers(probe, side, (member) =>
        report.except('members that the client lacks', `${operation.name} ${member}`),
      ),
      withoutEmpty: this.#withoutEmpty,
      special: (member) => this.#special(member, side),
    })
  }

  #special(member: Member, side: 'input' | 'output'): unknown {
    const { model, operation, report } = this.#case
    const { shape } = member
    if (shape.kind === 'structure' && shape.json.eventStream) return omitted
    const value = specialValue(model, member, side)
    if (value === omitted)
      report.except('members that the client rewrites', `${operation.name} ${side} ${member.name}`)
    return value
  }

  /** The least that the client sends: required members. */
  #plainInput(): Record<string, unknown> {
    const { model, operation } = this.#case
    if (!operation.input) return {}
    return randomValue(operation.input, {
      random: new Seeded(`${model.name} ${operation.name} plain`),
      withoutEmpty: this.#withoutEmpty,
      special: (member) => this.#special(member, 'input'),
    })
  }

  async #send(input: object, handler: SdkHandlerOfWire): Promise<object> {
    const { client, operation } = this.#case
    client.handler = async (request) =>
      handler(await wireRequest(request, operation.input?.payload?.traits.streaming === true))
    const command = client.command(operation.name, input) as SdkCommand
    try {
      return await client.send(command)
    } catch (error) {
      if (error instanceof Answered) return {}
      throw error
    }
  }

  async #refusal(handler: SdkHandlerOfWire): Promise<SdkError> {
    try {
      await this.#send(this.#plainInput(), handler)
    } catch (error) {
      return error as SdkError
    }
    throw new Error(' was not raised')
  }

  async #read(request: WireRequest): Promise<object> {
    const { operation } = this.#case
    const protocol = await this.#protocol(request)
    const rest = protocol.name.startsWith('rest')
    return protocol.parse(request, operation, rest ? labelsOf(request, operation) : undefined)
  }

  #protocol(request: WireRequest): Protocol | Promise<Protocol> {
    const { model, protocol } = this.#case
    const name = protocolOf(request, model)
    if (protocol && name !== protocol) throw new Error(` came over ${name}`)
    this.#form = name === 'query' || name === 'ec2'
    return loadProtocol(name)
  }
}

type SdkHandlerOfWire = (request: WireRequest) => ReturnType<SdkHandler>

type SdkError = Error & { $metadata?: { httpStatusCode?: number } } & Readonly<
    Record<string, unknown>
  >

/** Ends a call whose answer doesn't matter. */
class Answered extends Error {}
