/** Where clients want a value of a certain form, or write other things than they were given. */
import type {
  Member,
  OperationModel,
  ServiceModel,
  StructureShape,
} from '../../../src/model/model.ts'
import { omitted } from '../random-value.ts'

/** A value for a member in place of a random one; `omitted`: the client can't be asked about it. */
export function specialValue(
  model: ServiceModel,
  member: Member,
  side: 'input' | 'output',
): unknown {
  const name = `${model.name} ${member.name}`
  if (rewritten.has(name)) return omitted
  // The client checks answers against their checksums.
  if (side === 'output' && /^s3 Checksum[A-Z0-9]+$/.test(name)) return omitted
  return side === 'input' && member.shape.kind === 'scalar' ? inputs[name] : undefined
}

/** The client changes these, checks them, or holds another type of them than AWS's model. */
const rewritten: ReadonlySet<string> = new Set([
  // Asks for signatures of another kind, whose code is a package of its own.
  'eventbridge EndpointId',
  // Of another type in AWS's model than in the client.
  's3 Expires',
  'route-53 MaxItems',
  's3 PartNumberMarker',
  's3 NextPartNumberMarker',
  // The client encodes the key and adds its digest.
  's3 SSECustomerKey',
  's3 SSECustomerKeyMD5',
  's3 CopySourceSSECustomerKey',
  's3 CopySourceSSECustomerKeyMD5',
])

const inputs: Readonly<Record<string, unknown>> = {
  // It becomes part of the path, and its form decides about host names.
  's3 Bucket': 'a-bucket',
  's3 RequestRoute': 'route',
  // The client knows no other checksums than these without further packages.
  's3 ChecksumAlgorithm': 'CRC32',
}

/** Members that clients may send by themselves: checksums, and what HTTP wants of a body. */
export function clientFilled({ input, json }: OperationModel): readonly string[] {
  const checksums = json.checksum ? ['ChecksumAlgorithm', 'ChecksumCRC32', 'ContentMD5'] : []
  const head = [...(input?.members.values() ?? [])].filter(({ traits }) =>
    /^(accept|content-(type|length))$/i.test(traits.locationName ?? ''),
  )
  return [...checksums, ...head.map(({ name }) => name), ...payloadOf(input)]
}

/** A free map of parameters also holds those that have members of their own, which clients left out. */
export function withoutNamedParameters(parsed: object, { input }: OperationModel): object {
  const inQuery = [...(input?.members.values() ?? [])].filter(
    ({ traits }) => traits.location === 'querystring',
  )
  const free = inQuery.find(({ shape }) => shape.kind === 'map')
  const map = free && (parsed as Record<string, unknown>)[free.name]
  if (!free || !map) return parsed
  const named = new Set(inQuery.map(({ wireName }) => wireName))
  const others = Object.entries(map).filter(([name]) => !named.has(name))
  const { [free.name]: _, ...rest } = parsed as Record<string, unknown>
  return others.length === 0 ? rest : { ...rest, [free.name]: Object.fromEntries(others) }
}

/** Members that clients see in every answer: status, type, prefixed headers, a stream of nothing. */
export function alwaysAnswered({ output }: OperationModel): readonly string[] {
  const head = [...(output?.members.values() ?? [])].filter(
    ({ traits }) =>
      traits.location === 'statusCode' ||
      traits.location === 'headers' ||
      /^content-(type|length)$/i.test(traits.locationName ?? ''),
  )
  return [...head.map(({ name }) => name), ...payloadOf(output)]
}

function payloadOf(shape: StructureShape | undefined): readonly string[] {
  return shape?.payload ? [shape.payload.name] : []
}
