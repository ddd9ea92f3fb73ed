/** What can be scaled: DynamoDB's tables and global indexes, reading and writing. */
import type {
  ScalableDimension,
  ServiceNamespace,
} from '../../generated/application-auto-scaling.ts'
import { NotEmulated } from '../../kernel/errors.ts'
import { unsupported } from './errors.ts'
import type { Scaled } from './state.ts'

export interface Asked {
  readonly ServiceNamespace: ServiceNamespace
  readonly ResourceId: string
  readonly ScalableDimension: ScalableDimension
}

export interface TableDimension {
  readonly table: string
  readonly index?: string
  readonly member: 'ReadCapacityUnits' | 'WriteCapacityUnits'
}

export function scaledOf({ ServiceNamespace, ResourceId, ScalableDimension }: Asked): Scaled {
  return { namespace: ServiceNamespace, resourceId: ResourceId, dimension: ScalableDimension }
}

/** Checks a namespace as far as it is served. */
export function checkNamespace(namespace: ServiceNamespace): void {
  if (namespace === 'dynamodb') return
  throw new NotEmulated(`Application Auto Scaling of the namespace ${namespace}`)
}

/** @throws AwsError ValidationException, NotEmulated */
export function readDimension(scaled: Scaled): TableDimension {
  const { namespace, resourceId, dimension } = scaled
  checkNamespace(namespace)
  const [, kind, member] = /^dynamodb:(table|index):(.+)$/.exec(dimension) ?? []
  const [, table, index] = /^table\/([^/]+)(?:\/index\/([^/]+))?$/.exec(resourceId) ?? []
  const isKind = kind === (index === undefined ? 'table' : 'index')
  if (!table || !isKind || (member !== 'ReadCapacityUnits' && member !== 'WriteCapacityUnits')) {
    throw unsupported(scaled)
  }
  return { table, ...(index !== undefined && { index }), member }
}

/** `read capacity units`, as activities say it. */
export function unitsName({ dimension }: Scaled): string {
  return dimension.endsWith('ReadCapacityUnits') ? 'read capacity units' : 'write capacity units'
}
