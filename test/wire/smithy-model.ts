/** Smithy's JSON AST turned into the form of `models/`, so that the vectors run on the product's own model code. */
import type {
  MemberJson,
  MemberTraits,
  ModelJson,
  OperationJson,
  ProtocolName,
  ScalarType,
  ShapeJson,
  StructureJson,
} from '../../src/model/model-json.ts'
import type { SmithyFile, SmithyMember, SmithyShape, Traits } from './smithy-ast.ts'
import {
  bounds,
  enumValues,
  errorOf,
  location,
  sparse,
  timestampFormatOf,
} from './smithy-traits.ts'

const protocolNames: Readonly<Record<string, ProtocolName>> = {
  'smithy.protocols#rpcv2Cbor': 'rpcv2Cbor',
  'aws.protocols#awsJson1_0': 'json1.0',
  'aws.protocols#awsJson1_1': 'json1.1',
  'aws.protocols#awsQuery': 'query',
  'aws.protocols#ec2Query': 'ec2',
  'aws.protocols#restJson1': 'restJson',
  'aws.protocols#restXml': 'restXml',
}

const scalarNames: Readonly<Record<string, ScalarType>> = {
  string: 'string',
  enum: 'string',
  boolean: 'boolean',
  byte: 'byte',
  short: 'short',
  integer: 'integer',
  intEnum: 'integer',
  long: 'long',
  float: 'float',
  double: 'double',
  bigInteger: 'bigInteger',
  bigDecimal: 'bigDecimal',
  blob: 'blob',
  timestamp: 'timestamp',
  document: 'document',
}

const shapeTypes = ['structure', 'union', 'list', 'map', ...Object.keys(scalarNames)]

/** Smithy's empty structure, which unions use for members without content. */
const unit = 'Unit'

export function modelOf(file: SmithyFile): ModelJson {
  return new Converter(file).model()
}

/** `aws.protocoltests.json#Foo`'s name in the model that `modelOf` makes. */
export function localName(id: string, service: SmithyShape): string {
  return service.rename?.[id] ?? id.slice(id.indexOf('#') + 1)
}

class Converter {
  readonly #file: SmithyFile
  readonly #service: SmithyShape
  readonly #protocol: ProtocolName

