/**
 * What PartiQL statements ask of IAM.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-iam.html
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
 */
import type { ResourceCheck } from '../../../kernel/authorisation.ts'
import type { Place } from '../../../kernel/place.ts'
import { leadingKeyText } from '../access.ts'
import { arnOf } from '../arns.ts'
import { ofOneAccount } from '../one-account.ts'
import { namesIn } from '../selection.ts'
import type { DynamodbReading, Table } from '../state.ts'
import { updateOf } from './assignments.ts'
import { columnsOf } from './columns.ts'
import { namedItem } from './item-key.ts'
import { planReads } from './read-plan.ts'
import { type GivenStatement, readStatement, sourceOf } from './run-statement.ts'
import type { Select, Statement, WriteStatement } from './syntax.ts'
import { conditionOf } from './where.ts'
import { planWrite } from './write.ts'

const actions = {
  select: 'dynamodb:PartiQLSelect',
  // Our judgement: it reads, and AWS names no permission for it.
  exists: 'dynamodb:PartiQLSelect',
  insert: 'dynamodb:PartiQLInsert',
  update: 'dynamodb:PartiQLUpdate',
  delete: 'dynamodb:PartiQLDelete',
}

/**
 * @param enclosing the operation that carries out several of them as one
 */
export function statementChecks(
  given: readonly GivenStatement[] | undefined,
  place: Place,
  own: DynamodbReading,
  enclosing?: 'ExecuteTransaction',
): readonly ResourceCheck[] {
  const checks = (given ?? []).map((one) => {
    const statement = readIfPossible(one)
    return statement ? checkOf(statement, { place, own, enclosing }) : unreadable
  })
  return ofOneAccount(checks)
}

/** Nobody needs a permission to hear what is wrong with his statement. */
const unreadable: ResourceCheck = {
  action: 'dynamodb:PartiQLSelect',
  resource: '*',
  allowedBy: JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
  }),
}

function readIfPossible(given: GivenStatement): Statement | undefined {
  return typeof given?.Statement === 'string' ? tried(() => readStatement(given)) : undefined
}

interface Around {
  readonly place: Place
  readonly own: DynamodbReading
  readonly enclosing: 'ExecuteTransaction' | undefined
}

function checkOf(statement: Statement, { place, own, enclosing }: Around): ResourceCheck {
  const source = sourceOf(statement)
  const arn = arnOf(place, source.table)
  return {
    action: actions[statement.kind],
    resource: source.index === undefined ? arn : `${arn}/index/${source.index}`,
    context: () => ({
      // A statement that is wrong is refused in `run`, in the words for it.
      ...tried(() => conleadingKeyText(statement, tableNamed(own, source.table))),
      ...(enclosing && { 'dynamodb:EnclosingOperation': enclosing }),
    }),
  }
}

function tableNamed({ state }: DynamodbReading, given: string): Table | undefined {
  const name = given.split('table/').at(-1) ?? ''
  return name === '' ? undefined : state.tables.get(name)
}

type Context = Readonly<Record<string, string | readonly string[]>>

function conleadingKeyText(statement: Statement, table: Table | undefined): Context {
  if (statement.kind === 'exists') return contextOfExists(statement.select, table)
  return statement.kind === 'select'
    ? contextOfSelect(statement, table)
    : contextOfWrite(statement, table)
}

function contextOfSelect(select: Select, table: Table | undefined): Context {
  const where = select.where && conditionOf(select.where)
  const index = table?.indexes.find(({ name }) => name === select.index)
  const keys = (index ?? table)?.keys
  const plan = keys && planReads(where, keys)
  const { paths } = columnsOf(select)
  const all = select.index === undefined ? 'ALL_ATTRIBUTES' : 'ALL_PROJECTED_ATTRIBUTES'
  return {
    ...named(
      'dynamodb:LeadingKeys',
      (plan ?? []).map(({ tests }) => leadingKeyText(tests[0]?.values[0])),
    ),
    ...named('dynamodb:Attributes', [
      ...(paths ?? []).map(({ steps }) => String(steps[0])),
      ...(where ? namesIn(where) : []),
    ]),
    'dynamodb:Select': paths ? 'SPECIFIC_ATTRIBUTES' : all,
    'dynamodb:FullTableScan': String(plan === undefined),
  }
}

/** A check of one item, as `planCheck` finds it: how a SELECT would be read may be another matter. */
function contextOfExists(select: Select, table: Table | undefined): Context {
  if (!table) return {}
  const where = select.where && conditionOf(select.where)
  const { key } = namedItem(table, where, 'condition')
  const [partition] = table.keys.partition
  const paths = tried(() => columnsOf(select).paths)
  return {
    ...named('dynamodb:LeadingKeys', [leadingKeyText(partition && key[partition.name])]),
    ...named('dynamodb:Attributes', [
      ...(paths ?? []).map(({ steps }) => String(steps[0])),
      ...(where ? namesIn(where) : []),
    ]),
    'dynamodb:Select': paths ? 'SPECIFIC_ATTRIBUTES' : 'ALL_ATTRIBUTES',
    'dynamodb:FullTableScan': 'false',
  }
}

function contextOfWrite(statement: WriteStatement, table: Table | undefined): Context {
  if (!table) return {}
  const { write } = planWrite(table, statement)
  const key = write.kind === 'put' ? write.item : write.key
  const [partition] = table.keys.partition
  const changed = statement.kind === 'update' ? updateOf(statement.assignments).names() : []
  return {
    ...named('dynamodb:LeadingKeys', [leadingKeyText(partition && key[partition.name])]),
    ...named('dynamodb:Attributes', [...Object.keys(key), ...changed, ...asked(statement, table)]),
    ...(statement.kind !== 'insert' &&
      statement.returning && { 'dynamodb:ReturnValues': statement.returning }),
  }
}

function asked(statement: WriteStatement, table: Table): readonly string[] {
  if (statement.kind === 'insert' || !statement.where) return []
  const { rest } = namedItem(table, conditionOf(statement.where), 'fault')
  return rest ? namesIn(rest) : []
}

function named(key: string, values: readonly (string | undefined)[]): Context {
  const known = values.filter((value) => value !== undefined)
  return known.length > 0 ? { [key]: [...new Set(known)] } : {}
}

/** Input that nothing has looked at yet may be wrong in any way. */
function tried<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
