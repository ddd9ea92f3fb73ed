import { DescribeTimeToLive, UpdateTimeToLive } from '../../../generated/dynamodb.ts'
import { arnOf } from '../arns.ts'
import { validation } from '../errors.ts'
import { tell } from '../global-tables/messages.ts'
import { timeToLiveChangeMs } from '../limits.ts'
import { dynamodbOperation } from '../operation.ts'
import { requestRates } from '../request-rates.ts'
import type { Table } from '../state.ts'
import { requireOwnTable } from '../table.ts'
import { stillInUse } from '../table-errors.ts'

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTimeToLive.html */
export const updateTimeToLive = dynamodbOperation(UpdateTimeToLive, {
  resource: ({ TableName }, place) => arnOf(place, TableName),

  run(call) {
    const { input, state, clock, at } = call
    const table = requireOwnTable(call, input.TableName)
    const { Enabled: isEnabled, AttributeName: attribute } = input.TimeToLiveSpecification
    if (table.status === 'CREATING' || table.status === 'DELETING') {
      const what = table.status === 'CREATING' ? 'created' : 'deleted'
      throw stillInUse(`Table ${table.name} is being ${what}`, table.name)
    }
    const nowMs = clock.now()
    checkChange(table, isEnabled, attribute, nowMs)
    const timeToLive = { ...(isEnabled && { attribute }), changedAtMs: nowMs }
    state.tables.put({ ...table, timeToLive })
    for (const { region } of table.replicas ?? []) {
      tell(call, table.name, region, { kind: 'timeToLive', ...(isEnabled && { attribute }) })
    }
    if (isEnabled) at(nowMs, 'noteExpiries', table.id, { name: table.name })
    else at(nowMs, 'forgetExpiries', table.id, table.name)
    return { TimeToLiveSpecification: { Enabled: isEnabled, AttributeName: attribute } }
  },
})

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTimeToLive.html */
export const describeTimeToLive = dynamodbOperation(DescribeTimeToLive, {
  resource: ({ TableName }, place) => arnOf(place, TableName),
  rates: [requestRates.DescribeTimeToLive],

  run(call) {
    const { status, timeToLive } = requireOwnTable(call, call.input.TableName)
    if (status === 'CREATING' || status === 'DELETING') {
      throw validation(
        `Cannot describe time to live while table is in ${status} state: Current table state is ${status}`,
      )
    }
    const attribute = timeToLive?.attribute
    return {
      TimeToLiveDescription:
        attribute === undefined
          ? { TimeToLiveStatus: 'DISABLED' as const }
          : { TimeToLiveStatus: 'ENABLED' as const, AttributeName: attribute },
    }
  },
})

/** What is set comes before how long ago it was set. */
function checkChange(
  { timeToLive }: Table,
  isEnabled: boolean,
  attribute: string,
  nowMs: number,
): void {
  const active = timeToLive?.attribute
  if (active !== undefined && active !== attribute) {
    throw validation(
      `TimeToLive is active on a different AttributeName: current AttributeName is ${active}`,
    )
  }
  if (isEnabled && active !== undefined) throw validation('TimeToLive is already enabled')
  if (!isEnabled && active === undefined) throw validation('TimeToLive is already disabled')
  const untilMs = (timeToLive?.changedAtMs ?? -Infinity) + timeToLiveChangeMs
  if (nowMs >= untilMs) return
  const message = 'Time to live has been modified multiple times within a fixed interval'
  throw validation(message, { kind: 'state', untilMs })
}
