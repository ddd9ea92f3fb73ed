/** What is said of expressions; `E` of AWS's texts, the prefix, is added by the reader. */
import type { AwsError } from '../../../kernel/errors.ts'
import type { AttributeValue } from '../../../generated/dynamodb.ts'
import { typeOf } from '../attribute-value.ts'
import { validation } from '../errors.ts'
import type { Step } from './syntax.ts'

export function syntaxError(token: string, near: string): AwsError {
  return validation(`Syntax error; token: "${token}", near: "${near}"`)
}

export function redundantParentheses(): AwsError {
  return validation('The expression has redundant parentheses;')
}

export function emptyExpression(): AwsError {
  return validation('The expression can not be empty;')
}

export function unknownFunction(name: string): AwsError {
  return validation(`Invalid function name; function: ${name}`)
}

export function misusedFunction(name: string): AwsError {
  return validation(
    `The function is not allowed to be used this way in an expression; function: ${name}`,
  )
}

/** The first half is AWS's; the second, not public, is worded like its kin. */
export function foreignFunction(name: string, place: 'a condition' | 'an update'): AwsError {
  return validation(`The function is not allowed in ${place} expression; function: ${name}`)
}

export function reservedWord(name: string): AwsError {
  return validation(`Attribute name is a reserved keyword; reserved keyword: ${name}`, {
    reservedWord: name,
  })
}

export function undefinedName(name: string): AwsError {
  return validation(
    `An expression attribute name used in the document path is not defined; attribute name: ${name}`,
  )
}

export function undefinedValue(name: string): AwsError {
  return validation(
    `An expression attribute value used in expression is not defined; attribute value: ${name}`,
  )
}

export function operandCount(operator: string, count: number): AwsError {
  return validation(
    'Incorrect number of operands for operator or function; ' +
      `operator or function: ${operator}, number of operands: ${count}`,
  )
}

export function sameOperands(operator: string, steps: readonly Step[]): AwsError {
  return validation(
    'The first operand must be distinct from the remaining operands for this operator or ' +
      `function; operator: ${operator}, first operand: ${shownPath(steps)}`,
  )
}

export function pathRequired(name: string): AwsError {
  return validation(`Operator or function requires a document path; operator or function: ${name}`)
}

export function operandType(operator: string, type: string): AwsError {
  return validation(
    'Incorrect operand type for operator or function; ' +
      `operator or function: ${operator}, operand type: ${type}`,
  )
}

export function unknownType(type: string): AwsError {
  return validation(
    `Invalid attribute type name found; type: ${type}, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}`,
  )
}

export function boundsOfTwoTypes(lower: AttributeValue, upper: AttributeValue): AwsError {
  return validation(
    'The BETWEEN operator requires same data type for lower and upper bounds; ' +
      bounds(lower, upper),
  )
}

export function boundsReversed(lower: AttributeValue, upper: AttributeValue): AwsError {
  return validation(
    'The BETWEEN operator requires upper bound to be greater than or equal to lower bound; ' +
      bounds(lower, upper),
  )
}

export function sectionTwice(section: string): AwsError {
  return validation(`The "${section}" section can only be used once in an update expression;`)
}

export function pathsOverlap(one: readonly Step[], two: readonly Step[]): AwsError {
  return validation(
    'Two document paths overlap with each other; must remove or rewrite one of these paths; ' +
      `path one: ${shownPath(one)}, path two: ${shownPath(two)}`,
  )
}

export function pathsConflict(one: readonly Step[], two: readonly Step[]): AwsError {
  return validation(
    'Two document paths conflict with each other; must remove or rewrite one of these paths; ' +
      `path one: ${shownPath(one)}, path two: ${shownPath(two)}`,
  )
}

export function actionOperandType(operator: 'ADD' | 'DELETE', value: AttributeValue): AwsError {
  return validation(
    `Incorrect operand type for operator or function; operator: ${operator}, ` +
      `operand type: ${longTypes[typeOf(value)]}, typeSet: ALLOWED_FOR_${operator}_OPERAND`,
  )
}

export function tooManyOperators(): AwsError {
  return validation('The expression contains too many operators; operator count: 301')
}

export function expressionTooLong(): AwsError {
  return validation('Expression size has exceeded the maximum allowed size;')
}

/** @param count of values, without what is looked for among them */
export function tooManyOperands(count: number): AwsError {
  return validation(
    `The IN operator is provided with too many operands; number of operands: ${count}`,
  )
}

/** The end of AWS's text is not public. */
export function pathTooDeep(): AwsError {
  return validation('The document path has too many nesting levels;')
}

export function indexOutOfRange(index: Step): AwsError {
  const digits = typeof index === 'number' ? BigInt(index) : index
  return validation(`List index is not within the allowable range; index: [${digits}]`)
}

export function pathInvalidForUpdate(): AwsError {
  return validation('The document path provided in the update expression is invalid for update')
}

export function missingOperand(): AwsError {
  return validation(
    'The provided expression refers to an attribute that does not exist in the item',
  )
}

export function operandOfWrongType(): AwsError {
  return validation('An operand in the update expression has an incorrect data type')
}

const longTypes: Readonly<Record<string, string>> = {
  S: 'STRING',
  N: 'NUMBER',
  B: 'BINARY',
  BOOL: 'BOOLEAN',
  NULL: 'NULL',
  L: 'LIST',
  M: 'MAP',
  SS: 'STRING_SET',
  NS: 'NUMBER_SET',
  BS: 'BINARY_SET',
}

function bounds(lower: AttributeValue, upper: AttributeValue): string {
  return `lower bound operand: ${shownValue(lower)}, upper bound operand: ${shownValue(upper)}`
}

function shownValue(value: AttributeValue): string {
  const type = typeOf(value)
  const held = value[type]
  const text = held instanceof Uint8Array ? Buffer.from(held).toString('base64') : String(held)
  return `AttributeValue: {${type}:${text}}`
}

/** `[a, b, [1]]` */
function shownPath(steps: readonly Step[]): string {
  return `[${steps.map((step) => (typeof step === 'number' ? `[${step}]` : step)).join(', ')}]`
}
