/**
 * AWS API models in memory: the JSON of `models/` with its names resolved to objects.
 *
 * Shapes resolve on first use, so that opening a model costs its `JSON.parse` and no more; codecs and
 * validators compile per shape and keep what they made in a `WeakMap` keyed by it.
 */
import type {
  ErrorJson,
  ListJson,
  MapJson,
  MemberJson,
  MemberTraits,
  ModelJson,
  OperationJson,
  ProtocolName,
  ScalarJson,
  ScalarType,
  ShapeJson,
  StructureJson,
} from './model-json.ts'

export type { ProtocolName, ScalarType, TimestampFormat } from './model-json.ts'

export type Shape = StructureShape | ListShape | MapShape | ScalarShape

/** A structure's member, a list's element, a map's key or value: a shape seen from its holder. */
export interface Member {
  readonly name: string
  readonly shape: Shape
  readonly required: boolean
  /** The member's own traits over its shape's. */
  readonly traits: MemberTraits
  /** `traits.locationName`, else the member's name. */
  readonly wireName: string
}

export const scalarTypes: ReadonlySet<string> = new Set<ScalarType>([
  'string',
  'boolean',
  'byte',
  'short',
  'integer',
  'long',
  'float',
  'double',
  'bigInteger',
  'bigDecimal',
  'blob',
  'timestamp',
  'document',
])

export class ServiceModel {
  readonly json: ModelJson
  readonly #shapes = new Map<string, Shape>()
  readonly #operations = new Map<string, OperationModel>()

  constructor(json: ModelJson) {
    this.json = json
  }

  get name(): string {
    return this.json.service
  }

  get protocols(): readonly ProtocolName[] {
    return this.json.protocols
  }

  /** In the model's order. */
  get operationNames(): readonly string[] {
    return Object.keys(this.json.operations)
  }

  /** `undefined` when AWS's model has no operation of this name. */
  findOperation(name: string): OperationModel | undefined {
    const known = this.#operations.get(name)
    if (known) return known
    if (!Object.hasOwn(this.json.operations, name)) return undefined
    const json = this.json.operations[name] as OperationJson
    const operation = new OperationModel(this, name, json)
    this.#operations.set(name, operation)
    return operation
  }

  /** `undefined` when the model has no error shape of this name. */
  findError(name: string): StructureShape | undefined {
    if (!Object.hasOwn(this.json.shapes, name)) return undefined
    const shape = this.shape(name)
    return shape.kind === 'structure' && shape.error ? shape : undefined
  }

  /** @throws Error when a model names a shape that it lacks; a broken model is a bug. */
  shape(name: string): Shape {
    const known = this.#shapes.get(name)
    if (known) return known
    const shape = this.#resolve(name)
    this.#shapes.set(name, shape)
    return shape
  }

  structure(name: string): StructureShape {
    const shape = this.shape(name)
    if (shape.kind !== 'structure') throw new Error(`${this.name}: ${name} is no structure`)
    return shape
  }

  #resolve(name: string): Shape {
    if (scalarTypes.has(name)) return new ScalarShape(name, { type: name as ScalarType })
    const json: ShapeJson | undefined = this.json.shapes[name]
    if (!json) throw new Error(`${this.name}: the model has no shape ${name}`)
    if (json.type === 'structure') return new StructureShape(this, name, json)
    if (json.type === 'list') return new ListShape(this, name, json)
    if (json.type === 'map') return new MapShape(this, name, json)
    return new ScalarShape(name, json)
  }
}

export class OperationModel {
  readonly service: ServiceModel
  readonly name: string
  readonly json: OperationJson
  #input: StructureShape | undefined
  #output: StructureShape | undefined

  constructor(service: ServiceModel, name: string, json: OperationJson) {
    this.service = service
    this.name = name
    this.json = json
  }

  /** `undefined`: the operation takes nothing. */
  get input(): StructureShape | undefined {
    if (this.json.input) this.#input ??= this.service.structure(this.json.input)
    return this.#input
  }

  /** `undefined`: the operation answers nothing. */
  get output(): StructureShape | undefined {
    if (this.json.output) this.#output ??= this.service.structure(this.json.output)
    return this.#output
  }

  get errors(): readonly StructureShape[] {
    return (this.json.errors ?? []).map((name) => this.service.structure(name))
  }
}

export class StructureShape {
  readonly kind = 'structure'
  readonly name: string
  readonly json: StructureJson
  readonly #model: ServiceModel
  #members: ReadonlyMap<string, Member> | undefined

  constructor(model: ServiceModel, name: string, json: StructureJson) {
    this.#model = model
    this.name = name
    this.json = json
  }

  /** By name, in the model's order. */
  get members(): ReadonlyMap<string, Member> {
    this.#members ??= new Map(
      Object.entries(this.json.members).map(([name, member]) => [
        name,
        resolveMember(this.#model, name, member, this.json.required?.includes(name) ?? false),
      ]),
    )
    return this.#members
  }

  get error(): ErrorJson | undefined {
    return this.json.error
  }

  /** REST: the member that is the whole body. */
  get payload(): Member | undefined {
    return this.json.payload === undefined ? undefined : this.members.get(this.json.payload)
  }
}

export class ListShape {
  readonly kind = 'list'
  readonly name: string
  readonly json: ListJson
  readonly #model: ServiceModel
  #member: Member | undefined

  constructor(model: ServiceModel, name: string, json: ListJson) {
    this.#model = model
    this.name = name
    this.json = json
  }

  get member(): Member {
    this.#member ??= resolveMember(this.#model, 'member', this.json.member, false)
    return this.#member
  }
}

export class MapShape {
  readonly kind = 'map'
  readonly name: string
  readonly json: MapJson
  readonly #model: ServiceModel
  #key: Member | undefined
  #value: Member | undefined

  constructor(model: ServiceModel, name: string, json: MapJson) {
    this.#model = model
    this.name = name
    this.json = json
  }

  get key(): Member {
    this.#key ??= resolveMember(this.#model, 'key', this.json.key, true)
    return this.#key
  }

  get value(): Member {
    this.#value ??= resolveMember(this.#model, 'value', this.json.value, false)
    return this.#value
  }
}

export class ScalarShape {
  readonly kind = 'scalar'
  readonly name: string
  readonly json: ScalarJson

  constructor(name: string, json: ScalarJson) {
    this.name = name
    this.json = json
  }

  get type(): ScalarType {
    return this.json.type
  }
}

function resolveMember(
  model: ServiceModel,
  name: string,
  json: MemberJson,
  required: boolean,
): Member {
  const own: MemberTraits = typeof json === 'string' ? {} : json
  const shape = model.shape(typeof json === 'string' ? json : json.shape)
  const inherited = shape.json
  const traits: MemberTraits = {
    ...pick('timestampFormat', own, inherited),
    ...pick('xmlNamespace', own, inherited),
    ...pick('flattened', own, inherited),
    ...pick('streaming', own, inherited),
    ...pick('jsonValue', own, inherited),
    ...own,
  }
  return { name, shape, required, traits, wireName: own.locationName ?? name }
}

function pick<K extends keyof MemberTraits>(
  key: K,
  own: MemberTraits,
  inherited: MemberTraits,
): Pick<MemberTraits, K> | undefined {
  const value = own[key] ?? inherited[key]
  return value === undefined ? undefined : ({ [key]: value } as Pick<MemberTraits, K>)
}
