/** What users, groups, roles and instance profiles have in common: a name and a path. */
import type { Collection } from '../../kernel/collection.ts'
import { type Entity, type IamChange, nameKey } from './state.ts'
import { type IdPrefix, newUniqueId } from './unique-id.ts'

type NamedCollection<T> = Pick<Collection<T, readonly [string], 'name'>, 'index' | 'count'>

export function findByName<T extends Entity>(all: NamedCollection<T>, name: string): T | undefined {
  if (name.length > nameLengthMax) return undefined
  return all.index('name').first({ prefix: [nameKey(name)] })
}

/** AWS gives no thing a longer name; keys of the store have an end, too. */
const nameLengthMax = 128

export function newEntity(
  { clock, random, place }: IamChange,
  prefix: IdPrefix,
  { name, path = '/' }: { readonly name: string; readonly path?: string | undefined },
): Entity {
  return { id: newUniqueId(prefix, place.account, random), name, path, createdAtMs: clock.now() }
}

/** Those below a path, by name. */
export function* listByName<T extends Entity>(
  all: NamedCollection<T>,
  pathPrefix = '/',
  after?: string,
): Iterable<T> {
  const span = after === undefined ? {} : { after: [nameKey(after)] }
  for (const entity of all.index('name').range(span)) {
    if (entity.path.startsWith(pathPrefix)) yield entity
  }
}

export function isSameName(one: string, other: string): boolean {
  return nameKey(one) === nameKey(other)
}
