/** Required members for services that check nothing else by their model, such as EC2 and SQS. */
import type { Member, Shape, StructureShape } from './model.ts'

/**
 * The first required member that is missing, by its name in a query form: `Entry.2.Id`.
 *
 * AWS: SQS says `SendMessageBatchRequestEntry.2.Id` and, of a missing map, `Attribute.Name`
 * (https://github.com/Inqnuam/local-aws-sqs). Maps are not looked into: their entries are told in words
 * of each service's own.
 */
export function findMissingMember(shape: StructureShape, value: unknown): string | undefined {
  const given = value as Readonly<Record<string, unknown>>
  for (const member of membersThatMatter(shape)) {
    const found = given[member.name]
    if (found === undefined || found === null) {
      if (member.required) return nameOf(member)
      continue
    }
    const below = findBelow(member.shape, found)
    if (below !== undefined) return `${queryName(member)}.${below}`
  }
  return undefined
}

function findBelow(shape: Shape, value: unknown): string | undefined {
  if (shape.kind === 'structure') return findMissingMember(shape, value)
  if (shape.kind !== 'list' || shape.member.shape.kind !== 'structure') return undefined
  const element = shape.member.shape
  if (membersThatMatter(element).length === 0) return undefined
  for (const [index, item] of (value as readonly unknown[]).entries()) {
    const below = item === null ? undefined : findMissingMember(element, item)
    if (below !== undefined) return `${index + 1}.${below}`
  }
  return undefined
}

const kept = new WeakMap<StructureShape, readonly Member[]>()

/** Members that are required, or that may hold one which is. */
function membersThatMatter(shape: StructureShape): readonly Member[] {
  const known = kept.get(shape)
  if (known) return known
  kept.set(shape, [])
  const members = [...shape.members.values()].filter(
    (member) => member.required || mayMiss(member.shape),
  )
  kept.set(shape, members)
  return members
}

function mayMiss(shape: Shape): boolean {
  const seen = new Set<Shape>([shape])
  for (const next of seen) {
    if (next.kind === 'list') seen.add(next.member.shape)
    if (next.kind !== 'structure') continue
    if (next.json.required?.length) return true
    for (const { shape: inner } of next.members.values()) seen.add(inner)
  }
  return false
}

function nameOf(member: Member): string {
  const name = queryName(member)
  return member.shape.kind === 'map' ? `${name}.${queryName(member.shape.key)}` : name
}

/** AWS: CreateRoute misses `routeTableId`, TerminateInstances `InstanceId`: the names as the model has them. */
function queryName({ traits, wireName }: Member): string {
  return traits.queryName ?? wireName
}
