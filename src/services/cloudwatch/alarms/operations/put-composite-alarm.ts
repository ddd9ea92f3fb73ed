import { PutCompositeAlarm, type PutCompositeAlarmInput } from '../../../../generated/cloudwatch.ts'
import { parseArn } from '../../../../kernel/arn.ts'
import type { Place } from '../../../../kernel/place.ts'
import { validationError } from '../../errors.ts'
import { cloudwatchOperation } from '../../operation.ts'
import { requestRates } from '../../request-rates.ts'
import type { CloudWatchState } from '../../state.ts'
import { alarmArn, type CompositeAlarm, initialState } from '../alarm.ts'
import { keepDependences, parentsOf } from '../dependences.ts'
import { noSuchChildren } from '../errors.ts'
import { keepAlarm } from '../keeping.ts'
import { childrenMax, parentsMax, ruleElementsMax } from '../limits.ts'
import { checkActions } from '../metric-alarm-faults.ts'
import { alarmsOf, elementCount, readRule, type Rule } from '../rule.ts'
import { RuleFault } from '../rule-tokens.ts'
import { drop, nameOf } from '../suppression.ts'
import { checksOf } from './put-metric-alarm.ts'

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html */
export const putCompositeAlarm = cloudwatchOperation(PutCompositeAlarm, {
  resource: (input, place) => checksOf(input, place),
  rates: [requestRates.PutCompositeAlarm],

  run(call) {
    const { input, state, clock, place } = call
    checkRule(state, input, place)
    checkSuppressor(state, input, place)
    checkActions(input, place.region)
    const { Tags: tags, ...configuration } = input
    const known = state.alarms.get(input.AlarmName)
    if (known?.kind === 'metric') {
      throw validationError(`There is a metric alarm of the name ${known.name} already.`)
    }
    const now = clock.now()
    const alarm: CompositeAlarm = {
      ...(known && keptSuppression(known, input) && known),
      kind: 'composite',
      name: input.AlarmName,
      configuration,
      configuredAtMs: now,
      state: known?.state ?? initialState(now),
    }
    if (known && !keptSuppression(known, input)) drop(call, known)
    keepAlarm(call, alarm, { known, ...(tags && { tags }) })
    keepDependences(call, alarm)
    call.at(now, 'lookAtRule', alarm.name, known ? 'updated' : 'created')
    return undefined
  },
})

/** AWS: another suppressor discards the period that is under way. */
function keptSuppression(
  { configuration }: CompositeAlarm,
  input: PutCompositeAlarmInput,
): boolean {
  return configuration.ActionsSuppressor === input.ActionsSuppressor
}

/** The words but for those of missing alarms are a judgement. */
function checkRule(state: CloudWatchState, input: PutCompositeAlarmInput, place: Place): void {
  const rule = readOrRefuse(input.AlarmRule)
  if (elementCount(rule) > ruleElementsMax) {
    throw validationError(`AlarmRule must not have more than ${ruleElementsMax} elements`, {
      limit: ruleElementsMax,
    })
  }
  const names = [...new Set(alarmsOf(rule).map((alarm) => nameOf(alarm)))]
  if (names.length > childrenMax) {
    throw validationError(`AlarmRule must not have more than ${childrenMax} alarms`, {
      limit: childrenMax,
    })
  }
  const missing = alarmsOf(rule).filter((alarm) => {
    const name = nameOf(alarm)
    const isThere = name === input.AlarmName || state.alarms.get(name) !== undefined
    return !isThere || !isOfHere(alarm, place)
  })
  if (missing.length > 0) throw noSuchChildren(missing)
  for (const name of names) checkParents(state, name, input.AlarmName)
}

function checkParents(state: CloudWatchState, child: string, parent: string): void {
  const parents = parentsOf(state, child).filter((one) => one !== parent)
  if (parents.length < parentsMax) return
  throw validationError(
    `Alarm ${child} is used in the rules of ${parentsMax} composite alarms already`,
    { alarm: child, limit: parentsMax },
  )
}

function readOrRefuse(text: string): Rule {
  try {
    return readRule(text)
  } catch (error) {
    if (!(error instanceof RuleFault)) throw error
    throw validationError(`AlarmRule is invalid: ${error.message || 'it ends too early'}`, {
      rule: text,
      at: error.message,
    })
  }
}

/** AWS: an ARN must be of the same account and region. */
function isOfHere(alarm: string, place: Place): boolean {
  return parseArn(alarm) === undefined || alarm === alarmArn(place, nameOf(alarm))
}

function checkSuppressor(
  state: CloudWatchState,
  input: PutCompositeAlarmInput,
  place: Place,
): void {
  const { ActionsSuppressor: suppressor } = input
  const { ActionsSuppressorWaitPeriod: wait, ActionsSuppressorExtensionPeriod: extension } = input
  if (suppressor === undefined) {
    if (wait === undefined && extension === undefined) return
    throw validationError(
      'ActionsSuppressorWaitPeriod and ActionsSuppressorExtensionPeriod need an ActionsSuppressor',
    )
  }
  if (wait === undefined || extension === undefined) {
    throw validationError(
      'ActionsSuppressorWaitPeriod and ActionsSuppressorExtensionPeriod are required with an ActionsSuppressor',
    )
  }
  const name = nameOf(suppressor)
  if (state.alarms.get(name) && isOfHere(suppressor, place)) return
  throw validationError(
    `Could not save the composite alarm as the actions suppressor alarm ${name} does not exist`,
    { alarm: name },
  )
}
