/** Turns one of botocore's models into Kasane's form, with every member an object still. */
import type {
  ChecksumTrait,
  ModelJson,
  OperationJson,
  PaginatorJson,
  ProtocolName,
} from '../../src/model/model-json.ts'
import type {
  BotocoreChecksum,
  BotocoreMetadata,
  BotocoreOperation,
  BotocorePaginator,
  BotocoreService,
} from './botocore.ts'
import { convertShapes } from './convert-shape.ts'
import type { ServiceSource } from './services.ts'
import { withoutUndefined } from './without-undefined.ts'

export function convertService(botocore: BotocoreService, source: ServiceSource): ModelJson {
  const { metadata, operations, shapes } = botocore.model
  const protocols = protocolsOf(metadata)
  const kept = Object.entries(operations).filter(
    ([name]) => !source.dropped?.operations.includes(name),
  )
  return withoutUndefined({
    service: source.service,
    serviceId: metadata.serviceId,
    apiVersion: metadata.apiVersion,
    signingName: metadata.signingName ?? metadata.endpointPrefix,
    endpointPrefix: metadata.endpointPrefix,
    targetPrefix: metadata.targetPrefix,
    namespace: source.namespace,
    xmlNamespace: metadata.xmlNamespace,
    protocols,
    queryCompatible: metadata.awsQueryCompatible ? true : undefined,
    operations: Object.fromEntries(
      kept.map(([name, operation]) => [
        name,
        convertOperation(name, operation, {
          rest: isRest(protocols),
          paginators: botocore.paginators,
        }),
      ]),
    ),
    shapes: convertShapes(shapes, metadata.awsQueryCompatible !== undefined),
  })
}

const precision: readonly ProtocolName[] = [
  'rpcv2Cbor',
  'json1.0',
  'json1.1',
  'query',
  'ec2',
  'restJson',
  'restXml',
]

function protocolsOf(metadata: BotocoreMetadata): ProtocolName[] {
  const names = (metadata.protocols ?? [metadata.protocol]).map((name) =>
    protocolName(name, metadata.jsonVersion),
  )
  return names.sort((a, b) => precision.indexOf(a) - precision.indexOf(b))
}

function protocolName(name: string, jsonVersion: string | undefined): ProtocolName {
  switch (name) {
    case 'json':
      return jsonVersion === '1.0' ? 'json1.0' : 'json1.1'
    case 'smithy-rpc-v2-cbor':
      return 'rpcv2Cbor'
    case 'rest-json':
      return 'restJson'
    case 'rest-xml':
      return 'restXml'
    case 'query':
    case 'ec2':
      return name
    default:
      throw new Error(`unknown protocol ${name}`)
  }
}

function isRest(protocols: readonly ProtocolName[]): boolean {
  return protocols.includes('restJson') || protocols.includes('restXml')
}

function convertOperation(
  name: string,
  operation: BotocoreOperation,
  service: { rest: boolean; paginators: Readonly<Record<string, BotocorePaginator>> },
): OperationJson {
  const wrapper = operation.output?.resultWrapper
  const { input } = operation
  const paginator = service.paginators[name]
  return withoutUndefined({
    http: service.rest ? httpBinding(operation.http) : undefined,
    input: input?.shape,
    output: operation.output?.shape,
    errors: operation.errors?.map((error) => error.shape),
    resultWrapper: wrapper === `${name}Result` ? undefined : wrapper,
    inputElement: input?.locationName
      ? withoutUndefined({ name: input.locationName, xmlNamespace: input.xmlNamespace?.uri })
      : undefined,
    auth: isAnonymous(operation) ? 'none' : undefined,
    unsignedPayload:
      operation.unsignedPayload || operation.authtype === 'v4-unsigned-body' ? true : undefined,
    checksum: checksumOf(operation),
    compression: operation.requestcompression?.encodings,
    hostPrefix: operation.endpoint?.hostPrefix,
    paginator: paginator && convertPaginator(paginator),
  })
}

function httpBinding(http: BotocoreOperation['http']): NonNullable<OperationJson['http']> {
  const { method, requestUri, responseCode } = http
  return responseCode === undefined || responseCode === 200
    ? [method, requestUri]
    : [method, requestUri, responseCode]
}

function isAnonymous(operation: BotocoreOperation): boolean {
  return operation.authtype === 'none' || (operation.auth?.includes('smithy.api#noAuth') ?? false)
}

function checksumOf(operation: BotocoreOperation): ChecksumTrait | undefined {
  if (operation.httpChecksum) return convertChecksum(operation.httpChecksum)
  return operation.httpChecksumRequired ? { required: true } : undefined
}

function convertChecksum(checksum: BotocoreChecksum): ChecksumTrait {
  return withoutUndefined({
    algorithmMember: checksum.requestAlgorithmMember,
    required: checksum.requestChecksumRequired || undefined,
    validationMember: checksum.requestValidationModeMember,
    responseAlgorithms: checksum.responseAlgorithms,
  })
}

function convertPaginator(paginator: BotocorePaginator): PaginatorJson {
  return withoutUndefined({
    input: list(paginator.input_token),
    output: list(paginator.output_token),
    limit: paginator.limit_key,
    results: list(paginator.result_key),
    more: paginator.more_results,
  })
}

function list(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return []
  return typeof value === 'string' ? [value] : value
}