  constructor(file: SmithyFile) {
    this.#file = file
    this.#service = shapeOf(file, file.service)
    const traits = Object.keys(this.#service.traits ?? {})
    this.#protocol = traits.flatMap((trait) => protocolNames[trait] ?? []).at(0) ?? 'restJson'
  }

  model(): ModelJson {
    const traits = this.#service.traits ?? {}
    const name = localName(this.#file.service, this.#service)
    const sdk = traits['aws.api#service'] as { sdkId?: string; endpointPrefix?: string } | undefined
    const signing = traits['aws.auth#sigv4'] as { name: string } | undefined
    const namespace = traits['smithy.api#xmlNamespace'] as { uri: string } | undefined
    return {
      service: name,
      serviceId: sdk?.sdkId ?? name,
      apiVersion: this.#service.version ?? '',
      signingName: signing?.name ?? name.toLowerCase(),
      endpointPrefix: sdk?.endpointPrefix ?? name.toLowerCase(),
      targetPrefix: name,
      namespace: this.#file.service.slice(0, this.#file.service.indexOf('#')),
      ...(namespace && { xmlNamespace: namespace.uri }),
      protocols: [this.#protocol],
      ...('aws.protocols#awsQueryCompatible' in traits && { queryCompatible: true as const }),
      ...this.#bareErrors(),
      operations: this.#entries(['operation'], (shape) => this.#operation(shape)),
      shapes: {
        [unit]: { type: 'structure', members: {} },
        ...this.#entries(shapeTypes, (shape, id) => this.#shape(shape, id)),
      },
    }
  }

  #bareErrors(): Pick<ModelJson, 'bareErrors'> {
    const xml = this.#service.traits?.['aws.protocols#restXml'] as
      | { noErrorWrapping?: boolean }
      | undefined
    return xml?.noErrorWrapping ? { bareErrors: true } : {}
  }

  #entries<T>(
    types: readonly string[],
    convert: (shape: SmithyShape, id: string) => T,
  ): Record<string, T> {
    const entries = Object.entries(this.#file.shapes)
      .filter(([, shape]) => types.includes(shape.type))
      .map(([id, shape]) => [this.#name(id), convert(shape, id)] as const)
    return Object.fromEntries(entries)
  }

  #operation(shape: SmithyShape): OperationJson {
    const traits = shape.traits ?? {}
    const http = traits['smithy.api#http'] as
      | { method: string; uri: string; code?: number }
      | undefined
    const endpoint = traits['smithy.api#endpoint'] as { hostPrefix: string } | undefined
    const compression = traits['smithy.api#requestCompression'] as
      | { encodings: string[] }
      | undefined
    const input = this.#structureName(shape.input)
    const output = this.#structureName(shape.output)
    return {
      ...(http && { http: [http.method, http.uri, http.code ?? 200] as const }),
      ...(input && { input }),
      ...(output && { output }),
      ...(shape.errors && { errors: shape.errors.map(({ target }) => this.#name(target)) }),
      ...this.#inputElement(shape.input),
      ...('aws.customizations#s3UnwrappedXmlOutput' in traits && {
        unwrappedOutput: true as const,
      }),
      ...(endpoint && { hostPrefix: endpoint.hostPrefix }),
      ...(compression && { compression: compression.encodings }),
      ...('smithy.api#httpChecksumRequired' in traits && { checksum: { required: true } }),
    }
  }

  #inputElement(input: SmithyMember | undefined): Pick<OperationJson, 'inputElement'> | undefined {
    if (this.#protocol !== 'restXml' || !input || input.target === 'smithy.api#Unit')
      return undefined
    const traits = shapeOf(this.#file, input.target).traits ?? {}
    const service = this.#service.traits?.['smithy.api#xmlNamespace']
    const namespace = (traits['smithy.api#xmlNamespace'] ?? service) as { uri: string } | undefined
    const name = (traits['smithy.api#xmlName'] as string | undefined) ?? this.#name(input.target)
    return { inputElement: { name, ...(namespace && { xmlNamespace: namespace.uri }) } }
  }

  #structureName(member: SmithyMember | undefined): string | undefined {
    if (!member || member.target === 'smithy.api#Unit') return undefined
    return this.#name(member.target)
  }

  #shape(shape: SmithyShape, id: string): ShapeJson {
    const traits = shape.traits ?? {}
    const own = { ...this.#traits(traits), ...bounds(traits) }
    if (shape.type === 'structure' || shape.type === 'union') return this.#structure(shape, id)
    if (shape.type === 'list') {
      const member = this.#member(shape.member, 'member')
      const unique = 'smithy.api#uniqueItems' in traits && { unique: true as const }
      return { ...own, type: 'list', member, ...sparse(traits), ...unique }
    }
    if (shape.type === 'map') {
      const key = this.#member(shape.key, 'key')
      return {
        ...own,
        type: 'map',
        key,
        value: this.#member(shape.value, 'value'),
        ...sparse(traits),
      }
    }
    const values = enumValues(shape)
    const pattern = traits['smithy.api#pattern'] as string | undefined
    return {
      ...own,
      type: scalarNames[shape.type] as ScalarType,
      ...(values && { enum: values }),
      ...(pattern !== undefined && { pattern }),
      ...('smithy.api#requiresLength' in traits && { requiresLength: true as const }),
    }
  }

  #structure(shape: SmithyShape, id: string): StructureJson {
    const traits = shape.traits ?? {}
    const members = Object.entries(shape.members ?? {})
    const having = (trait: string) =>
      members.filter(([, member]) => trait in (member.traits ?? {})).map(([name]) => name)
    const required = having('smithy.api#required')
    const payload = having('smithy.api#httpPayload').at(0)
    const streams = 'smithy.api#streaming' in traits
    const error = errorOf(traits)
    const { xmlNamespace, ...own } = this.#traits(traits)
    return {
      ...own,
      ...(xmlNamespace && !this.#isNested(id) && { xmlNamespace }),
      type: 'structure',
      members: Object.fromEntries(
        members.map(([name, member]) => [name, this.#member(member, name)]),
      ),
      ...(required.length > 0 && { required }),
      ...(shape.type === 'union' && { union: true as const }),
      ...(streams && { eventStream: true as const }),
      ...(this.#isEvent(id) && { event: true as const }),
      ...(payload !== undefined && { payload }),
      ...(error && { error }),
    }
  }

  /** Smithy's structures lend their namespace to documents alone, botocore's to every element. */
  #isNested(id: string): boolean {
    return Object.values(this.#file.shapes).some((shape) =>
      Object.values(shape.members ?? {}).some(
        ({ target, traits }) => target === id && !('smithy.api#httpPayload' in (traits ?? {})),
      ),
    )
  }

  #isEvent(id: string): boolean {
    return Object.values(this.#file.shapes).some(
      (shape) =>
        shape.type === 'union' &&
        'smithy.api#streaming' in (shape.traits ?? {}) &&
        Object.values(shape.members ?? {}).some(({ target }) => target === id),
    )
  }

  #member(member: SmithyMember | undefined, name: string): MemberJson {
    if (!member) throw new Error(`${this.#file.service}: a shape lacks its ${name}`)
    const traits = this.#traits(member.traits ?? {}, name)
    const shape = this.#name(member.target)
    const flatName = this.#flatListName(member, name)
    if (Object.keys(traits).length === 0 && flatName === undefined) return shape
    return { shape, ...(flatName !== undefined && { locationName: flatName }), ...traits }
  }

  /** Smithy ignores the element's name of a flattened list, botocore's form (ours) prefers it. */
  #flatListName(member: SmithyMember, name: string): string | undefined {
    if (!('smithy.api#xmlFlattened' in (member.traits ?? {}))) return undefined
    const target = this.#file.shapes[member.target]
    return 'smithy.api#xmlName' in (target?.member?.traits ?? {}) ? name : undefined
  }

  #traits(traits: Traits, member = ''): MemberTraits {
    const format = timestampFormatOf(traits)
    const namespace = traits['smithy.api#xmlNamespace'] as MemberTraits['xmlNamespace']
    const queryName = traits['aws.protocols#ec2QueryName'] as string | undefined
    return {
      ...this.#bodyName(traits),
      ...location(traits, member),
      ...(format && { timestampFormat: format }),
      ...(namespace && { xmlNamespace: namespace }),
      ...(queryName !== undefined && { queryName }),
      ...('smithy.api#xmlFlattened' in traits && { flattened: true as const }),
      ...('smithy.api#xmlAttribute' in traits && { xmlAttribute: true as const }),
      ...('smithy.api#streaming' in traits && { streaming: true as const }),
      ...('smithy.api#idempotencyToken' in traits && { idempotencyToken: true as const }),
      ...('smithy.api#eventHeader' in traits && { eventHeader: true as const }),
      ...('smithy.api#eventPayload' in traits && { eventPayload: true as const }),
      ...('smithy.api#hostLabel' in traits && { hostLabel: true as const }),
      ...(traits['smithy.api#mediaType'] === 'application/json' && { jsonValue: true as const }),
    }
  }

  /** `jsonName` counts in REST-JSON alone, `xmlName` in the XML and query protocols. */
  #bodyName(traits: Traits): MemberTraits | undefined {
    const trait = { restJson: 'jsonName', restXml: 'xmlName', query: 'xmlName', ec2: 'xmlName' }
    const key = (trait as Partial<Record<ProtocolName, string>>)[this.#protocol]
    const name = key && (traits[`smithy.api#${key}`] as string | undefined)
    return name === undefined ? undefined : { locationName: name }
  }

  #name(id: string): string {
    if (!id.startsWith('smithy.api#')) return localName(id, this.#service)
    if (id === 'smithy.api#Unit') return unit
    const prelude = id.slice('smithy.api#'.length).replace(/^Primitive/, '')
    const scalar = prelude.charAt(0).toLowerCase() + prelude.slice(1)
    if (!(scalar in scalarNames)) throw new Error(`${this.#file.service}: no scalar is ${id}`)
    return scalar
  }
}

function shapeOf(file: SmithyFile, id: string): SmithyShape {
  const shape = file.shapes[id]
  if (!shape) throw new Error(`${file.service}: the vectors lack ${id}`)
  return shape
}
