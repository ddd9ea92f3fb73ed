/** `kasane plan xray`: how many requests a sampling rule traces, or the rule for a number. */
import { shown } from '../planner/step.ts'
import {
  defaultRule,
  planSampling,
  rulesFor,
  sampledWithoutQuota,
  type SamplingPlan,
  solveFixedRate,
  solveReservoir,
  type Target,
} from '../planner/xray-sampling.ts'
import { type AwsPlace, awsCommand, placeOf, placeOptions } from './aws-place.ts'
import { type Command, jsonOption } from './command.ts'
import { UsageError } from './failure.ts'
import { showPlan, type ShownPlan } from './plan-text.ts'
import { optional, type Rate, readNumber, readRate, readShare, required } from './plan-values.ts'

export const planXray: Command = {
  name: 'xray',
  summary: 'how many requests a sampling rule traces, or the rule that traces so many',
  options: [
    { name: 'rate', value: 'rate', says: 'of requests: 300 (a second), or 18000/min' },
    { name: 'reservoir', value: 'count', says: 'traces a second that are taken first' },
    { name: 'fixed-rate', value: 'share', says: 'of the rest: 0.2, or 20%' },
    { name: 'target', value: 'rate', says: 'traces a second that are wanted: solves for the rule' },
    ...placeOptions,
    jsonOption,
  ],
  async run(run) {
    const asked: Asked = {
      rate: required(run, 'rate', readRate),
      target: optional(run, 'target', readRate),
      reservoir: optional(run, 'reservoir', readNumber),
      fixedRate: optional(run, 'fixed-rate', readShare),
      place: placeOf(run),
    }
    showPlan(run, () => (asked.target ? solve(asked, asked.target) : sample(asked)))
  },
}

interface Asked {
  readonly rate: Rate
  /** What is to be sampled; absent: the rule tells. */
  readonly target: Rate | undefined
  readonly reservoir: number | undefined
  readonly fixedRate: number | undefined
  /** In which the rule would be made. */
  readonly place: AwsPlace
}

function sample(asked: Asked): ShownPlan {
  const { rate, reservoir, fixedRate } = asked
  if (reservoir === undefined && fixedRate === undefined) {
    const plan = planSampling(rate.perSecond, defaultRule)
    // There is nothing to make: the default rule is there.
    return { ...shownRule(plan, `${sampledWords(plan)} by the default rule`, asked), commands: [] }
  }
  if (reservoir === undefined || fixedRate === undefined) {
    const missing = reservoir === undefined ? '--reservoir' : '--fixed-rate'
    throw new UsageError(`${missing} is missing (or --target, to solve for it)`)
  }
  const plan = planSampling(rate.perSecond, { reservoirPerSecond: reservoir, fixedRate })
  return shownRule(plan, sampledWords(plan), asked)
}

function solve(asked: Asked, { perSecond: targetPerSecond }: Rate): ShownPlan {
  const { rate, reservoir, fixedRate } = asked
  const target: Target = { requestsPerSecond: rate.perSecond, targetPerSecond }
  if (reservoir !== undefined && fixedRate !== undefined) {
    throw new UsageError('--target solves for --reservoir or --fixed-rate: leave one of them out')
  }
  if (reservoir !== undefined) {
    const plan = solveFixedRate(target, reservoir)
    return shownRule(plan, `fixed rate ${shown(plan.fixedRate)}: ${sampledWords(plan)}`, asked)
  }
  if (fixedRate !== undefined) {
    const plan = solveReservoir(target, fixedRate)
    const size = shown(plan.reservoirPerSecond)
    return shownRule(plan, `reservoir ${size}: ${sampledWords(plan)}`, asked)
  }
  return shownRules(target, asked)
}

function shownRules(target: Target, asked: Asked): ShownPlan {
  const { requestsPerSecond, targetPerSecond } = target
  const rules = rulesFor(target)
  const solved = rules.flatMap((rule) =>
    rule.working.slice(0, 1).map((step) => ({
      ...step,
      label: `reservoir for fixed rate ${shown(rule.fixedRate)}`,
    })),
  )
  return {
    plan: 'xray',
    answer: `${shown(targetPerSecond)}/s of ${shown(requestsPerSecond)}/s, by any of ${rules.length} rules`,
    figures: { ...target, rules: rules.map(({ working: _, ...rule }) => rule) },
    working: [...workingOf(asked), ...solved],
  }
}

/** How the rates were brought to a second. */
function workingOf({ rate, target }: Asked): Rate['working'] {
  return [...rate.working, ...(target?.working ?? [])]
}

function sampledWords({ sampledPerSecond }: SamplingPlan): string {
  return `${shown(sampledPerSecond)}/s are sampled`
}

function shownRule(plan: SamplingPlan, answer: string, asked: Asked): ShownPlan {
  const { working, ...figures } = plan
  const { requestsPerSecond, sampledPerSecond, reservoirPerSecond, fixedRate } = plan
  const withoutQuota = sampledWithoutQuota(requestsPerSecond, plan)
  const isShort = sampledPerSecond - withoutQuota > 1e-9
  const examLog = {
    answer: `${shown(sampledPerSecond)}/s`,
    differs: [
      `true of local rules, and of central ones with the X-Ray SDK for Python; the one for Node.js (3.12.0) never takes its share of a central reservoir: ${shown(withoutQuota)}/s`,
    ],
  }
  return {
    plan: 'xray',
    answer,
    figures: { ...figures, sampledPerSecondWithoutQuota: withoutQuota },
    working: [...workingOf(asked), ...working],
    ...(isShort && { examLog }),
    commands: [
      awsCommand(
        asked.place,
        ...['xray', 'create-sampling-rule', '--sampling-rule'],
        `RuleName=RULE,Priority=100,ReservoirSize=${reservoirPerSecond},FixedRate=${fixedRate},ServiceName=*,ServiceType=*,Host=*,HTTPMethod=*,URLPath=*,ResourceARN=*,Version=1`,
      ),
    ],
  }
}
