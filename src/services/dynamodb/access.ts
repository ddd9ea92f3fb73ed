/**
 * What policies may look at in a call: leading keys, attributes, Select.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
 */
import type { AttributeValue } from '../../generated/dynamodb.ts'
import type { ResourceCheck } from '../../kernel/authorisation.ts'
import type { Place } from '../../kernel/place.ts'
import { arnOf } from './arns.ts'
import { type Attributes, base64Of } from './attribute-value.ts'
import type { Expressions } from './expressions/request.ts'
import type { DynamodbReading } from './state.ts'

interface Asked extends Expressions {
  readonly TableName?: string
  readonly IndexName?: string
  readonly Key?: Attributes
  readonly Item?: Attributes
  readonly AttributesToGet?: readonly string[]
  readonly Select?: string
  readonly ReturnValues?: string
}

/** The check of a call on one table's items. */
export function itemCheck(
  asked: Asked,
  place: Place,
  own: DynamodbReading,
  keys: readonly Attributes[] = [asked.Key ?? asked.Item ?? {}],
): ResourceCheck {
  const arn = arnOf(place, asked.TableName)
  return {
    resource: asked.IndexName === undefined ? arn : `${arn}/index/${asked.IndexName}`,
    context: () => contextOf(asked, own, keys),
  }
}

function contextOf(asked: Asked, own: DynamodbReading, keys: readonly Attributes[]) {
  const leading = leadingKeys(asked, own, keys)
  const attributes = attributesOf(asked)
  return {
    ...(leading.length > 0 && { 'dynamodb:LeadingKeys': leading }),
    ...(attributes.length > 0 && { 'dynamodb:Attributes': attributes }),
    ...(asked.Select !== undefined && { 'dynamodb:Select': asked.Select }),
    ...(asked.ReturnValues !== undefined && { 'dynamodb:ReturnValues': asked.ReturnValues }),
  }
}

/** Values of the partition key, as texts; of a query, what it holds equal to a value. */
function leadingKeys(asked: Asked, own: DynamodbReading, keys: readonly Attributes[]): string[] {
  const name = asked.TableName?.split('table/').at(-1) ?? ''
  const table = name === '' ? undefined : own.state.tables.get(name)
  const index = table?.indexes.find((one) => one.name === asked.IndexName)
  const key = (index ?? table)?.keys.partition[0]?.name
  if (key === undefined) return []
  const query = asked.KeyConditionExpression
  const values = query === undefined ? keys.map((one) => one[key]) : [equalTo(asked, query, key)]
  return values.flatMap((value) => textOf(value) ?? [])
}

function equalTo(asked: Asked, condition: string, key: string): AttributeValue | undefined {
  for (const [, name = '', value = ''] of condition.matchAll(/(#?\w+)\s*=\s*(:\w+)/g)) {
    if ((asked.ExpressionAttributeNames?.[name] ?? name) !== key) continue
    return asked.ExpressionAttributeValues?.[value]
  }
  return undefined
}

function textOf(value: AttributeValue | undefined): string | undefined {
  return value?.S ?? value?.N ?? (value?.B && base64Of(value.B))
}

/** Attributes that the call names: top-level ones, of its item, its key and its expressions. */
function attributesOf(asked: Asked): string[] {
  const names = new Set([...Object.keys(asked.Item ?? {}), ...Object.keys(asked.Key ?? {})])
  for (const name of asked.AttributesToGet ?? []) names.add(name)
  const { ConditionExpression: condition, FilterExpression: filter } = asked
  const { ProjectionExpression: projection, UpdateExpression: update } = asked
  const { KeyConditionExpression: keyCondition } = asked
  for (const expression of [condition, filter, projection, update, keyCondition]) {
    if (expression === undefined) continue
    for (const name of namesIn(expression)) {
      names.add(asked.ExpressionAttributeNames?.[name] ?? name)
    }
  }
  return [...names]
}

const keywords = /^(?:AND|OR|NOT|BETWEEN|IN|SET|REMOVE|ADD|DELETE)$/i

/** First steps of paths: what doesn't follow a dot, isn't called and is no keyword. */
function namesIn(expression: string): string[] {
  const found = expression.matchAll(/(?<![.\w:#])(#?[A-Za-z_]\w*)(?!\w|\s*\()/g)
  return [...found].flatMap(([, name = '']) => (keywords.test(name) ? [] : [name]))
}
