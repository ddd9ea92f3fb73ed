/** What CreateTable is given of keys and indexes, checked in AWS's order and words. */
import type {
  AttributeDefinition,
  GlobalSecondaryIndex,
  KeySchemaElement,
  LocalSecondaryIndex,
  Projection as GivenProjection,
} from '../../generated/dynamodb.ts'
import { invalidValues, validation } from './errors.ts'
import { indexKeyPartsMax, localIndexesPerTableMax } from './limits.ts'
import type { Index, KeyAttribute, KeySchema, KeyType, Projection } from './state.ts'

export interface GivenSchema {
  readonly AttributeDefinitions?: readonly AttributeDefinition[]
  readonly KeySchema?: readonly KeySchemaElement[]
  readonly LocalSecondaryIndexes?: readonly LocalSecondaryIndex[]
  readonly GlobalSecondaryIndexes?: readonly GlobalSecondaryIndex[]
}

export type Definitions = ReadonlyMap<string, KeyType>

export interface ReadSchema {
  readonly keys: KeySchema
  readonly indexes: readonly Omit<Index, 'id'>[]
}

/** @throws AwsError ValidationException */
export function readSchema(given: GivenSchema, globalIndexesMax: number): ReadSchema {
  const { LocalSecondaryIndexes: local, GlobalSecondaryIndexes: global } = given
  const definitions = readDefinitions(given.AttributeDefinitions ?? [])
  const elements = given.KeySchema ?? []
  checkElements(elements, 2)
  checkDefined(elements, definitions)
  checkAllUsed(given, definitions)
  const keys = keySchemaOf(elements, definitions)
  if (local?.length === 0) throw invalidValues('List of LocalSecondaryIndexes is empty')
  if (global?.length === 0) throw invalidValues('List of GlobalSecondaryIndexes is empty')
  const names = new Set<string>()
  const localIndexes = (local ?? []).map((index) => readLocal(index, { keys, definitions, names }))
  if (localIndexes.length > localIndexesPerTableMax) {
    throw invalidValues('Number of LocalSecondaryIndexes exceeds per-table limit of 5')
  }
  const globalIndexes = (global ?? []).map((index) => readGlobal(index, definitions, names))
  if (globalIndexes.length > globalIndexesMax) {
    throw invalidValues(
      `GlobalSecondaryIndex count exceeds the per-table limit of ${globalIndexesMax}`,
    )
  }
  return { keys, indexes: [...localIndexes, ...globalIndexes] }
}

/** An index's own part of the schema, for UpdateTable too. */
export function readGlobal(
  given: Pick<GlobalSecondaryIndex, 'IndexName' | 'KeySchema' | 'Projection'>,
  definitions: Definitions,
  names: Set<string>,
): Omit<Index, 'id'> {
  const { IndexName: name, KeySchema: elements } = given
  checkElements(elements, indexKeyPartsMax * 2)
  checkDefined(elements, definitions)
  checkName(name, names)
  const keys = keySchemaOf(elements, definitions)
  const projection = readProjection(given.Projection)
  return { name, kind: 'global', keys, projection, status: 'CREATING' }
}

export function readDefinitions(given: readonly AttributeDefinition[]): Definitions {
  const definitions = new Map<string, KeyType>()
  for (const { AttributeName: name, AttributeType: type } of given) {
    if (definitions.has(name)) throw validation(`Attribute Name is duplicated: ${name}`)
    definitions.set(name, type)
  }
  return definitions
}

interface Around {
  readonly keys: KeySchema
  readonly definitions: Definitions
  readonly names: Set<string>
}

function readLocal(given: LocalSecondaryIndex, around: Around): Omit<Index, 'id'> {
  const { IndexName: name, KeySchema: elements } = given
  const { keys: table, definitions, names } = around
  if (table.sort.length === 0) {
    throw invalidValues(
      'Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex',
    )
  }
  checkElements(elements, 2)
  checkDefined(elements, definitions)
  const keys = keySchemaOf(elements, definitions)
  if (keys.sort.length === 0) {
    throw invalidValues(`Index KeySchema does not have a range key for index: ${name}`)
  }
  const [own, tables] = [keys.partition[0]?.name, table.partition[0]?.name]
  if (own !== tables) {
    throw invalidValues(
      'Index KeySchema does not have the same leading hash key as table KeySchema for index: ' +
        `${name}. index hash key: ${own}, table hash key: ${tables}`,
    )
  }
  checkName(name, names)
  const projection = readProjection(given.Projection)
  return { name, kind: 'local', keys, projection, status: 'CREATING' }
}

