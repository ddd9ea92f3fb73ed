/** The expressions of one request: parsed, bound to its placeholders, all placeholders used. */
import { prefixed, validation } from '../errors.ts'
import { bindCondition, checkReserved } from './condition.ts'
import { type BoundCondition, type Test, testOf } from './condition-test.ts'
import {
  emptyExpression,
  expressionTooLong,
  redundantParentheses,
  tooManyOperators,
} from './errors.ts'
import { Names, type Placeholders } from './names.ts'
import { parseCondition, parseProjection, parseUpdate } from './parser.ts'
import { bindPath, type BoundPath, checkPaths } from './path.ts'
import type { Parsed } from './syntax.ts'
import { bindUpdate, type BoundUpdate } from './update.ts'

export interface Expressions extends Placeholders {
  readonly ConditionExpression?: string
  readonly FilterExpression?: string
  readonly KeyConditionExpression?: string
  readonly ProjectionExpression?: string
  readonly UpdateExpression?: string
}

export interface BoundExpressions {
  readonly condition?: Test
  readonly filter?: BoundCondition
  readonly keyCondition?: BoundCondition
  readonly projection?: readonly BoundPath[]
  readonly update?: BoundUpdate
}

type ExpressionNames = readonly (keyof Expressions)[]

/** The expressions that may hold values, in AWS's order, of the operations by what they do. */
export const valued = {
  read: [],
  write: ['ConditionExpression'],
  update: ['UpdateExpression', 'ConditionExpression'],
  query: ['FilterExpression', 'KeyConditionExpression'],
  scan: ['FilterExpression'],
} as const satisfies Readonly<Record<string, ExpressionNames>>

const expressionBytesMax = 4_096
const operatorsMax = 300
const nothing: BoundExpressions = {}

/**
 * @param takesValues one of `valued`
 * @throws AwsError ValidationException
 */
export function readExpressions(
  input: Expressions,
  takesValues: ExpressionNames,
): BoundExpressions {
  checkPlaceholders(input, takesValues)
  if (!hasAny(input, takesValues) && input.ProjectionExpression === undefined) return nothing
  const names = new Names(input)
  const { UpdateExpression: update, ConditionExpression: condition } = input
  const { KeyConditionExpression: keyCondition, FilterExpression: filter } = input
  const { ProjectionExpression: projection } = input
  const bound: BoundExpressions = {
    ...(update !== undefined && { update: readUpdate(update, names) }),
    ...(condition !== undefined && {
      condition: testOf(readCondition('ConditionExpression', condition, names)),
    }),
    ...(keyCondition !== undefined && {
      keyCondition: readCondition('KeyConditionExpression', keyCondition, names),
    }),
    ...(filter !== undefined && { filter: readCondition('FilterExpression', filter, names) }),
    ...(projection !== undefined && { projection: readProjection(projection, names) }),
  }
  names.checkAllUsed()
  return bound
}

/** @throws AwsError ValidationException */
export function readCondition(parameter: string, expression: string, names: Names): BoundCondition {
  return read(parameter, expression, parseCondition, (tree) => bindCondition(tree, names))
}

/** @throws AwsError ValidationException */
export function readUpdate(expression: string, names: Names): BoundUpdate {
  return read('UpdateExpression', expression, parseUpdate, (tree) => bindUpdate(tree, names))
}

/** @throws AwsError ValidationException */
export function readProjection(expression: string, names: Names): readonly BoundPath[] {
  return read('ProjectionExpression', expression, parseProjection, (paths) => {
    paths.forEach(checkReserved)
    const bound = paths.map((path) => bindPath(path, names))
    checkPaths(bound)
    return bound
  })
}

function read<Tree, Bound>(
  parameter: string,
  expression: string,
  parse: (expression: string) => Parsed<Tree>,
  bind: (tree: Tree) => Bound,
): Bound {
  return prefixed(`Invalid ${parameter}: `, () => {
    if (expression.trim() === '') throw emptyExpression()
    if (Buffer.byteLength(expression) > expressionBytesMax) throw expressionTooLong()
    const { tree, operators, hasRedundantParentheses } = parse(expression)
    if (hasRedundantParentheses) throw redundantParentheses()
    if (operators > operatorsMax) throw tooManyOperators()
    return bind(tree)
  })
}

/**
 * That names and values stand beside expressions.
 * @param takesValues one of `valued`
 * @throws AwsError ValidationException
 */
export function checkPlaceholders(input: Expressions, takesValues: ExpressionNames): void {
  const { ExpressionAttributeNames: names, ExpressionAttributeValues: values } = input
  if ((!names && !values) || hasAny(input, takesValues)) return
  if (names && input.ProjectionExpression === undefined) {
    throw validation('ExpressionAttributeNames can only be specified when using expressions')
  }
  if (!values) return
  const absent = `${takesValues.join(' and ')} ${takesValues.length > 1 ? 'are' : 'is'} null`
  throw validation(
    `ExpressionAttributeValues can only be specified when using expressions: ${absent}`,
  )
}

function hasAny(input: Expressions, names: ExpressionNames): boolean {
  return names.some((name) => input[name] !== undefined)
}
