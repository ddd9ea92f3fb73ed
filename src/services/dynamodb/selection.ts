/** What a query or scan answers of each item: Select, projections, and what filters look at. */
import { invalidValues, validation } from './errors.ts'
import type { BoundCondition, BoundOperand } from './expressions/condition-test.ts'
import type { BoundPath } from './expressions/path.ts'
import { projectedNames } from './items.ts'
import { keyAttributes } from './keys.ts'
import type { Index, Table } from './state.ts'

export interface Selecting {
  readonly Select?: string
  readonly IndexName?: string
  readonly ProjectionExpression?: string
  readonly AttributesToGet?: readonly string[]
}

/** @throws AwsError ValidationException */
export function checkSelect(input: Selecting): void {
  const { Select: select, IndexName: index } = input
  if (select === undefined) return
  const projection =
    input.ProjectionExpression === undefined
      ? input.AttributesToGet && 'AttributesToGet'
      : 'ProjectionExpression'
  if (projection && select !== 'SPECIFIC_ATTRIBUTES') {
    const what = select === 'COUNT' ? 'only the Count' : select
    throw validation(`Cannot specify the ${projection} when choosing to get ${what}`)
  }
  if (select === 'ALL_PROJECTED_ATTRIBUTES' && index === undefined) {
    throw validation('ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName')
  }
  if (select === 'SPECIFIC_ATTRIBUTES' && !projection) {
    // AWS's words for it are not public.
    throw validation(
      'Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES',
    )
  }
}

interface Wanted {
  readonly table: Table
  readonly index: Index | undefined
  readonly input: Selecting
  readonly paths: readonly BoundPath[] | undefined
  /** Attributes that the filter looks at. */
  readonly filtered: readonly string[]
}

/**
 * Whether items must be fetched from the table: only local indexes do that.
 * @throws AwsError ValidationException when a global index lacks what is wanted
 */
export function mustFetch({ table, index, input, paths, filtered }: Wanted): boolean {
  const names = index && projectedNames(table, index)
  if (!index || !names) return false
  if (input.Select === 'ALL_ATTRIBUTES') {
    if (index.kind === 'local') return true
    throw invalidValues(
      'Select type ALL_ATTRIBUTES is not supported for global secondary index ' +
        `${index.name} because its projection type is not ALL`,
    )
  }
  const wanted = [...(paths ?? []).map(({ steps }) => String(steps[0])), ...filtered]
  const lacking = [...new Set(wanted)].filter((name) => !names.has(name))
  if (lacking.length === 0) return false
  if (index.kind === 'local') return true
  // AWS's words for it are not public.
  throw invalidValues(
    `Global secondary index ${index.name} does not project [${lacking.join(', ')}]`,
  )
}

/** @throws AwsError ValidationException when a query filters by a key */
export function checkFilterKeys(
  filtered: readonly string[],
  { keys }: Pick<Table, 'keys'>,
  parameter: 'Filter Expression' | 'QueryFilter',
): void {
  const key = keyAttributes(keys).find(({ name }) => filtered.includes(name))
  if (!key) return
  throw validation(
    `${parameter} can only contain non-primary key attributes: Primary key attribute: ${key.name}`,
  )
}

/** Attributes that a condition looks at, by their first steps. */
export function namesIn(condition: BoundCondition): readonly string[] {
  if ('left' in condition) return [...namesIn(condition.left), ...namesIn(condition.right)]
  if (condition.kind === 'NOT') return namesIn(condition.condition)
  return condition.operands.flatMap(namesWithin)
}

function namesWithin(operand: BoundOperand): readonly string[] {
  if (operand.kind === 'path') return [String(operand.steps[0])]
  if (operand.kind === 'condition') return namesIn(operand.condition)
  return operand.kind === 'call' ? operand.operands.flatMap(namesWithin) : []
}
