/**
 * What policies may look at in a call: leading keys, attributes, Select.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
 */
import type { AttributeValue } from '../../generated/dynamodb.ts'
import type { ResourceCheck } from '../../kernel/authorisation.ts'
import type { Place } from '../../kernel/place.ts'
import { arnOf } from './arns.ts'
import { type Asked, attributesOf, keyTestsAsked } from './asked-attributes.ts'
import { type Attributes, base64Of } from './attribute-value.ts'
import { normaliseNumber } from './number.ts'
import type { DynamodbReading } from './state.ts'

/** The check of a call that writes one table's items, or looks at one to judge a condition. */
export function itemCheck(
  asked: Asked,
  place: Place,
  own: DynamodbReading,
  keys: readonly Attributes[] = [asked.Key ?? asked.Item ?? {}],
): ResourceCheck {
  return checkOf(asked, place, () => contextOf(asked, own, keys))
}

/** The check of a call that reads one table's or index's items. */
export function readCheck(
  asked: Asked,
  place: Place,
  own: DynamodbReading,
  keys: readonly Attributes[] = [asked.Key ?? {}],
): ResourceCheck {
  return checkOf(asked, place, () => ({
    ...contextOf(asked, own, keys),
    'dynamodb:Select': asked.Select ?? selectOf(asked),
  }))
}

type Context = Readonly<Record<string, string | readonly string[]>>

function checkOf(asked: Asked, place: Place, context: () => Context): ResourceCheck {
  const arn = arnOf(place, asked.TableName)
  return {
    resource: asked.IndexName === undefined ? arn : `${arn}/index/${asked.IndexName}`,
    context,
  }
}

function contextOf(asked: Asked, own: DynamodbReading, keys: readonly Attributes[]): Context {
  // An expression that is wrong is refused in `run`, in the words for it.
  const leading = tried(() => leadingKeys(asked, own, keys)) ?? []
  const attributes = tried(() => attributesOf(asked, keys)) ?? []
  return {
    ...(leading.length > 0 && { 'dynamodb:LeadingKeys': leading }),
    ...(attributes.length > 0 && { 'dynamodb:Attributes': attributes }),
    ...(asked.ReturnValues !== undefined && { 'dynamodb:ReturnValues': asked.ReturnValues }),
  }
}

/**
 * AWS: what a read asks for without saying so counts as asked for, of GetItem too.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-examples.html
 */
function selectOf({ ProjectionExpression: paths, AttributesToGet: names, IndexName }: Asked) {
  if (paths !== undefined || names) return 'SPECIFIC_ATTRIBUTES'
  return IndexName === undefined ? 'ALL_ATTRIBUTES' : 'ALL_PROJECTED_ATTRIBUTES'
}

/** Values of the partition key, as texts; of a query, what it holds equal to a value. */
function leadingKeys(asked: Asked, own: DynamodbReading, keys: readonly Attributes[]): string[] {
  const name = asked.TableName?.split('table/').at(-1) ?? ''
  const table = name === '' ? undefined : own.state.tables.get(name)
  const index = table?.indexes.find((one) => one.name === asked.IndexName)
  const key = (index ?? table)?.keys.partition[0]?.name
  if (key === undefined) return []
  const tests = keyTestsAsked(asked)?.filter((test) => test.name === key)
  const values = tests ? tests.flatMap((test) => test.values) : keys.map((one) => one[key])
  return values.flatMap((value) => leadingKeyText(value) ?? [])
}

/** A number in its stored form, however it is written: a policy that denies 2 denies 2.0. */
export function leadingKeyText(value: AttributeValue | undefined): string | undefined {
  if (value?.N !== undefined) return normaliseNumber(value.N)
  return value?.S ?? (value?.B && base64Of(value.B))
}

function tried<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
