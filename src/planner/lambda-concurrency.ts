/**
 * How many executions of a Lambda function run at once, when AWS begins to refuse, and how much.
 *
 * AWS: concurrency is rate × duration; a Region's default limit is 1,000; requests a second are
 * limited to ten times the concurrency. https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html
 * Each function gains at most 1,000 execution environments (10,000 requests/s) every 10 s, refilled
 * continuously. https://docs.aws.amazon.com/lambda/latest/dg/scaling-behavior.html
 */
import { requireNumber, requireRate } from './plan-error.ts'
import { roundUp, shown, type Step, withoutDust } from './step.ts'

const defaultConcurrency = 1_000
/** AWS: reservations must leave as much to functions without one. */
const unreservedConcurrencyMin = 100
const requestsPerSecondOfEnvironment = 10
const scaling = { atOnce: 1_000, perSecond: 100 } as const
/** AWS: 15 minutes. */
const durationSecondsMax = 900
export const concurrencyQuota = { service: 'lambda', code: 'L-B99A9384' } as const

export interface FunctionLoad {
  readonly requestsPerSecond: number
  readonly durationSeconds: number
  /** Of the account and Region, less what other functions have reserved. */
  readonly concurrencyMax?: number
  /** The function's own, in place of the account's. */
  readonly reservedConcurrency?: number
}

/** What refuses first. `scaling` passes, the others last as long as the load does. */
export type Limit = 'concurrency' | 'request-rate' | 'scaling'

export interface Refused {
  readonly limit: Limit
  readonly afterSeconds: number
  /** `Reason` of AWS's TooManyRequestsException; AWS names none for growth. */
  readonly reason?: string
}

export interface ConcurrencyPlan {
  /** Executions at once, were none refused. */
  readonly neededConcurrency: number
  readonly concurrencyMax: number
  readonly firstRefusal?: Refused
  /** When growth no longer refuses; absent where it never does. */
  readonly scaledAfterSeconds?: number
  readonly steady: {
    readonly acceptedPerSecond: number
    readonly refusedPerSecond: number
    readonly refusedShare: number
  }
  /** What would have been enough; absent where nothing lasting refuses. */
  readonly cure?: Cure
  readonly working: readonly Step[]
}

export interface Cure {
  readonly concurrencyAtLeast: number
  /** With a tenth to spare, in five hundreds. */
  readonly concurrencyAdvised: number
  /** What the account needs before a function may reserve as much; absent without a reservation. */
  readonly accountConcurrencyAtLeast?: number
  /** How short an execution has to be for the limit that there is; absent where that can't help. */
  readonly durationSecondsMax?: number
}

/** @throws PlanError */
export function planConcurrency(load: FunctionLoad): ConcurrencyPlan {
  const demand = demandOf(load)
  const { rate, duration, max } = demand
  const acceptedPerSecond = Math.min(rate, max / duration, max * requestsPerSecondOfEnvironment)
  const refusedPerSecond = withoutDust(rate - acceptedPerSecond)
  const refusedShare = withoutDust(1 - acceptedPerSecond / rate)
  const steady = { acceptedPerSecond, refusedPerSecond, refusedShare }
  const firstRefusal = refusalsOf(demand).sort((a, b) => a.afterSeconds - b.afterSeconds)[0]
  const scaledAfterSeconds = scaledAfter(demand)
  const cure = cureOf(demand)
  return {
    neededConcurrency: roundUp(rate * duration),
    concurrencyMax: max,
    ...(firstRefusal && { firstRefusal }),
    ...(scaledAfterSeconds !== undefined && { scaledAfterSeconds }),
    steady,
    ...(cure && { cure }),
    working: workingOf(demand, steady, scaledAfterSeconds),
  }
}

/** A load whose numbers are known to make sense. */
interface Demand {
  /** Requests a second. */
  readonly rate: number
  /** Seconds of an execution. */
  readonly duration: number
  /** The concurrency that there is for it. */
  readonly max: number
  readonly isReserved: boolean
}

function demandOf(load: FunctionLoad): Demand {
  const rate = requireRate('rate', load.requestsPerSecond, { isAboveMin: true })
  const duration = requireNumber(load.durationSeconds, {
    input: 'duration',
    unit: 'seconds',
    min: 0,
    isAboveMin: true,
    max: durationSecondsMax,
  })
  const bounds = { isWhole: true, min: 1, max: 1_000_000_000 }
  const account = load.concurrencyMax ?? defaultConcurrency
  requireNumber(account, { ...bounds, input: 'concurrency limit' })
  const max = load.reservedConcurrency ?? account
  requireNumber(max, { ...bounds, input: 'reserved concurrency' })
  return { rate, duration, max, isReserved: load.reservedConcurrency !== undefined }
}

function refusalsOf(demand: Demand): Refused[] {
  const { rate, duration, max, isReserved } = demand
  const reserved = isReserved ? 'ReservedFunction' : ''
  const refusals: Refused[] = []
  if (rate > max * requestsPerSecondOfEnvironment) {
    const reason = `${reserved || 'Function'}InvocationRateLimitExceeded`
    refusals.push({ limit: 'request-rate', afterSeconds: 0, reason })
  }
  if (isOver(rate * duration, max)) {
    const reason = `${reserved}ConcurrentInvocationLimitExceeded`
    refusals.push({ limit: 'concurrency', afterSeconds: withoutDust(max / rate), reason })
  }
  const outgrown = outgrownAfter(demand)
  if (outgrown !== undefined) refusals.push({ limit: 'scaling', afterSeconds: outgrown })
  return refusals
}

