/** The AWS SDK's client of a service, with a handler of ours in place of the network. */
import { createRequire } from 'node:module'

import type { ProtocolName, ServiceModel } from '../../../src/model/model.ts'

const fromClients = createRequire(new URL('../../clients/resolve.ts', import.meta.url))

/** What the SDK hands to its request handler. */
export interface SdkRequest {
  readonly method: string
  readonly path: string
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
}

export interface SdkResponse {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
}

export type SdkHandler = (request: SdkRequest) => Promise<SdkResponse>

export interface SdkCommand {
  /** `undefined` in clients of before 2025. */
  readonly schema?: readonly unknown[]
}

interface Sender {
  send(command: object): Promise<object>
}

type Constructor<T> = new (argument: object) => T

export class SdkClient {
  readonly #module: Readonly<Record<string, unknown>>
  readonly #client: Sender
  handler: SdkHandler | undefined

  /** @param protocol Another one than the client's own choice. */
  constructor(model: ServiceModel, protocol?: ProtocolName) {
    this.#module = fromClients(`@aws-sdk/client-${model.name}`) as Record<string, unknown>
    const name = Object.keys(this.#module).find((key) => /^[A-Za-z0-9]+Client$/.test(key))
    const Client = this.#module[name ?? ''] as Constructor<Sender>
    this.#client = new Client({
      ...settings,
      ...(model.name === 'sqs' && sqsSettings),
      ...(protocol && { protocol: protocolClass(protocol) }),
      requestHandler: { handle: async (request: SdkRequest) => this.#handle(request) },
    })
  }

  /** `undefined` when the client has no such operation. */
  command(operation: string, input: object): SdkCommand | undefined {
    const Command = this.#module[`${operation}Command`] as Constructor<SdkCommand> | undefined
    return Command && new Command(input)
  }

  send(command: SdkCommand): Promise<object> {
    return this.#client.send(command)
  }

  async #handle(request: SdkRequest): Promise<{ response: SdkResponse }> {
    if (!this.handler) throw new Error('no handler is set')
    return { response: await this.handler(request) }
  }
}

const settings = {
  region: 'us-east-1',
  endpoint: 'http://127.0.0.1:4566',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  maxAttempts: 1,
  // S3: no checksums or host names of the client's own.
  requestChecksumCalculation: 'WHEN_REQUIRED',
  responseChecksumValidation: 'WHEN_REQUIRED',
  forcePathStyle: true,
  // DynamoDB: no host name of the account's own.
  accountIdEndpointMode: 'disabled',
}

/** Random queue URLs and digests must not disturb it. */
const sqsSettings = { md5: false, useQueueUrlAsEndpoint: false }

const protocolClasses: Partial<Record<ProtocolName, string>> = {
  rpcv2Cbor: 'AwsSmithyRpcV2CborProtocol',
  'json1.0': 'AwsJson1_0Protocol',
  'json1.1': 'AwsJson1_1Protocol',
  query: 'AwsQueryProtocol',
}

function protocolClass(protocol: ProtocolName): unknown {
  const classes = fromClients('@aws-sdk/core/protocols') as Record<string, unknown>
  return classes[protocolClasses[protocol] ?? '']
}

export interface NormalizedSchema {
  isStructSchema(): boolean
  isListSchema(): boolean
  isMapSchema(): boolean
  getValueSchema(): NormalizedSchema
  getMemberSchemas(): Readonly<Record<string, NormalizedSchema>>
}

export function normalizedSchema(schema: unknown): NormalizedSchema {
  const { NormalizedSchema } = fromClients('@smithy/core/schema') as {
    NormalizedSchema: { of(schema: unknown): NormalizedSchema }
  }
  return NormalizedSchema.of(schema)
}
