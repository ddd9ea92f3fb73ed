import { ExecuteStatement } from '../../../generated/dynamodb.ts'
import { dynamodbOperation } from '../operation.ts'
import { existsOutsideTransaction } from '../partiql/errors.ts'
import { readToken, writeToken } from '../partiql/next-token.ts'
import { type GivenStatement, readStatement, rowsOf, runWrite } from '../partiql/run-statement.ts'
import { keyOfOneItem, prepareSelect, readSelected } from '../partiql/select.ts'
import { statementChecks } from '../partiql/statement-access.ts'
import type { Select } from '../partiql/syntax.ts'
import type { DynamodbChange } from '../state.ts'
import { requireUsableTable } from '../table.ts'
import { admit, admitPage } from '../throughput/admission.ts'

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ExecuteStatement.html */
export const executeStatement = dynamodbOperation(ExecuteStatement, {
  resource: (input, place, own) => statementChecks([input], place, own),

  run(call) {
    const { input } = call
    const statement = readStatement(input)
    if (statement.kind === 'exists') throw existsOutsideTransaction()
    if (statement.kind === 'select') return runSelect(call, statement, input)
    const { Attributes, ConsumedCapacity } = runWrite(call, statement, input, 'ExecuteStatement')
    return { Items: rowsOf(Attributes), ...(ConsumedCapacity && { ConsumedCapacity }) }
  },
})

interface GivenSelect extends GivenStatement {
  readonly ConsistentRead?: boolean
  readonly Limit?: number
  readonly NextToken?: string
}

function runSelect(call: DynamodbChange, select: Select, input: GivenSelect) {
  const table = requireUsableTable(call, select.table)
  const from = readToken(input, input.NextToken)
  const prepared = prepareSelect(table, select)
  const page = readSelected(call.state, prepared, {
    isConsistent: input.ConsistentRead === true,
    limit: input.Limit ?? Infinity,
    from,
  })
  const admitAll = keyOfOneItem(prepared) ? admit : admitPage
  admitAll(call, 'ExecuteStatement', page.consumption)
  const consumed = page.consumption.describe(select.table, input.ReturnConsumedCapacity)
  const { items, next } = page
  return {
    Items: items,
    ...(next && { NextToken: writeToken(input, next) }),
    ...(next?.key && { LastEvaluatedKey: next.key }),
    ...(consumed && { ConsumedCapacity: consumed }),
  }
}
