/**
 * The committed form of an AWS API model: `models/<service>.json`, one shape a line, no prose.
 *
 * Scalars without traits are named by their type (`"string"`), so such a shape has no entry of its
 * own; codegen renames a model's shape that would collide with one of these names.
 */

/** How a request or an answer is written; one service may serve several. Most precise first. */
export type ProtocolName =
  | 'rpcv2Cbor'
  | 'json1.0'
  | 'json1.1'
  | 'query'
  | 'ec2'
  | 'restJson'
  | 'restXml'

export type ScalarType =
  | 'string'
  | 'boolean'
  | 'byte'
  | 'short'
  | 'integer'
  | 'long'
  | 'float'
  | 'double'
  | 'bigInteger'
  | 'bigDecimal'
  | 'blob'
  | 'timestamp'
  | 'document'

export type TimestampFormat = 'iso8601' | 'unixTimestamp' | 'rfc822'

export interface ModelJson {
  /** Kasane's name: the folder, the file, the SDK client's package without `client-`. */
  readonly service: string
  readonly serviceId: string
  readonly apiVersion: string
  readonly signingName: string
  readonly endpointPrefix: string
  /** Prefix of `X-Amz-Target` and of the rpc-v2-cbor path, without the dot. */
  readonly targetPrefix?: string
  /** Namespace in `__type`, such as `com.amazonaws.sqs`. */
  readonly namespace: string
  readonly xmlNamespace?: string
  readonly protocols: readonly ProtocolName[]
  /** JSON and CBOR errors carry `x-amzn-query-error`. */
  readonly queryCompatible?: true
  /** REST-XML as S3 speaks it: errors without an envelope, two request ids, paths signed as sent. */
  readonly bareErrors?: true
  /** Over JSON the service words type errors as DynamoDB does and sends `x-amz-crc32`. */
  readonly jsonDialect?: 'dynamodb'
  /** Over query, errors end with an empty `Detail`. */
  readonly queryErrorDetail?: true
  /** Errors that the service answers with, though its model has no shape of them; by query code. */
  readonly commonErrors?: Readonly<Record<string, CommonErrorJson>>
  /** Absent: the usual one of the service's protocol, see `validation-style.ts`. */
  readonly validation?: ValidationJson
  readonly operations: Readonly<Record<string, OperationJson>>
  readonly shapes: Readonly<Record<string, ShapeJson>>
}

export interface OperationJson {
  /** Method, URI template (with `{Label}`, `{Label+}`, constants after `?`), success status. */
  readonly http?: readonly [method: string, uri: string, status?: number]
  readonly input?: string
  readonly output?: string
  readonly errors?: readonly string[]
  /** Query: the element around the result, when it is not `<Operation>Result`. */
  readonly resultWrapper?: string
  /** REST-XML: the element that the input members stand in, with its namespace. */
  readonly inputElement?: { readonly name: string; readonly xmlNamespace?: string }
  /** REST-XML: the output's only member is the text of the root element. */
  readonly unwrappedOutput?: true
  /** The operation answers callers without credentials. */
  readonly auth?: 'none'
  readonly unsignedPayload?: true
  readonly checksum?: ChecksumTrait
  /** Encodings that a client may compress the request with. */
  readonly compression?: readonly string[]
  /** What stands before the host, with `{Label}`s. */
  readonly hostPrefix?: string
  readonly paginator?: PaginatorJson
  /** Where an operation words its refusals otherwise than the rest of its service. */
  readonly validation?: ValidationJson
}

/** How a service answers input that breaks the model's constraints. */
export interface ValidationJson {
  /**
   * `coral`: all faults in one message, "2 validation errors detected: Value … at …; …" ·
   * `single`: the first fault alone, "Invalid parameter at …" ·
   * `missing`: required members alone, the first that is missing ·
   * `none`: the service checks by itself.
   */
  readonly style: 'coral' | 'single' | 'missing' | 'none'
  /** An error of the model, or of `commonErrors`. */
  readonly code?: string
  /** `missing`: the text, with `{}` for the parameter; absent: EC2's. */
  readonly text?: string
  /** `coral`: paths begin with the input's name, `createRestApiInput.name`. */
  readonly inputInPath?: true
  /** `coral`: constraints on elements and entries end in "Member must not be null". */
  readonly elementsNotNull?: true
  /** `coral`: at most so many faults are told. */
  readonly faultsMax?: number
  /**
   * `coral`: the service checks these patterns by itself, behind all else, and tells the first that
   * does not hold: by pattern the sentence, with `{}` for the member.
   */
  readonly patternSentences?: Readonly<Record<string, string>>
}

