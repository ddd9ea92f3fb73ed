/** Reads AWS's API models as botocore ships them: `data/<folder>/<api version>/*.json[.gz]`. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

/** The botocore release that the committed models are made from. */
const botocoreVersion = '1.44.8'

export interface BotocoreModel {
  readonly metadata: BotocoreMetadata
  readonly operations: Readonly<Record<string, BotocoreOperation>>
  readonly shapes: Readonly<Record<string, BotocoreShape>>
}

export interface BotocoreMetadata {
  readonly apiVersion: string
  readonly endpointPrefix: string
  readonly protocol: string
  readonly protocols?: readonly string[]
  readonly jsonVersion?: string
  readonly serviceId: string
  readonly signingName?: string
  readonly targetPrefix?: string
  readonly xmlNamespace?: string
  readonly awsQueryCompatible?: object
}

export interface BotocoreOperation {
  readonly http: {
    readonly method: string
    readonly requestUri: string
    readonly responseCode?: number
  }
  readonly input?: BotocoreInput
  readonly output?: { readonly shape: string; readonly resultWrapper?: string }
  readonly errors?: readonly { readonly shape: string }[]
  readonly auth?: readonly string[]
  readonly authtype?: string
  readonly unsignedPayload?: boolean
  readonly endpoint?: { readonly hostPrefix?: string }
  readonly requestcompression?: { readonly encodings: readonly string[] }
  readonly httpChecksumRequired?: boolean
  readonly httpChecksum?: BotocoreChecksum
}

export interface BotocoreInput {
  readonly shape: string
  readonly locationName?: string
  readonly xmlNamespace?: { readonly uri: string }
}

export interface BotocoreChecksum {
  readonly requestAlgorithmMember?: string
  readonly requestChecksumRequired?: boolean
  readonly requestValidationModeMember?: string
  readonly responseAlgorithms?: readonly string[]
}

export interface BotocoreMember {
  readonly shape: string
  readonly location?: 'header' | 'headers' | 'querystring' | 'uri' | 'statusCode'
  readonly locationName?: string
  readonly queryName?: string
  readonly xmlNamespace?: { readonly uri: string; readonly prefix?: string }
  readonly xmlAttribute?: boolean
  readonly flattened?: boolean
  readonly streaming?: boolean
  readonly idempotencyToken?: boolean
  readonly jsonvalue?: boolean
  readonly timestampFormat?: 'iso8601' | 'unixTimestamp' | 'rfc822'
  readonly eventheader?: boolean
  readonly eventpayload?: boolean
  readonly hostLabel?: boolean
  readonly enum?: readonly string[]
}

export interface BotocoreShape extends Omit<BotocoreMember, 'shape'> {
  readonly type: string
  readonly members?: Readonly<Record<string, BotocoreMember>>
  readonly required?: readonly string[]
  readonly member?: BotocoreMember
  readonly key?: BotocoreMember
  readonly value?: BotocoreMember
  readonly min?: number
  readonly max?: number
  readonly pattern?: string
  readonly sensitive?: boolean
  readonly requiresLength?: boolean
  readonly payload?: string
  readonly union?: boolean
  readonly document?: boolean
  readonly eventstream?: boolean
  readonly event?: boolean
  readonly xmlOrder?: readonly string[]
  readonly exception?: boolean
  readonly fault?: boolean
  readonly retryable?: object
  readonly error?: {
    readonly code?: string
    readonly httpStatusCode?: number
    readonly senderFault?: boolean
    readonly fault?: boolean
  }
}

export interface BotocorePaginator {
  readonly input_token: string | readonly string[]
  readonly output_token: string | readonly string[]
  readonly limit_key?: string
  readonly result_key?: string | readonly string[]
  readonly more_results?: string
}

export interface BotocoreService {
  readonly model: BotocoreModel
  readonly paginators: Readonly<Record<string, BotocorePaginator>>
}

/** @throws Error when the folder holds another release than the pinned one, or none. */
export function requireBotocore(packages: string): string {
  const info = join(packages, `botocore-${botocoreVersion}.dist-info`)
  if (!existsSync(info)) {
    throw new Error(
      `${packages} has no botocore ${botocoreVersion}: ` +
        `pip install --no-deps --target ${packages} botocore==${botocoreVersion}`,
    )
  }
  return join(packages, 'botocore', 'data')
}

/** Reads the newest API version of a service. */
export function readBotocoreService(data: string, folder: string): BotocoreService {
  const version = readdirSync(join(data, folder)).sort().at(-1)
  if (version === undefined) throw new Error(`botocore has no ${folder}`)
  const directory = join(data, folder, version)
  const model = readJson(join(directory, 'service-2.json')) as BotocoreModel
  const pages = readJson(join(directory, 'paginators-1.json')) as
    | { pagination: Record<string, BotocorePaginator> }
    | undefined
  return { model, paginators: pages?.pagination ?? {} }
}

function readJson(path: string): unknown {
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8'))
  if (!existsSync(`${path}.gz`)) return undefined
  return JSON.parse(gunzipSync(readFileSync(`${path}.gz`)).toString('utf8'))
}