/** Order is checked, never repaired. */
function checkElements(elements: readonly KeySchemaElement[], max: number): void {
  const [first, second] = elements
  if (first?.KeyType !== 'HASH') {
    throw validation('Invalid KeySchema: The first KeySchemaElement is not a HASH key type')
  }
  if (max > 2 && elements.length > 2) return checkSeveral(elements)
  if (!second) return
  const isHash = second.KeyType === 'HASH'
  if (isHash && max === 2) {
    throw validation('Invalid KeySchema: The second KeySchemaElement is not a RANGE key type')
  }
  if (second.AttributeName === first.AttributeName) {
    throw validation(
      'Both the Hash Key and the Range Key element in the KeySchema have the same name',
    )
  }
}

function checkSeveral(elements: readonly KeySchemaElement[]): void {
  if (new Set(elements.map((element) => element.AttributeName)).size < elements.length) {
    throw validation('The KeySchema contains multiple key attributes with the same name')
  }
  const kinds = elements.map(({ KeyType: kind }) => kind)
  if (kinds.lastIndexOf('HASH') > kinds.indexOf('RANGE') && kinds.includes('RANGE')) {
    throw invalidValues(
      'All HASH key attributes must precede RANGE key attributes in the KeySchema',
    )
  }
  for (const kind of ['HASH', 'RANGE'] as const) {
    if (kinds.filter((one) => one === kind).length <= indexKeyPartsMax) continue
    throw invalidValues(
      `The KeySchema exceeds the maximum allowed number of ${kind} key attributes`,
    )
  }
}

function checkDefined(elements: readonly KeySchemaElement[], definitions: Definitions): void {
  const names = elements.map(({ AttributeName: name }) => name)
  if (names.length > definitions.size) {
    throw validation('Invalid KeySchema: Some index key attribute have no definition')
  }
  const missing = names.filter((name) => !definitions.has(name))
  if (missing.length === 0) return
  throw invalidValues(
    'Some index key attributes are not defined in AttributeDefinitions. ' +
      `Keys: [${names.join(', ')}], AttributeDefinitions: [${[...definitions.keys()].join(', ')}]`,
  )
}

function checkAllUsed(given: GivenSchema, definitions: Definitions): void {
  const { LocalSecondaryIndexes: local = [], GlobalSecondaryIndexes: global = [] } = given
  const indexes = [...local, ...global].flatMap(({ KeySchema: elements }) => elements)
  const elements = [...(given.KeySchema ?? []), ...indexes]
  const used = new Set(elements.map(({ AttributeName: name }) => name))
  const names = [...definitions.keys()]
  if (names.every((name) => used.has(name))) return
  if (indexes.length === 0) {
    throw invalidValues(
      'Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions',
    )
  }
  throw invalidValues(
    `Some AttributeDefinitions are not used. AttributeDefinitions: [${names.join(', ')}], ` +
      `keys used: [${[...used].join(', ')}]`,
  )
}

function checkName(name: string, names: Set<string>): void {
  if (names.has(name)) throw invalidValues(`Duplicate index name: ${name}`)
  names.add(name)
}

function keySchemaOf(elements: readonly KeySchemaElement[], definitions: Definitions): KeySchema {
  const ofKind = (kind: string): readonly KeyAttribute[] =>
    elements
      .filter(({ KeyType: type }) => type === kind)
      .map(({ AttributeName: name }) => ({ name, type: definitions.get(name) ?? 'S' }))
  return { partition: ofKind('HASH'), sort: ofKind('RANGE') }
}

function readProjection({
  ProjectionType: type,
  NonKeyAttributes: names,
}: GivenProjection): Projection {
  if (type === undefined) throw invalidValues('Unknown ProjectionType: null')
  if (type === 'INCLUDE') {
    if (!names) {
      throw invalidValues('ProjectionType is INCLUDE, but NonKeyAttributes is not specified')
    }
    const twice = names.find((name, at) => names.indexOf(name) < at)
    if (twice !== undefined) {
      throw invalidValues(`Duplicate element in NonKeyAttributes: ${twice}`)
    }
    return { type, attributes: [...names].sort() }
  }
  if (names) throw invalidValues(`ProjectionType is ${type}, but NonKeyAttributes is specified`)
  return { type }
}
