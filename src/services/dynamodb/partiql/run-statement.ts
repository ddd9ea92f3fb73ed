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
import type { Statement, WriteStatement } from './syntax.ts'
import { planWrite } from './write.ts'

export interface GivenStatement {
  readonly Statement: string
  readonly Parameters?: readonly AttributeValue[]
  readonly ReturnValuesOnConditionCheckFailure?: ReturnValuesOnConditionCheckFailure
  readonly ReturnConsumedCapacity?: ReturnConsumedCapacity
}

/**
 * AWS: parameters are looked at before the statement is.
 * @throws AwsError ValidationException
 */
export function readStatement({ Statement: text, Parameters: given = [] }: GivenStatement) {
  return parseStatement(text, readParameters(given))
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
