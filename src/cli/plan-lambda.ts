/** `kasane plan lambda`: the concurrency that a function needs, and when AWS begins to refuse. */
import {
  concurrencyQuota,
  type ConcurrencyPlan,
  type FunctionLoad,
  planConcurrency,
} from '../planner/lambda-concurrency.ts'
import { shown } from '../planner/step.ts'
import { type AwsPlace, awsCommand, placeOf, placeOptions } from './aws-place.ts'
import { type Command, jsonOption } from './command.ts'
import { showPlan, type ShownPlan } from './plan-text.ts'
import { optional, type Rate, readNumber, readRate, readSeconds, required } from './plan-values.ts'

export const planLambda: Command = {
  name: 'lambda',
  summary: 'the concurrency that a function needs, and from when how much is refused',
  options: [
    { name: 'rate', value: 'rate', says: 'of requests: 1000/min, or 30 (a second)' },
    { name: 'duration', value: 'duration', says: 'of an execution, such as 100s or 250ms' },
    {
      name: 'limit',
      value: 'count',
      says: 'the account’s concurrency in the Region, less what others reserve (else 1000)',
    },
    { name: 'reserved', value: 'count', says: 'what the function itself has reserved' },
    ...placeOptions,
    jsonOption,
  ],
  async run(run) {
    const rate = required(run, 'rate', readRate)
    const concurrencyMax = optional(run, 'limit', readNumber)
    const reservedConcurrency = optional(run, 'reserved', readNumber)
    const load: FunctionLoad = {
      requestsPerSecond: rate.perSecond,
      durationSeconds: required(run, 'duration', readSeconds),
      ...(concurrencyMax !== undefined && { concurrencyMax }),
      ...(reservedConcurrency !== undefined && { reservedConcurrency }),
    }
    const place = placeOf(run)
    showPlan(run, () => shownFunction(load, rate, place))
  },
}

function shownFunction(load: FunctionLoad, rate: Rate, place: AwsPlace): ShownPlan {
  const { working, ...figures } = planConcurrency(load)
  return {
    plan: 'lambda',
    answer: answerOf(figures),
    figures,
    working: [...rate.working, ...working],
    notes: notesOf(figures),
    commands: commandsOf(figures, place),
  }
}

type Figures = Omit<ConcurrencyPlan, 'working'>

function answerOf(figures: Figures): string {
  const { neededConcurrency, concurrencyMax, firstRefusal, steady } = figures
  const needed = `${shown(neededConcurrency)} concurrent`
  if (!firstRefusal) return `${needed}, within ${shown(concurrencyMax)}: none is refused`
  const lasting = steady.refusedPerSecond > 0
  const end = lasting
    ? `, ${shown(steady.refusedShare * 100)} % refused in the steady state`
    : `, none from second ${shown(figures.scaledAfterSeconds ?? 0)} on`
  return `${needed}, ${firstWords(figures)}${end}`
}

function firstWords({ firstRefusal, concurrencyMax }: Figures): string {
  const second = shown(firstRefusal?.afterSeconds ?? 0)
  if (firstRefusal?.limit === 'concurrency') {
    return `over ${shown(concurrencyMax)} from second ${second} on`
  }
  if (firstRefusal?.limit === 'scaling') return `faster than it can grow from second ${second} on`
  return `more requests than ${shown(concurrencyMax)} environments may take`
}

function notesOf({ firstRefusal, cure }: Figures): readonly string[] {
  const notes: string[] = []
  if (firstRefusal?.reason !== undefined) {
    notes.push(`refused with 429 TooManyRequestsException, Reason ${firstRefusal.reason}`)
  }
  if (firstRefusal?.limit === 'scaling') {
    notes.push(
      'each function gains at most 1,000 environments every 10 s (until 2023: 500 to 3,000, then 500 a minute)',
    )
  }
  if (!cure) return notes
  const { concurrencyAtLeast, accountConcurrencyAtLeast, durationSecondsMax } = cure
  notes.push(`ask for at least ${shown(concurrencyAtLeast)}`)
  if (accountConcurrencyAtLeast !== undefined) {
    notes.push(
      `the account needs ${shown(accountConcurrencyAtLeast)} for that: 100 stay unreserved`,
    )
  }
  if (durationSecondsMax !== undefined) {
    notes.push(`or let no execution take longer than ${shown(durationSecondsMax)} s`)
  }
  notes.push('or queue the requests (SQS, asynchronous invocation), if they may wait')
  return notes
}

function commandsOf({ cure }: Figures, place: AwsPlace): readonly string[] {
  if (!cure) return []
  const { concurrencyAtLeast, concurrencyAdvised, accountConcurrencyAtLeast } = cure
  const { service, code } = concurrencyQuota
  if (accountConcurrencyAtLeast !== undefined) {
    const reserve = ['--reserved-concurrent-executions', String(concurrencyAtLeast)]
    const named = ['--function-name', 'FUNCTION', ...reserve]
    return [awsCommand(place, 'lambda', 'put-function-concurrency', ...named)]
  }
  const increase = ['service-quotas', 'request-service-quota-increase', '--service-code', service]
  const wanted = ['--quota-code', code, '--desired-value', String(concurrencyAdvised)]
  return [awsCommand(place, ...increase, ...wanted)]
}
