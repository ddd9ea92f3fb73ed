/**
 * What a decision costs, and compiling a policy: 10 policies of 20 statements, those of a usual
 * role (one service in ten is asked), those of a role for one service alone, and the worst of their
 * size (every statement is about the action, by wildcards, and nearly about the resource).
 */
import { compilePolicy } from '../src/policy/compiled-policy.ts'
import type { Decision, Policies, PolicyRequest } from '../src/policy/decision.ts'
import { evaluate } from '../src/policy/evaluate.ts'
import { keepFigures } from './support/figures.ts'
import { median, rounded } from './support/statistics.ts'

const policyCount = 10
const statementCount = 20
const rounds = 15
const decisionsPerRound = 2_000

const services = ['sqs', 's3', 'sns', 'dynamodb', 'kms', 'lambda', 'logs', 'ecs', 'ecr', 'ssm']
const account = '111111111111'

const usual = policiesOf((policy, statement) => {
  const service = services[(policy + statement) % services.length] ?? 'sqs'
  return {
    Effect: 'Allow',
    Action: [`${service}:Get*`, `${service}:List*`, `${service}:SendMessage`],
    Resource: `arn:aws:${service}:us-east-1:${account}:app-${policy}-*`,
    ...(statement % 4 === 0 && { Condition: { Bool: { 'aws:SecureTransport': 'true' } } }),
  }
})
const oneService = policiesOf((policy, statement) => ({
  Effect: 'Allow',
  Action: statement % 2 === 0 ? 'sqs:*' : ['sqs:SendMessage', 'sqs:ReceiveMessage'],
  Resource: `arn:aws:sqs:us-east-1:${account}:app-${policy}-${statement}${statement % 3 === 0 ? '*' : ''}`,
}))
const worst = policiesOf((policy, statement) => ({
  Effect: statement % 5 === 0 ? 'Deny' : 'Allow',
  Action: ['sqs:Get*', 'sqs:*Message'],
  Resource: [
    `arn:aws:sqs:*:${account}:other-${policy}-*`,
    `arn:aws:sqs:us-*-1:*:*-${statement}-\${aws:username}`,
  ],
}))

keepFigures('policy', {
  what: `one decision over ${policyCount} policies of ${statementCount} statements; mustReach: 15 µs`,
  decisionUs: {
    usualAllowed: decisionUs(usual, 'app-9-orders', 'allow'),
    usualDenied: decisionUs(usual, 'elsewhere', 'implicit-deny'),
    oneServiceDenied: decisionUs(oneService, 'elsewhere', 'implicit-deny'),
    worstDenied: decisionUs(worst, 'app-9-orders', 'implicit-deny'),
  },
  compileUs: compileUs(usual),
})

function policiesOf(statement: (policy: number, statement: number) => object): Policies {
  const identity = Array.from({ length: policyCount }, (_, policy) => {
    const Statement = Array.from({ length: statementCount }, (_, at) => statement(policy, at))
    const text = JSON.stringify({ Version: '2012-10-17', Statement })
    return { name: `p${policy}`, policy: compilePolicy(text, 'identity') }
  })
  return { identity }
}

function decisionUs(policies: Policies, queue: string, expected: Decision['effect']): number {
  const request: PolicyRequest = {
    principal: {
      kind: 'user',
      account,
      arn: `arn:aws:iam::${account}:user/eve`,
      userId: 'AIDAEVE',
    },
    action: 'sqs:SendMessage',
    resource: `arn:aws:sqs:us-east-1:${account}:${queue}`,
    resourceAccount: account,
    context: {
      'aws:SecureTransport': 'true',
      'aws:SourceIp': '127.0.0.1',
      'aws:RequestedRegion': 'us-east-1',
      'aws:CurrentTime': '2026-11-24T00:00:00Z',
      'aws:UserAgent': 'bench',
    },
  }
  return timeUs(decisionsPerRound, () => {
    const { effect } = evaluate(request, policies)
    if (effect !== expected) throw new Error(`the decision is ${effect}, not ${expected}`)
  })
}

function compileUs({ identity }: Policies): number {
  const text = identity[0]?.policy.text ?? ''
  return timeUs(200, () => compilePolicy(text, 'identity'))
}

/** Processor time, the median of the rounds behind one that warms up. */
function timeUs(times: number, run: () => void): number {
  const perRun = Array.from({ length: rounds + 1 }, () => {
    const began = process.cpuUsage()
    for (let at = 0; at < times; at++) run()
    const { user, system } = process.cpuUsage(began)
    return (user + system) / times
  })
  return rounded(median(perRun.slice(1)))
}
