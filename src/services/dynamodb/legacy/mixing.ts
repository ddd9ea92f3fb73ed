/** What may stand beside what: older parameters beside no expressions, placeholders beside some. */
import { validation } from '../errors.ts'
import { checkPlaceholders, type Expressions, type valued } from '../expressions/request.ts'

const olderParameters = [
  'AttributesToGet',
  'QueryFilter',
  'ScanFilter',
  'ConditionalOperator',
  'KeyConditions',
  'AttributeUpdates',
  'Expected',
]
const expressionParameters = [
  'UpdateExpression',
  'ConditionExpression',
  'KeyConditionExpression',
  'FilterExpression',
  'ProjectionExpression',
]

/**
 * AWS looks at it before anything else in a request.
 * @throws AwsError ValidationException
 */
export function checkMixing(
  input: Expressions,
  takesValues: (typeof valued)[keyof typeof valued],
): void {
  checkOlder(input)
  checkPlaceholders(input, takesValues)
}

function checkOlder(input: object): void {
  const given = input as Readonly<Record<string, unknown>>
  const isGiven = (name: string) => given[name] !== undefined
  const expressions = expressionParameters.filter(isGiven)
  if (expressions.length === 0) return
  // AWS: key conditions may stand beside a filter expression.
  const isMixable = expressions.every((name) => name === 'FilterExpression')
  const older = olderParameters.filter(
    (name) => isGiven(name) && !(isMixable && name === 'KeyConditions'),
  )
  if (older.length === 0) return
  throw validation(
    'Can not use both expression and non-expression parameters in the same request: ' +
      `Non-expression parameters: {${older.join(', ')}} ` +
      `Expression parameters: {${expressions.join(', ')}}`,
  )
}