/** When demand passes what growth allows: at once by requests, or where rate × t meets it. */
function outgrownAfter({ rate, duration, max }: Demand): number | undefined {
  const accepted = Math.min(rate, max * requestsPerSecondOfEnvironment)
  if (accepted > scaling.atOnce * requestsPerSecondOfEnvironment) return 0
  if (rate <= scaling.perSecond) return undefined
  const seconds = scaling.atOnce / (rate - scaling.perSecond)
  return rate * seconds < Math.min(rate * duration, max) ? seconds : undefined
}

function scaledAfter(demand: Demand): number | undefined {
  if (outgrownAfter(demand) === undefined) return undefined
  const missing = Math.max(0, environmentsOf(demand) - scaling.atOnce)
  return withoutDust(missing / scaling.perSecond)
}

/** As many as it comes to have: by concurrency or by requests, and never more than it may. */
function environmentsOf({ rate, duration, max }: Demand): number {
  return Math.min(Math.max(rate * duration, rate / requestsPerSecondOfEnvironment), max)
}

function cureOf({ rate, duration, max, isReserved }: Demand): Cure | undefined {
  const byRate = rate / requestsPerSecondOfEnvironment
  const concurrencyAtLeast = roundUp(Math.max(rate * duration, byRate))
  if (!isOver(rate * duration, max) && byRate <= max) return undefined
  return {
    concurrencyAtLeast,
    concurrencyAdvised: roundUp((concurrencyAtLeast * 1.1) / 500) * 500,
    ...(isReserved && { accountConcurrencyAtLeast: concurrencyAtLeast + unreservedConcurrencyMin }),
    ...(byRate <= max && { durationSecondsMax: withoutDust(max / rate) }),
  }
}

/** What binary fractions add by accident is no excess. */
function isOver(value: number, max: number): boolean {
  return value > max * (1 + 1e-12)
}

function workingOf(
  demand: Demand,
  steady: ConcurrencyPlan['steady'],
  scaledAfterSeconds: number | undefined,
): readonly Step[] {
  const { rate, duration, max, isReserved } = demand
  const needed = roundUp(rate * duration)
  const isWhole = Math.abs(needed - rate * duration) < 1e-6
  const product = `${shown(rate)}/s × ${shown(duration)} s`
  return [
    {
      label: 'concurrency',
      formula: isWhole ? product : `⌈${product}⌉`,
      value: needed,
      unit: 'executions',
    },
    ...growthWorking(demand, scaledAfterSeconds),
    ...(isOver(rate * duration, max)
      ? [
          {
            label: `${isReserved ? 'the reservation' : 'the limit'} is reached after`,
            formula: `${shown(max)} ÷ ${shown(rate)}/s`,
            value: withoutDust(max / rate),
            unit: 's',
          },
        ]
      : []),
    ...steadyWorking(demand, steady),
  ]
}

/** Told where it is slow enough to be told apart, or where it refuses. */
function growthWorking(demand: Demand, scaledAfterSeconds: number | undefined): Step[] {
  const { rate } = demand
  const formula = `min(${shown(rate)}/s, ${shown(scaling.perSecond)}/s)`
  const growth = { label: 'environments it gains', value: Math.min(rate, scaling.perSecond) }
  if (scaledAfterSeconds === undefined) {
    return rate > scaling.perSecond ? [] : [{ ...growth, formula, unit: '/s' }]
  }
  const wanted = shown(roundUp(environmentsOf(demand)))
  const atOnce = shown(scaling.atOnce)
  return [
    { ...growth, formula: `${formula} after the first ${atOnce}`, unit: '/s' },
    {
      label: 'it has grown enough after',
      formula: `(${wanted} − ${atOnce}) ÷ ${shown(scaling.perSecond)}/s`,
      value: scaledAfterSeconds,
      unit: 's',
    },
  ]
}

function steadyWorking(
  { rate, duration, max }: Demand,
  { acceptedPerSecond, refusedPerSecond, refusedShare }: ConcurrencyPlan['steady'],
): readonly Step[] {
  if (refusedPerSecond === 0) return []
  const isByRate = acceptedPerSecond < max / duration
  const formula = isByRate
    ? `${shown(max)} × ${requestsPerSecondOfEnvironment}/s`
    : `${shown(max)} ÷ ${shown(duration)} s`
  return [
    { label: 'accepted in the steady state', formula, value: acceptedPerSecond, unit: '/s' },
    {
      label: 'refused in the steady state',
      formula: `${shown(rate)}/s − ${shown(acceptedPerSecond)}/s`,
      value: refusedPerSecond,
      unit: '/s',
    },
    {
      label: 'share that is refused',
      formula: `${shown(refusedPerSecond)} ÷ ${shown(rate)}`,
      value: withoutDust(refusedShare * 100),
      unit: '%',
    },
  ]
}
