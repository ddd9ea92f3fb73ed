import { ExecuteStatement, type ExecuteStatementInput } from '../../../generated/dynamodb.ts'
import { dynamodbOperation } from '../operation.ts'
import { pageInTurns, type ReadingAhead } from '../page-in-turns.ts'
import { existsOutsideTransaction } from '../partiql/errors.ts'
import { readToken, writeToken } from '../partiql/next-token.ts'
import { readStatement, rowsOf, runWrite, tablesNamedIn } from '../partiql/run-statement.ts'
import { keyOfOneItem, prepareSelect, readSelected } from '../partiql/select.ts'
import { statementChecks } from '../partiql/statement-access.ts'
import type { Select, WriteStatement } from '../partiql/syntax.ts'
import { requireUsableTable } from '../table.ts'
import { admit, admitPage } from '../throughput/admission.ts'
import { measured } from '../throughput/measured.ts'

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ExecuteStatement.html */
export const executeStatement = measured(
  dynamodbOperation(ExecuteStatement, {
    resource: (input, place, own) => statementChecks([input], place, own),

    before: readAhead,

    run(call) {
      const { input } = call
      const { statement, page } = call.prepared()
      if (!page) {
        const { Attributes: row, ConsumedCapacity: consumed } = runWrite(
          call,
          statement,
          input,
          'ExecuteStatement',
        )
        return { Items: rowsOf(row), ...(consumed && { ConsumedCapacity: consumed }) }
      }
      const { isOfOneItem, items, next, consumption } = page
      const admitAll = isOfOneItem ? admit : admitPage
      admitAll(call, 'ExecuteStatement', consumption)
      const consumed = consumption.describe(statement.table, input.ReturnConsumedCapacity)
      return {
        Items: items,
        ...(next && { NextToken: writeToken(input, next) }),
        ...(next?.key && { LastEvaluatedKey: next.key }),
        ...(consumed && { ConsumedCapacity: consumed }),
      }
    },
  }),
  (input) => tablesNamedIn([input as ExecuteStatementInput]),
)

type Ahead =
  | { readonly statement: WriteStatement; readonly page: undefined }
  | { readonly statement: Select; readonly page: Awaited<ReturnType<typeof selected>> }

/** Reads what a SELECT answers. */
async function readAhead(call: ReadingAhead<ExecuteStatementInput>): Promise<() => Ahead> {
  try {
    const statement = readStatement(call.input)
    if (statement.kind === 'exists') throw existsOutsideTransaction()
    if (statement.kind !== 'select') return () => ({ statement, page: undefined })
    const page = await selected(call, statement)
    return () => ({ statement, page })
  } catch (error) {
    return () => {
      throw error
    }
  }
}

async function selected(call: ReadingAhead<ExecuteStatementInput>, select: Select) {
  const { input, state, request } = call
  const table = requireUsableTable(call, select.table)
  const from = readToken(input, input.NextToken)
  const prepared = prepareSelect(table, select)
  const reader = {
    state,
    readPage: (page: Parameters<typeof pageInTurns>[1]) => pageInTurns(call, page),
  }
  const page = await readSelected(reader, prepared, {
    isConsistent: input.ConsistentRead === true,
    limit: input.Limit ?? Infinity,
    from,
    ...(request.writesJson && { writesJson: true }),
  })
  return { ...page, isOfOneItem: keyOfOneItem(prepared) !== undefined }
}
