import {
  ExecuteTransaction,
  type ExecuteTransactionInput,
  type ReturnConsumedCapacity,
} from '../../../generated/dynamodb.ts'
import { Consumption } from '../capacity.ts'
import { findItem } from '../items.ts'
import { meterRead } from '../metering.ts'
import { dynamodbOperation } from '../operation.ts'
import { tablesNamedIn } from '../partiql/run-statement.ts'
import { statementChecks } from '../partiql/statement-access.ts'
import { planActions, planItemReads, readTransacted } from '../partiql/transaction.ts'
import type { Select } from '../partiql/syntax.ts'
import type { DynamodbChange, Table } from '../state.ts'
import { checkDistinct, isReplay, remember, requireUnits } from '../transaction.ts'
import { measured } from '../throughput/measured.ts'
import { carryOutAll, readAgain } from '../write-transaction.ts'

/**
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ExecuteTransaction.html
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.multiplestatements.transactions.html
 */
export const executeTransaction = measured(
  dynamodbOperation(ExecuteTransaction, {
    resource: ({ TransactStatements: statements }, place, own) =>
      statementChecks(statements, place, own, 'ExecuteTransaction'),

    run(call) {
      const { TransactStatements: given, ClientRequestToken: token } = call.input
      const wanted = call.input.ReturnConsumedCapacity
      const transacted = readTransacted(given)
      if (transacted.kind === 'reads') return runReads(call, transacted.statements, wanted)
      const actions = planActions(call, transacted.statements, given)
      const replays = isReplay(call, token, given)
      const taken = replays
        ? readAgain(call, 'ExecuteTransaction', actions)
        : carryOutAll(call, 'ExecuteTransaction', actions)
      if (!replays) remember(call, token, given)
      const told = replays ? ('ReadCapacityUnits' as const) : ('WriteCapacityUnits' as const)
      // Our judgement: nothing public shows what AWS answers to writes besides what they consumed.
      return { Responses: [], ...consumedOf(actions, taken, { wanted, told }) }
    },
  }),
  (input) => tablesNamedIn((input as ExecuteTransactionInput).TransactStatements),
)

function runReads(
  call: DynamodbChange,
  statements: readonly Select[],
  wanted: ReturnConsumedCapacity | undefined,
) {
  const reads = planItemReads(call, statements)
  checkDistinct(reads)
  const items = reads.map(({ table, place }) => findItem(call.state, table, place))
  const taken = reads.map(({ table, place }, at) =>
    meterRead(table, place, items[at], 'transactional'),
  )
  requireUnits(call, 'ExecuteTransaction', taken)
  return {
    Responses: reads.map(({ columns }, at) => {
      const item = items[at]
      return item ? { Item: columns.of(item.attributes) } : {}
    }),
    ...consumedOf(reads, taken, { wanted, told: 'ReadCapacityUnits' }),
  }
}

interface Telling {
  readonly wanted: ReturnConsumedCapacity | undefined
  readonly told: 'ReadCapacityUnits' | 'WriteCapacityUnits'
}

function consumedOf(
  asked: readonly { readonly given: string; readonly table: Table }[],
  taken: readonly Consumption[],
  { wanted, told }: Telling,
) {
  const consumptions = new Map<string, Consumption>()
  for (const [at, { given, table }] of asked.entries()) {
    const sum = consumptions.get(given) ?? new Consumption(table)
    const own = taken[at]
    consumptions.set(given, own ? sum.addAll(own) : sum)
  }
  const consumed = [...consumptions].flatMap(
    ([given, sum]) => sum.describe(given, wanted, told) ?? [],
  )
  return consumed.length > 0 ? { ConsumedCapacity: consumed } : {}
}
