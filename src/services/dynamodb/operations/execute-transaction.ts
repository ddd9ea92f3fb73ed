import { ExecuteTransaction, type ExecuteTransactionInput } from '../../../generated/dynamodb.ts'
import { dynamodbOperation } from '../operation.ts'
import type { ReadingAhead } from '../page-in-turns.ts'
import { tablesNamedIn } from '../partiql/run-statement.ts'
import { statementChecks } from '../partiql/statement-access.ts'
import { planActions, planItemReads, readTransacted } from '../partiql/transaction.ts'
import { beginReads, finishReads } from '../read-transaction.ts'
import { measured } from '../throughput/measured.ts'
import { consumedByAll } from '../transaction-consumption.ts'
import { tokenedRequest } from '../transaction-token.ts'
import { begin, finish } from '../write-transaction.ts'

/**
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ExecuteTransaction.html
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.multiplestatements.transactions.html
 */
export const executeTransaction = measured(
  dynamodbOperation(ExecuteTransaction, {
    resource: ({ TransactStatements: statements }, place, own) =>
      statementChecks(statements, place, own, 'ExecuteTransaction'),

    before: beginStatements,

    run(call) {
      const { ReturnConsumedCapacity: wanted } = call.input
      const begun = call.prepared()
      if (begun.kind === 'reads') {
        const read = finishReads(call, 'ExecuteTransaction', begun.looks)
        const taken = read.map(({ consumption }) => consumption)
        return {
          Responses: read.map(({ item, columns }) =>
            item ? { Item: columns.of(item.attributes) } : {},
          ),
          ...consumedByAll(read, taken, { wanted, told: 'ReadCapacityUnits' }),
        }
      }
      const { actions, isReplay } = begun.writes
      const taken = finish(call, begun.writes)
      const told = isReplay ? 'ReadCapacityUnits' : 'WriteCapacityUnits'
      // Our judgement: nothing public shows what AWS answers to writes besides what they consumed.
      return { Responses: [], ...consumedByAll(actions, taken, { wanted, told }) }
    },
  }),
  (input) => tablesNamedIn((input as ExecuteTransactionInput).TransactStatements),
)

async function beginStatements(call: ReadingAhead<ExecuteTransactionInput>) {
  const { TransactStatements: given, ClientRequestToken: token } = call.input
  try {
    const transacted = readTransacted(given)
    if (transacted.kind === 'reads') {
      const looked = await beginReads(call, () => planItemReads(call, transacted.statements))
      return () => ({ kind: 'reads' as const, looks: looked() })
    }
    const asked = {
      operation: 'ExecuteTransaction' as const,
      tokened: tokenedRequest(token, given),
    }
    const begun = await begin(call, asked, () => planActions(call, transacted.statements, given))
    return () => ({ kind: 'writes' as const, writes: begun() })
  } catch (error) {
    return () => {
      throw error
    }
  }
}
