/**
 * How many requests X-Ray's sampling rules trace.
 *
 * AWS: each second the reservoir is taken first, and of what is left the fixed rate.
 * https://docs.aws.amazon.com/xray/latest/devguide/xray-console-sampling.html
 */
import { PlanError, requireNumber, requireRate } from './plan-error.ts'
import { roundUp, shown, type Step, withoutDust } from './step.ts'

export interface SamplingRule {
  /** Traces a second that are taken whatever comes; a whole number. */
  readonly reservoirPerSecond: number
  /** Of the rest, from 0 to 1. */
  readonly fixedRate: number
}

/** AWS: what applies where no other rule does; only these two numbers of it can be changed. */
export const defaultRule: SamplingRule = { reservoirPerSecond: 1, fixedRate: 0.05 }
/** A rule's offers to a planner that is told the target alone. */
const usualFixedRates = [0, 0.05, 0.1, 0.2, 0.5] as const

export interface SamplingPlan extends SamplingRule {
  readonly requestsPerSecond: number
  readonly sampledPerSecond: number
  readonly sampledShare: number
  readonly working: readonly Step[]
}

/** @throws PlanError */
export function planSampling(requestsPerSecond: number, rule: SamplingRule): SamplingPlan {
  const { reservoirPerSecond: reservoir, fixedRate } = rule
  const rate = requireRate('rate', requestsPerSecond, { isAboveMin: true })
  requireReservoir(reservoir)
  requireFixedRate(fixedRate)
  const sampledPerSecond = sampledOf(rate, rule)
  const taken = Math.min(rate, reservoir)
  const share = withoutDust(sampledPerSecond / rate)
  return {
    requestsPerSecond: rate,
    ...rule,
    sampledPerSecond,
    sampledShare: share,
    working: [
      {
        label: 'taken by the reservoir',
        formula: `min(${shown(rate)}, ${shown(reservoir)})`,
        value: taken,
        unit: '/s',
      },
      {
        label: 'of the rest',
        formula: `${shown(fixedRate)} × (${shown(rate)} − ${shown(taken)})`,
        value: withoutDust(fixedRate * (rate - taken)),
        unit: '/s',
      },
      {
        label: 'sampled',
        formula: `${shown(taken)} + ${shown(fixedRate * (rate - taken))}`,
        value: sampledPerSecond,
        unit: '/s',
      },
      {
        label: 'share that is sampled',
        formula: `${shown(sampledPerSecond)} ÷ ${shown(rate)}`,
        value: withoutDust(share * 100),
        unit: '%',
      },
    ],
  }
}

/**
 * What a client samples that has no quota of its rule's reservoir: it borrows one a second.
 * https://docs.aws.amazon.com/xray/latest/devguide/xray-api-sampling.html
 */
export function sampledWithoutQuota(requestsPerSecond: number, { fixedRate }: SamplingRule) {
  return sampledOf(requestsPerSecond, { reservoirPerSecond: 1, fixedRate })
}

export interface Target {
  readonly requestsPerSecond: number
  readonly targetPerSecond: number
}

/** The fixed rate with which a reservoir reaches a target. @throws PlanError */
export function solveFixedRate(target: Target, reservoirPerSecond: number): SamplingPlan {
  const { rate, wanted } = checked(target)
  const taken = Math.min(rate, requireReservoir(reservoirPerSecond))
  if (taken > wanted) {
    throw new PlanError(
      'target',
      `target: a reservoir of ${shown(reservoirPerSecond)} takes ${shown(taken)}/s already, more than ${shown(wanted)}/s`,
    )
  }
  const fixedRate = taken === rate ? 0 : withoutDust((wanted - taken) / (rate - taken))
  const plan = planSampling(rate, { reservoirPerSecond, fixedRate })
  const formula = `(${shown(wanted)} − ${shown(taken)}) ÷ (${shown(rate)} − ${shown(taken)})`
  return solved(plan, { label: 'fixed rate', formula, value: fixedRate, unit: '' })
}

/** The smallest reservoir with which a fixed rate reaches a target. @throws PlanError */
export function solveReservoir(target: Target, fixedRate: number): SamplingPlan {
  const { rate, wanted } = checked(target)
  const byRate = requireFixedRate(fixedRate) * rate
  const missing = withoutDust(wanted - byRate)
  if (missing < 0) {
    throw new PlanError(
      'target',
      `target: a fixed rate of ${shown(fixedRate)} takes ${shown(byRate)}/s already, more than ${shown(wanted)}/s`,
    )
  }
  const exact = missing === 0 ? 0 : missing / (1 - fixedRate)
  const reservoirPerSecond = roundUp(exact)
  const quotient = `(${shown(wanted)} − ${shown(fixedRate)} × ${shown(rate)}) ÷ (1 − ${shown(fixedRate)})`
  const formula = Math.abs(exact - reservoirPerSecond) < 1e-9 ? quotient : `⌈${quotient}⌉`
  const plan = planSampling(rate, { reservoirPerSecond, fixedRate })
  return solved(plan, { label: 'reservoir', formula, value: reservoirPerSecond, unit: '/s' })
}

/** Rules that reach a target, of those with a usual fixed rate. @throws PlanError */
export function rulesFor(target: Target): readonly SamplingPlan[] {
  const { rate, wanted } = checked(target)
  return usualFixedRates
    .filter((fixedRate) => withoutDust(fixedRate * rate) <= wanted)
    .map((fixedRate) => solveReservoir(target, fixedRate))
}

function sampledOf(rate: number, { reservoirPerSecond, fixedRate }: SamplingRule): number {
  const taken = Math.min(rate, reservoirPerSecond)
  return withoutDust(taken + fixedRate * (rate - taken))
}

function solved(plan: SamplingPlan, step: Step): SamplingPlan {
  return { ...plan, working: [step, ...plan.working] }
}

function checked({ requestsPerSecond, targetPerSecond }: Target) {
  const rate = requireRate('rate', requestsPerSecond, { isAboveMin: true })
  const wanted = requireRate('target', targetPerSecond)
  if (wanted <= rate) return { rate, wanted }
  throw new PlanError('target', `target: ${shown(wanted)}/s of ${shown(rate)}/s can’t be sampled`)
}

function requireReservoir(value: number): number {
  return requireNumber(value, { input: 'reservoir', isWhole: true, min: 0, max: 1_000_000_000 })
}

function requireFixedRate(value: number): number {
  return requireNumber(value, { input: 'fixed rate', min: 0, max: 1 })
}
