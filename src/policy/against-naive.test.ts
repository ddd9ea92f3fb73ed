import { describe, expect, test } from 'vitest'
import { compilePolicy } from './compiled-policy.ts'
import type { AttachedPolicy, Effect, Policies } from './decision.ts'
import { evaluate, traceEvaluation } from './evaluate.ts'
import type { Flavour } from './flavour.ts'
import { generateCase } from './testing/generated-cases.ts'
import { naiveEvaluate, type NaivePolicies, type NaivePolicy } from './testing/naive-evaluator.ts'

const cases = 6_000

function attach(policy: NaivePolicy, flavour: Flavour): AttachedPolicy {
  return { name: 'generated', policy: compilePolicy(JSON.stringify(policy), flavour) }
}

function compiled(policies: NaivePolicies): Policies {
  const { identity, boundary, session, resource, serviceControl, resourceControl } = policies
  const owned = (policy: NaivePolicy) => attach(policy, 'aws-managed')
  return {
    identity: identity.map(owned),
    ...(boundary && { boundary: owned(boundary) }),
    ...(session && { session: session.map(owned) }),
    ...(resource && { resource: attach(resource, 'resource') }),
    ...(serviceControl && { serviceControl: serviceControl.map((level) => level.map(owned)) }),
    ...(resourceControl && {
      resourceControl: resourceControl.map((level) => level.map((one) => attach(one, 'resource'))),
    }),
  }
}

interface Outcome {
  readonly effect: Effect
  readonly disagreements: readonly string[]
}

function compare(seed: number): Outcome {
  const { request, policies } = generateCase(seed)
  const naive = naiveEvaluate(request, policies)
  const ready = compiled(policies)
  const { effect, missing, deniedBy } = evaluate(request, ready)
  const traced = traceEvaluation(request, ready)
  const found: readonly [what: string, mine: unknown, wanted: unknown][] = [
    ['effect', effect, naive.effect],
    ['missing', missing, naive.missing],
    ['traced effect', traced.effect, effect],
    ['traced deny', traced.deniedBy[0]?.type, deniedBy[0]?.type],
    ['traced missing', effect === 'explicit-deny' ? [] : traced.missing, missing],
  ]
  const disagreements = found
    .filter(([, mine, wanted]) => String(mine) !== String(wanted))
    .map(
      ([what, mine, wanted]) => `seed ${seed}: ${what} is ${String(mine)}, not ${String(wanted)}`,
    )
  return { effect, disagreements }
}

describe('generated decisions', () => {
  test(`${cases} of them end as a naive evaluator says, traced or not`, { timeout: 60_000 }, () => {
    const outcomes = Array.from({ length: cases }, (_, at) => compare(at + 1))
    expect(outcomes.flatMap(({ disagreements }) => disagreements)).toEqual([])
    for (const effect of ['allow', 'explicit-deny', 'implicit-deny']) {
      const count = outcomes.filter((outcome) => outcome.effect === effect).length
      expect(count, `share of ${effect}`).toBeGreaterThan(cases / 20)
    }
  })
})
