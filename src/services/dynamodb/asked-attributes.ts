/**
 * What a call names, read as `run` reads it, so that no spelling hides anything from policies:
 * attributes by their first steps, and the keys that a query asks for.
 */
import type { Condition } from '../../generated/dynamodb.ts'
import type { Attributes } from './attribute-value.ts'
import { type KeyTest, keyTestsOf } from './expressions/key-condition.ts'
import { Names } from './expressions/names.ts'
import {
  type Expressions,
  readCondition,
  readProjection,
  readUpdate,
} from './expressions/request.ts'
import { readKeyConditions } from './legacy/key-conditions.ts'
import { namesIn } from './selection.ts'

export interface Asked extends Expressions {
  readonly TableName?: string
  readonly IndexName?: string
  readonly Key?: Attributes
  readonly Item?: Attributes
  readonly AttributesToGet?: readonly string[]
  readonly Select?: string
  readonly ReturnValues?: string
  readonly KeyConditions?: Readonly<Record<string, Condition>>
  readonly QueryFilter?: object
  readonly ScanFilter?: object
  readonly Expected?: object
  readonly AttributeUpdates?: object
}

/**
 * Of a query; `undefined` where none is asked.
 * @throws AwsError ValidationException
 */
export function keyTestsAsked(asked: Asked): readonly KeyTest[] | undefined {
  const { KeyConditionExpression: expression, KeyConditions: older } = asked
  if (expression === undefined) return older && readKeyConditions(older)
  return keyTestsOf(readCondition('KeyConditionExpression', expression, new Names(asked)))
}

/**
 * Each once.
 * @param items those that the call carries: keys, or what is put
 * @throws AwsError ValidationException
 */
export function attributesOf(asked: Asked, items: readonly Attributes[]): readonly string[] {
  const names = new Names(asked)
  const { ProjectionExpression: projection, UpdateExpression: update } = asked
  const paths = projection === undefined ? [] : readProjection(projection, names)
  return [
    ...new Set([
      ...items.flatMap((item) => Object.keys(item)),
      ...(asked.AttributesToGet ?? []),
      ...olderNames(asked),
      ...conditionNames(asked, names),
      ...paths.map(({ steps }) => String(steps[0])),
      ...(update === undefined ? [] : readUpdate(update, names).names()),
    ]),
  ]
}

function olderNames(asked: Asked): readonly string[] {
  const { KeyConditions, QueryFilter, ScanFilter, Expected, AttributeUpdates } = asked
  const older = [KeyConditions, QueryFilter, ScanFilter, Expected, AttributeUpdates]
  return older.flatMap((one) => Object.keys(one ?? {}))
}

const conditions = ['ConditionExpression', 'FilterExpression', 'KeyConditionExpression'] as const

function conditionNames(asked: Asked, names: Names): readonly string[] {
  return conditions.flatMap((parameter) => {
    const expression = asked[parameter]
    return expression === undefined ? [] : namesIn(readCondition(parameter, expression, names))
  })
}
