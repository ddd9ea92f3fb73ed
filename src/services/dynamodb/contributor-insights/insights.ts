/**
 * Contributor Insights of tables and global indexes: the settings, not the insights.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/contributorinsights_HowItWorks.html
 */
import { duration } from '../../../kernel/durations.ts'
import type {
  ContributorInsightsMode,
  ContributorInsightsStatus,
} from '../../../generated/dynamodb.ts'
import { notFound, validation } from '../errors.ts'
import type { DynamodbReading, DynamodbState, Table } from '../state.ts'

/** `''`: the table's own; else an index's name. */
export type InsightsOf = string

export interface Insights {
  readonly mode: ContributorInsightsMode
  readonly aim: 'ENABLED' | 'DISABLED' | 'FAILED'
  readonly changedAtMs: number
  /** When its rules were made: their names tell. */
  readonly rulesSinceMs?: number
  /** Shown until it is disabled. */
  readonly hasFailed?: boolean
}

/** How long a change takes; AWS takes a second or two. */
const insightsChange = duration(1_500)

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html */
const rulesMax = 100

export const defaultMode = 'ACCESSED_AND_THROTTLED_KEYS'

export function statusOf(
  { clock, durations }: DynamodbReading,
  insights: Insights | undefined,
): ContributorInsightsStatus {
  if (!insights) return 'DISABLED'
  const { aim, changedAtMs } = insights
  if (clock.now() >= changedAtMs + durations.msOf(insightsChange)) return aim
  return aim === 'DISABLED' ? 'DISABLING' : 'ENABLING'
}

/** AWS: what is so already isn't changed. */
export function enabled(
  { state, clock }: DynamodbReading,
  table: Table,
  { of, mode }: { readonly of: InsightsOf; readonly mode: ContributorInsightsMode },
): Insights {
  const old = table.insights?.[of]
  const nowMs = clock.now()
  if (old?.aim === 'ENABLED' && old.mode === mode) return old
  const isOn = old?.aim === 'ENABLED'
  const others = rulesInUse(state) - (isOn ? rulesOf(table, of, old.mode).length : 0)
  const rulesSinceMs = isOn && old.rulesSinceMs !== undefined ? old.rulesSinceMs : nowMs
  if (others + rulesOf(table, of, mode).length > rulesMax) {
    return { mode, aim: 'FAILED', changedAtMs: nowMs, hasFailed: true }
  }
  return { mode, aim: 'ENABLED', changedAtMs: nowMs, rulesSinceMs }
}

/** AWS: a failure is shown until it is through. */
export function disabled(old: Insights | undefined, nowMs: number): Insights | undefined {
  if (!old || old.aim === 'DISABLED') return old
  const { mode, hasFailed } = old
  return { mode, aim: 'DISABLED', changedAtMs: nowMs, ...(hasFailed && { hasFailed }) }
}

/** Rules by their kinds: of partition keys and sort keys, accessed (`C`) and throttled (`T`). */
export function rulesOf(table: Table, of: InsightsOf, mode: ContributorInsightsMode): string[] {
  const keys = (table.indexes.find(({ name }) => name === of) ?? table).keys
  const keyKinds = keys.sort.length > 0 ? ['PK', 'SK'] : ['PK']
  const events = mode === 'THROTTLED_KEYS' ? ['T'] : ['C', 'T']
  return keyKinds.flatMap((key) => events.map((event) => key + event))
}

/**
 * Insights are there for tables and for global indexes that are filled.
 * @throws AwsError ResourceNotFoundException
 */
export function checkIndex(table: Table, name: string | undefined): void {
  if (name === undefined) return
  const index = table.indexes.find((one) => one.name === name)
  const isThere = index?.kind === 'global' && (index.status !== 'CREATING' || index.isBackfilling)
  if (isThere || table.status === 'CREATING') return
  throw notFound(`Index: ${name} not found for table: ${table.name}`, { index: name })
}

/** @throws AwsError ValidationException */
export function checkState(table: Table, index: string | undefined): void {
  const isCreating =
    index !== undefined && table.indexes.find(({ name }) => name === index)?.status === 'CREATING'
  const isActive = table.status !== 'CREATING'
  if (isActive && !isCreating) return
  throw validation(
    'Table or Index is not in a valid state to update Key Access Insights: ' +
      `${isActive ? 'Index' : 'Table'}Status must be ACTIVE to enable ContributorInsights.`,
  )
}

/** What is listed of a table: its own first, then those of its indexes by name. */
export function listed(
  call: DynamodbReading,
  table: Table,
): readonly (readonly [InsightsOf, Insights])[] {
  const names = new Set(['', ...table.indexes.map(({ name }) => name)])
  return Object.entries(table.insights ?? {})
    .filter(([of, one]) => names.has(of) && statusOf(call, one) !== 'DISABLED')
    .sort(([one], [two]) => (one < two ? -1 : 1))
}

function rulesInUse(state: DynamodbState): number {
  let count = 0
  for (const table of state.tables.range()) {
    for (const [of, { aim, mode }] of Object.entries(table.insights ?? {})) {
      if (aim === 'ENABLED') count += rulesOf(table, of, mode).length
    }
  }
  return count
}
