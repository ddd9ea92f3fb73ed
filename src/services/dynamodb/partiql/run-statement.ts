/** One statement by itself, as ExecuteStatement and each member of a batch carry it out. */
import type {
  AttributeValue,
  ReturnConsumedCapacity,
  ReturnValuesOnConditionCheckFailure,
} from '../../../generated/dynamodb.ts'
import { AwsError } from '../../../kernel/errors.ts'
import { type Attributes, readValue } from '../attribute-value.ts'
import { writeOne } from '../single-write.ts'
import type { DynamodbChange } from '../state.ts'
import { requireUsableTable } from '../table.ts'
import type { ItemOperation } from '../throughput/admission.ts'
import { duplicateItem } from './errors.ts'
import { parseStatement } from './statement-parser.ts'
import type { Source, Statement, WriteStatement } from './syntax.ts'
import { planWrite } from './write.ts'

export interface GivenStatement {
  readonly Statement: string
  readonly Parameters?: readonly AttributeValue[]
  readonly ReturnValuesOnConditionCheckFailure?: ReturnValuesOnConditionCheckFailure
  readonly ReturnConsumedCapacity?: ReturnConsumedCapacity
}

/** What was read already: a call asks for it more than once. */
const known = new WeakMap<GivenStatement, Statement>()

/**
 * AWS: parameters are looked at before the statement is.
 * @throws AwsError ValidationException
 */
export function readStatement(given: GivenStatement): Statement {
  const before = known.get(given)
  if (before) return before
  const { Statement: text, Parameters: parameters = [] } = given
  const statement = parseStatement(text, readParameters(parameters))
  known.set(given, statement)
  return statement
}

/** Tables that the statements name, as they name them; of those that can't be read, none. */
export function tablesNamedIn(given: readonly GivenStatement[]): readonly string[] {
  const names = given.flatMap((one) => known.get(one) ?? []).map((one) => sourceOf(one).table)
  return [...new Set(names)]
}

export function sourceOf(statement: Statement): Source {
  return statement.kind === 'exists' ? statement.select : statement
}

/** @throws AwsError ValidationException */
export function readParameters(given: readonly AttributeValue[]): readonly AttributeValue[] {
  return given.map((value) => readValue(value))
}

export function isRead({ kind }: Statement): boolean {
  return kind === 'select'
}

/**
 * @throws AwsError DuplicateItemException, ConditionalCheckFailedException,
 * ResourceNotFoundException, ValidationException, and as `admit`
 */
export function runWrite(
  call: DynamodbChange,
  statement: WriteStatement,
  given: GivenStatement,
  operation: ItemOperation,
) {
  const { write, fault } = planWrite(requireUsableTable(call, statement.table), statement)
  if (fault) throw fault
  const { ReturnConsumedCapacity: consumed, ReturnValuesOnConditionCheckFailure: onFailure } = given
  const request = {
    TableName: statement.table,
    ...(statement.kind !== 'insert' &&
      statement.returning && { ReturnValues: statement.returning }),
    ...(consumed && { ReturnConsumedCapacity: consumed }),
    ...(onFailure && { ReturnValuesOnConditionCheckFailure: onFailure }),
  }
  try {
    return writeOne(call, request, write, operation)
  } catch (error) {
    throw statement.kind === 'insert' && isConditionFailure(error) ? duplicateItem() : error
  }
}

/** What RETURNING gives: one row or none. */
export function rowsOf(attributes: Attributes | undefined): readonly Attributes[] {
  return attributes ? [attributes] : []
}

function isConditionFailure(error: unknown): boolean {
  return error instanceof AwsError && error.code === 'ConditionalCheckFailedException'
}
