import { scalarTypes } from '../../src/model/model.ts'
import type {
  ErrorJson,
  MemberJson,
  MemberTraits,
  ScalarType,
  ShapeJson,
  StructureJson,
} from '../../src/model/model-json.ts'
import type { BotocoreMember, BotocoreShape } from './botocore.ts'
import { withoutUndefined } from './without-undefined.ts'

/**
 * @param queryCompatible the codes in the model are those of the query protocol; JSON's are the
 *   shapes' names
 */
export function convertShapes(
  shapes: Readonly<Record<string, BotocoreShape>>,
  queryCompatible: boolean,
): Record<string, ShapeJson> {
  const converted: Record<string, ShapeJson> = {}
  for (const [name, shape] of Object.entries(shapes)) {
    converted[name] = convertShape(name, shape, { queryCompatible, extra: converted })
  }
  return converted
}

interface Surroundings {
  readonly queryCompatible: boolean
  /** Takes shapes that botocore wrote into a member, such as a member's own enum. */
  readonly extra: Record<string, ShapeJson>
}

function convertShape(name: string, shape: BotocoreShape, around: Surroundings): ShapeJson {
  const traits = { ...memberTraits(shape), sensitive: flag(shape.sensitive) }
  const bounds = { min: shape.min, max: shape.max }
  if (shape.type === 'structure' && shape.document) return { type: 'document' }
  switch (shape.type) {
    case 'structure':
      return withoutUndefined({ ...convertStructure(name, shape, around), ...traits })
    case 'list':
      return withoutUndefined({
        type: 'list',
        member: convertMember(shape.member, 'member'),
        ...bounds,
        ...traits,
      })
    case 'map':
      return withoutUndefined({
        type: 'map',
        key: convertMember(shape.key, 'key'),
        value: convertMember(shape.value, 'value'),
        ...bounds,
        ...traits,
      })
    default:
      return convertScalar(name, shape, { ...bounds, ...traits })
  }
}

function convertStructure(name: string, shape: BotocoreShape, around: Surroundings) {
  const members = Object.entries(shape.members ?? {}).map(([memberName, member]) => {
    const converted = convertMember(member, memberName)
    if (!member.enum) return [memberName, converted] as const
    const shapeName = `${name}${memberName}`
    around.extra[shapeName] = { type: 'string', enum: member.enum }
    return [memberName, { ...(converted as object), shape: shapeName }] as const
  })
  return {
    type: 'structure' as const,
    members: Object.fromEntries(inOrder(members, shape.xmlOrder)),
    required: shape.required?.length ? shape.required : undefined,
    union: flag(shape.union),
    eventStream: flag(shape.eventstream),
    event: flag(shape.event),
    payload: shape.payload,
    error: shape.exception ? convertError(name, shape, around.queryCompatible) : undefined,
  } satisfies { [K in keyof StructureJson]?: unknown }
}

/** botocore gives the order of a structure's elements apart from its members. */
function inOrder<T>(
  members: readonly (readonly [string, T])[],
  order: readonly string[] | undefined,
): readonly (readonly [string, T])[] {
  if (!order) return members
  const place = (name: string) => {
    const index = order.indexOf(name)
    return index < 0 ? order.length : index
  }
  return members.toSorted(([a], [b]) => place(a) - place(b))
}

function convertScalar(name: string, shape: BotocoreShape, traits: object): ShapeJson {
  const type = shape.type === 'character' ? 'string' : shape.type
  if (!scalarTypes.has(type)) throw new Error(`${name} is of an unknown type ${shape.type}`)
  return withoutUndefined({
    type: type as ScalarType,
    enum: shape.enum,
    pattern: shape.pattern,
    requiresLength: flag(shape.requiresLength),
    ...traits,
  })
}

function convertError(name: string, shape: BotocoreShape, queryCompatible: boolean): ErrorJson {
  const { error } = shape
  const code = error?.code === name ? undefined : error?.code
  const server = shape.fault || error?.fault || (error?.httpStatusCode ?? 400) >= 500
  return withoutUndefined({
    code: queryCompatible ? undefined : code,
    status: error?.httpStatusCode,
    fault: server ? 'server' : 'client',
    queryCode: queryCompatible ? code : undefined,
    retryable: shape.retryable ? true : undefined,
  })
}

function convertMember(member: BotocoreMember | undefined, name: string): MemberJson {
  if (!member) throw new Error('a list or a map lacks what it holds')
  const traits = memberTraits(member)
  const redundant = traits.locationName === name && traits.location !== 'headers'
  return withoutUndefined<MemberTraits & { shape: string }>({
    shape: member.shape,
    ...traits,
    locationName: redundant ? undefined : traits.locationName,
  })
}

function memberTraits(member: Omit<BotocoreMember, 'shape'>): {
  [K in keyof MemberTraits]: MemberTraits[K] | undefined
} {
  return {
    location: member.location,
    locationName: member.locationName,
    queryName: member.queryName,
    xmlNamespace: member.xmlNamespace,
    xmlAttribute: flag(member.xmlAttribute),
    flattened: flag(member.flattened),
    streaming: flag(member.streaming),
    idempotencyToken: flag(member.idempotencyToken),
    jsonValue: flag(member.jsonvalue),
    timestampFormat: member.timestampFormat,
    eventHeader: flag(member.eventheader),
    eventPayload: flag(member.eventpayload),
    hostLabel: flag(member.hostLabel),
  }
}

function flag(value: boolean | undefined): true | undefined {
  return value ? true : undefined
}