export interface ChecksumTrait {
  /** Request member that names the algorithm. */
  readonly algorithmMember?: string
  readonly required?: boolean
  /** Request member by which a client asks for response checksums. */
  readonly validationMember?: string
  readonly responseAlgorithms?: readonly string[]
}

export interface PaginatorJson {
  readonly input: readonly string[]
  readonly output: readonly string[]
  readonly limit?: string
  readonly results: readonly string[]
  readonly more?: string
}

/** A member's target: a shape's name or a bare scalar type, with traits when there are any. */
export type MemberJson = string | (MemberTraits & { readonly shape: string })

export interface MemberTraits {
  /** Where REST protocols (and event streams) put the member; absent: in the body. */
  readonly location?: 'header' | 'headers' | 'querystring' | 'uri' | 'statusCode'
  /** The name on the wire, when it is not the member's own. */
  readonly locationName?: string
  /** The name in query forms and their XML answers, which beats `locationName` there. */
  readonly queryName?: string
  readonly xmlNamespace?: { readonly uri: string; readonly prefix?: string }
  readonly xmlAttribute?: true
  readonly flattened?: true
  readonly streaming?: true
  readonly idempotencyToken?: true
  /** A string that carries JSON: base64 in a header, a JSON string in a body. */
  readonly jsonValue?: true
  readonly timestampFormat?: TimestampFormat
  readonly eventHeader?: true
  readonly eventPayload?: true
  readonly hostLabel?: true
  /** AWS keeps the value out of logs and messages. */
  readonly sensitive?: true
}

export interface Bounds {
  readonly min?: number
  readonly max?: number
}

export type ShapeJson = StructureJson | ListJson | MapJson | ScalarJson

export interface StructureJson extends MemberTraits {
  readonly type: 'structure'
  readonly members: Readonly<Record<string, MemberJson>>
  readonly required?: readonly string[]
  readonly union?: true
  readonly document?: true
  readonly eventStream?: true
  readonly event?: true
  /** REST: the member that is the whole body. */
  readonly payload?: string
  readonly error?: ErrorJson
}

export interface ErrorJson {
  /** The code on the wire, when it is not the shape's name. */
  readonly code?: string
  /** Absent: 400, or 500 for a server's fault. */
  readonly status?: number
  readonly fault?: 'client' | 'server'
  /** Query's code (and `x-amzn-query-error`'s), when it differs from the JSON one. */
  readonly queryCode?: string
  /** Query's status, when it differs. */
  readonly queryStatus?: number
  /** Query's texts that differ: `{ <JSON text>: <query text> }`. */
  readonly queryMessages?: Readonly<Record<string, string>>
  readonly retryable?: true
}

/** An error without a shape, such as a missing parameter: AWS's framework words it. */
export interface CommonErrorJson {
  /** Absent: 400. */
  readonly status?: number
  /** Absent: the client's. */
  readonly fault?: 'server'
  /** `__type` over JSON and CBOR, whole; absent: the code itself. */
  readonly jsonType?: string
}

export interface ListJson extends MemberTraits, Bounds {
  readonly type: 'list'
  readonly member: MemberJson
  readonly sparse?: true
  readonly unique?: true
}

export interface MapJson extends MemberTraits, Bounds {
  readonly type: 'map'
  readonly key: MemberJson
  readonly value: MemberJson
  readonly sparse?: true
}

export interface ScalarJson extends MemberTraits, Bounds {
  readonly type: ScalarType
  readonly enum?: readonly string[]
  readonly pattern?: string
  /** Blob: the bytes may be sent as a stream; `requiresLength` where AWS wants its size first. */
  readonly requiresLength?: true
}
