import {
  BatchExecuteStatement,
  type BatchExecuteStatementInput,
  type BatchStatementErrorCodeEnum,
  type BatchStatementRequest,
  type BatchStatementResponse,
  type ConsumedCapacity,
  type ReturnConsumedCapacity,
} from '../../../generated/dynamodb.ts'
import { AwsError } from '../../../kernel/errors.ts'
import { findItem } from '../items.ts'
import { placeOfKey } from '../keys.ts'
import { meterRead } from '../metering.ts'
import { dynamodbOperation } from '../operation.ts'
import { consumedByTable } from '../partiql/consumed.ts'
import { existsOutsideTransaction, mixedBatch, selectWithoutKey } from '../partiql/errors.ts'
import { isRead, readStatement, runWrite, tablesNamedIn } from '../partiql/run-statement.ts'
import { keyOfOneItem, prepareSelect } from '../partiql/select.ts'
import { statementChecks } from '../partiql/statement-access.ts'
import type { Select, Statement, WriteStatement } from '../partiql/syntax.ts'
import type { DynamodbChange } from '../state.ts'
import { requireUsableTable } from '../table.ts'
import { admit } from '../throughput/admission.ts'
import { measured } from '../throughput/measured.ts'

/**
 * Each statement by itself; what is wrong with one is told in its place, be it denied or throttled.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchExecuteStatement.html
 */
export const batchExecuteStatement = measured(
  dynamodbOperation(BatchExecuteStatement, {
    resource: ({ Statements: statements }, place, own) =>
      statementChecks(statements, place, own).map((check) => ({ ...check, isOfMember: true })),

    run(call) {
      const { Statements: given, ReturnConsumedCapacity: wanted } = call.input
      const members = given.map((one, at) => readMember(one, call.refusals.get(at)))
      checkKinds(members.flatMap(({ statement }) => statement ?? []))
      const answers = members.map((member) => runMember(call, member, wanted))
      const consumed = consumedByTable(answers.map((answer) => answer.consumed))
      return {
        Responses: answers.map(({ response }) => response),
        ...(consumed.length > 0 && { ConsumedCapacity: consumed }),
      }
    },
  }),
  (input) => tablesNamedIn((input as BatchExecuteStatementInput).Statements),
)

type MemberStatement = Select | WriteStatement

interface Answer {
  readonly response: BatchStatementResponse
  readonly consumed?: ConsumedCapacity
}

/** What is wrong with it is thrown when its turn comes. */
interface Member {
  readonly given: BatchStatementRequest
  readonly statement?: MemberStatement
  readonly fault?: unknown
}

function readMember(given: BatchStatementRequest, denied: AwsError | undefined): Member {
  try {
    const statement: Statement = readStatement(given)
    if (statement.kind === 'exists') throw existsOutsideTransaction()
    return { given, statement, ...(denied && { fault: denied }) }
  } catch (fault) {
    return { given, fault }
  }
}

function checkKinds(statements: readonly MemberStatement[]): void {
  const reads = statements.filter(isRead).length
  if (reads > 0 && reads < statements.length) throw mixedBatch()
}

type BatchCall = DynamodbChange & { note(refusal: AwsError): void }

function runMember(
  call: BatchCall,
  { given, statement, fault }: Member,
  wanted: ReturnConsumedCapacity | undefined,
): Answer {
  try {
    if (fault !== undefined || !statement) throw fault
    return statement.kind === 'select'
      ? runSelect(call, statement, given, wanted)
      : runOneWrite(call, statement, given, wanted)
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    call.note(error)
    const told = errorOf(error)
    // AWS: the table's name is told once the table was found.
    const isFound = statement && error !== fault && told.Code !== 'ResourceNotFound'
    return { response: { Error: told, ...(isFound && { TableName: statement.table }) } }
  }
}

function runSelect(
  call: DynamodbChange,
  select: Select,
  given: BatchStatementRequest,
  wanted: ReturnConsumedCapacity | undefined,
): Answer {
  const table = requireUsableTable(call, select.table)
  const prepared = prepareSelect(table, select)
  const key = keyOfOneItem(prepared)
  if (!key) throw selectWithoutKey('BatchExecuteStatement')
  const place = placeOfKey(table, key)
  const item = findItem(call.state, table, place)
  const consistency = given.ConsistentRead ? 'strong' : 'eventual'
  const consumption = meterRead(table, place, item, consistency)
  admit(call, 'BatchExecuteStatement', consumption)
  const row = item && prepared.columns.of(item.attributes)
  return answerOf(select.table, row, consumption.describe(select.table, wanted))
}

function runOneWrite(
  call: DynamodbChange,
  statement: WriteStatement,
  given: BatchStatementRequest,
  wanted: ReturnConsumedCapacity | undefined,
): Answer {
  const request = { ...given, ...(wanted && { ReturnConsumedCapacity: wanted }) }
  const answer = runWrite(call, statement, request, 'BatchExecuteStatement')
  return answerOf(statement.table, answer.Attributes, answer.ConsumedCapacity)
}

function answerOf(
  table: string,
  item: BatchStatementResponse['Item'],
  consumed: ConsumedCapacity | undefined,
): Answer {
  return {
    response: { TableName: table, ...(item && { Item: item }) },
    ...(consumed && { consumed }),
  }
}

/** The names of errors in a batch: without the end that all exceptions have. */
function errorOf(error: AwsError): NonNullable<BatchStatementResponse['Error']> {
  const item = error.members?.['Item'] as BatchStatementResponse['Item']
  return {
    Code: codes[error.code] ?? 'InternalServerError',
    Message: error.message,
    ...(item && { Item: item }),
  }
}

const codes: Readonly<Record<string, BatchStatementErrorCodeEnum>> = {
  AccessDenied: 'AccessDenied',
  AccessDeniedException: 'AccessDenied',
  ConditionalCheckFailedException: 'ConditionalCheckFailed',
  DuplicateItemException: 'DuplicateItem',
  ItemCollectionSizeLimitExceededException: 'ItemCollectionSizeLimitExceeded',
  ProvisionedThroughputExceededException: 'ProvisionedThroughputExceeded',
  RequestLimitExceeded: 'RequestLimitExceeded',
  ResourceNotFoundException: 'ResourceNotFound',
  ThrottlingException: 'ThrottlingError',
  TransactionConflictException: 'TransactionConflict',
  ValidationException: 'ValidationError',
}
