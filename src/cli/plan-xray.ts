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
} from '../planner/xray-sampling.ts'
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
    jsonOption,
  ],
  async run(run) {
    const rate = required(run, 'rate', readRate)
    const given: Given = {
      requestsPerSecond: rate.perSecond,
      reservoir: optional(run, 'reservoir', readNumber),
      fixedRate: optional(run, 'fixed-rate', readShare),
    }
    const target = optional(run, 'target', readRate)
    showPlan(run, () => (target ? solve(given, [rate, target]) : sample(given, rate)))
  },
}

interface Given {
  readonly requestsPerSecond: number
  readonly reservoir: number | undefined
  readonly fixedRate: number | undefined
}

function sample({ requestsPerSecond, reservoir, fixedRate }: Given, rate: Rate): ShownPlan {
  if ((reservoir === undefined) !== (fixedRate === undefined)) {
    const missing = reservoir === undefined ? '--reservoir' : '--fixed-rate'
    throw new UsageError(`${missing} is missing (or --target, to solve for it)`)
  }
  const isDefault = reservoir === undefined || fixedRate === undefined
  const rule = isDefault ? defaultRule : { reservoirPerSecond: reservoir, fixedRate }
  const plan = planSampling(requestsPerSecond, rule)
  const name = isDefault ? ' by the default rule' : ''
  const result = shownRule(plan, rate.working, `${sampledWords(plan)}${name}`)
  return isDefault ? { ...result, commands: [] } : result
}

function solve(given: Given, [rate, wanted]: readonly [Rate, Rate]): ShownPlan {
  const { requestsPerSecond, reservoir, fixedRate } = given
  const target = { requestsPerSecond, targetPerSecond: wanted.perSecond }
  const working = [...rate.working, ...wanted.working]
  if (reservoir !== undefined && fixedRate !== undefined) {
    throw new UsageError('--target solves for --reservoir or --fixed-rate: leave one of them out')
  }
  if (reservoir !== undefined) {
    const plan = solveFixedRate(target, reservoir)
    return shownRule(plan, working, `fixed rate ${shown(plan.fixedRate)}: ${sampledWords(plan)}`)
  }
  if (fixedRate !== undefined) {
    const plan = solveReservoir(target, fixedRate)
    const size = shown(plan.reservoirPerSecond)
    return shownRule(plan, working, `reservoir ${size}: ${sampledWords(plan)}`)
  }
  const rules = rulesFor(target)
  return {
    plan: 'xray',
    answer: `${shown(wanted.perSecond)}/s of ${shown(requestsPerSecond)}/s, by any of ${rules.length} rules`,
    figures: { ...target, rules: rules.map(({ working: _, ...rule }) => rule) },
    working: [
      ...working,
      ...rules.flatMap((rule) =>
        rule.working.slice(0, 1).map((step) => ({
          ...step,
          label: `reservoir for fixed rate ${shown(rule.fixedRate)}`,
        })),
      ),
    ],
  }
}

function sampledWords({ sampledPerSecond }: SamplingPlan): string {
  return `${shown(sampledPerSecond)}/s are sampled`
}

function shownRule(plan: SamplingPlan, before: Rate['working'], answer: string): ShownPlan {
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
    working: [...before, ...working],
    ...(isShort && { examLog }),
    commands: [
      `aws xray create-sampling-rule --sampling-rule 'RuleName=RULE,Priority=100,ReservoirSize=${reservoirPerSecond},FixedRate=${fixedRate},ServiceName=*,ServiceType=*,Host=*,HTTPMethod=*,URLPath=*,ResourceARN=*,Version=1'`,
    ],
  }
}
