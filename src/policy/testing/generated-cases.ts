/** Random decisions from a seed: small vocabularies, so that things match about half the time. */
import type { ContextValues } from '../context.ts'
import type { PolicyRequest } from '../decision.ts'
import type { Principal } from '../principal.ts'
import type { NaivePolicies, NaivePolicy, NaiveStatement } from './naive-evaluator.ts'

export interface GeneratedCase {
  readonly request: PolicyRequest
  readonly policies: NaivePolicies
}

export function generateCase(seed: number): GeneratedCase {
  return new Generator(seed).case()
}

const here = '111111111111'
const there = '222222222222'
const accounts = [here, there]
const actions = [
  'sqs:SendMessage',
  's3:GetObject',
  's3:PutObject',
  'iam:PassRole',
  'SQS:sendmessage',
]
const actionPatterns = [
  '*',
  's3:*',
  'S3:Get*',
  'sqs:Send?essage',
  '*:*Object',
  'sqs:SendMessage',
  ...actions,
]
const resources = [
  '*',
  `arn:aws:sqs:us-east-1:${here}:q`,
  'arn:aws:s3:::b/eve/x:y',
  'arn:aws:s3:::b/*',
  `arn:aws:iam::${there}:role/p/r`,
]
const resourcePatterns = [
  '*',
  'arn:aws:s3',
  'arn:aws:s3:::b/*',
  'arn:aws:s3:::b/${aws:username}/*',
  "arn:aws:s3:::b/${aws:PrincipalTag/team, 'eve'}/?:y",
  'arn:aws:s3:::b/${*}',
  'arn:aws:s3:::*e*x*',
  `arn:aws:sqs:*:${here}:q`,
  'arn:aws:sqs:us-*1:*:?',
  `arn:aws:iam::*:role/*`,
  'arn:*:iam::*:r',
  'arn:aws:s3:::*:y',
  'arn:aws:s*:y',
]
const principals: readonly Principal[] = [
  ...accounts.flatMap((account): Principal[] => [
    { kind: 'root', account, arn: `arn:aws:iam::${account}:root` },
    { kind: 'user', account, arn: `arn:aws:iam::${account}:user/p/eve`, userId: 'AIDAEVE' },
    session(account, 'r'),
    session(account, 'linked', true),
    {
      kind: 'federated-user',
      account,
      arn: `arn:aws:sts::${account}:federated-user/f`,
      userId: `${account}:f`,
      by: { arn: `arn:aws:iam::${account}:user/p/eve`, userId: 'AIDAEVE' },
    },
  ]),
  { kind: 'service', service: 'events.amazonaws.com' },
  { kind: 'web-identity', provider: 'accounts.google.com' },
  { kind: 'anonymous' },
]
const names = accounts.flatMap((account) => [
  account,
  `arn:aws:iam::${account}:root`,
  `arn:aws:iam::${account}:user/p/eve`,
  `arn:aws:iam::${account}:role/p/r`,
  `arn:aws:sts::${account}:assumed-role/r/s`,
  `arn:aws:sts::${account}:federated-user/f`,
  'AROAR',
  'AIDAEVE',
  '*',
])
const texts = ['eve', 'EVE', 'e*', '?ve', '${aws:username}', '${aws:PrincipalTag/team}', '*', '']
const arns = [
  `arn:aws:iam::${here}:user/*`,
  `arn:*:iam::*:role/p/?`,
  'arn:aws:s3:::b',
  'arn:aws:iam::${aws:PrincipalAccount}:role/p/r',
]
const dates = [
  '2026-01-01T00:00:00Z',
  '1767225600',
  '2026-06-01',
  '2026-01-01T01:00:00+01:00',
  'soon',
]
const numbers = ['1', '2', '2.0', '10', '-3', 'ten']
const ranges = ['10.0.0.0/8', '10.1.2.3', '0.0.0.0/0', '192.168.0.0/16']
const addresses = ['10.1.2.3', '192.168.7.7', '8.8.8.8']
const orderings = [
  'Equals',
  'NotEquals',
  'LessThan',
  'LessThanEquals',
  'GreaterThan',
  'GreaterThanEquals',
]

/** Operators with the keys they ask and the values that policies and requests have for them. */
const families = [
  {
    key: 'aws:PrincipalTag/Team',
    operators: [
      'StringEquals',
      'StringNotEquals',
      'StringEqualsIgnoreCase',
      'StringNotEqualsIgnoreCase',
      'StringLike',
      'StringNotLike',
    ],
    wanted: texts,
    given: ['eve', 'EVE', '*', '', 'team'],
  },
  {
    key: 'aws:TagKeys',
    operators: ['StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike'],
    wanted: texts,
    given: ['eve', 'e', ''],
  },
  {
    key: 'aws:SourceArn',
    operators: ['ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike'],
    wanted: arns,
    given: [`arn:aws:iam::${here}:user/x`, `arn:aws:iam::${there}:role/p/r`, 'arn:aws:s3:::b', 'b'],
  },
  {
    key: 'aws:PrincipalArn',
    operators: ['ArnEquals', 'ArnLike', 'ArnNotLike', 'StringEquals'],
    wanted: arns,
    given: undefined,
  },
  {
    key: 'aws:CurrentTime',
    operators: orderings.map((each) => `Date${each}`),
    wanted: dates,
    given: dates,
  },
  {
    key: 's3:max-keys',
    operators: orderings.map((each) => `Numeric${each}`),
    wanted: numbers,
    given: numbers,
  },
  {
    key: 'aws:SecureTransport',
    operators: ['Bool'],
    wanted: ['true', 'false'],
    given: ['true', 'false'],
  },
  {
    key: 'aws:SourceIp',
    operators: ['IpAddress', 'NotIpAddress'],
    wanted: ranges,
    given: addresses,
  },
]

function session(account: string, role: string, isServiceLinked = false): Principal {
  return {
    kind: 'role-session',
    account,
    arn: `arn:aws:sts::${account}:assumed-role/${role}/s`,
    roleArn: `arn:aws:iam::${account}:role/p/${role}`,
    userId: `AROA${role.toUpperCase()}:s`,
    ...(isServiceLinked && { isServiceLinked }),
  }
}

class Generator {
  #state: number

  constructor(seed: number) {
    this.#state = seed
  }

  case(): GeneratedCase {
    const principal = this.#one(principals)
    const request = {
      principal,
      action: this.#one(actions),
      resource: this.#one(resources),
      resourceAccount: this.#one(accounts),
      context: this.#context(),
      ...(this.#chance(0.15) && { resourcePolicyDecides: true }),
    }
    const canBeBound = principal.kind === 'user' || principal.kind === 'role-session'
    const isSession = principal.kind === 'role-session' || principal.kind === 'federated-user'
    return {
      request,
      policies: {
        identity: this.#some(0, 3, () => this.#policy('owned')),
        ...(canBeBound && this.#chance(0.4) && { boundary: this.#policy('owned') }),
        ...(isSession &&
          this.#chance(0.4) && { session: this.#some(1, 2, () => this.#policy('owned')) }),
        ...(this.#chance(0.6) && { resource: this.#policy('resource') }),
        ...(this.#chance(0.3) && { serviceControl: this.#levels('owned') }),
        ...(this.#chance(0.3) && { resourceControl: this.#levels('everyone') }),
      },
    }
  }

  #levels(kind: 'owned' | 'everyone'): NaivePolicy[][] {
    const full = this.#statementFor('Allow', kind, { Action: '*', Resource: '*' })
    return this.#some(1, 2, () => [
      { Version: '2012-10-17', Statement: [full] },
      ...this.#some(0, 1, () => this.#policy(kind)),
    ]).map((level) => (this.#chance(0.15) ? level.slice(1) : level))
  }

  #policy(kind: 'owned' | 'resource' | 'everyone'): NaivePolicy {
    return {
      ...(this.#chance(0.85) && { Version: '2012-10-17' }),
      Statement: this.#some(1, 4, () => this.#statement(kind)),
    }
  }

  #statement(kind: 'owned' | 'resource' | 'everyone'): NaiveStatement {
    const Effect = this.#chance(0.85) ? 'Allow' : 'Deny'
    const action = this.#some(1, 3, () => this.#one(actionPatterns))
    const resource = this.#some(1, 3, () => this.#one(resourcePatterns))
    return this.#statementFor(Effect, kind, {
      ...(this.#chance(0.85) ? { Action: action } : { NotAction: action }),
      ...(this.#chance(0.85) ? { Resource: resource } : { NotResource: resource }),
      ...(this.#chance(0.5) && { Condition: this.#condition() }),
    })
  }

  #statementFor(
    Effect: 'Allow' | 'Deny',
    kind: 'owned' | 'resource' | 'everyone',
    rest: Omit<NaiveStatement, 'Effect'>,
  ): NaiveStatement {
    if (kind === 'owned') return { Effect, ...rest }
    if (kind === 'everyone') return { Effect, Principal: '*', ...rest }
    const principal = this.#chance(0.2) ? '*' : this.#principal()
    return Effect === 'Deny' && this.#chance(0.4)
      ? { Effect, NotPrincipal: principal, ...rest }
      : { Effect, Principal: principal, ...rest }
  }

  #principal(): Record<string, string[]> {
    return {
      AWS: this.#some(1, 5, () => this.#one(names)),
      ...(this.#chance(0.4) && { Service: ['events.amazonaws.com'] }),
      ...(this.#chance(0.4) && { Federated: ['accounts.google.com'] }),
    }
  }

  #condition(): NonNullable<NaiveStatement['Condition']> {
    const blocks = this.#some(1, 2, () => {
      const { key, operators, wanted } = this.#one(families)
      if (this.#chance(0.15)) return ['Null', { [key]: this.#one(['true', 'false']) }] as const
      const prefix = this.#chance(0.3) ? this.#one(['ForAllValues:', 'ForAnyValue:']) : ''
      const suffix = this.#chance(0.3) ? 'IfExists' : ''
      const values = this.#some(1, 3, () => this.#one(wanted))
      return [`${prefix}${this.#one(operators)}${suffix}`, { [this.#cased(key)]: values }] as const
    })
    return Object.fromEntries(blocks)
  }

  #context(): ContextValues {
    const entries = families.flatMap(({ key, given }) => {
      if (!given || this.#chance(0.4)) return []
      const isMany = key === 'aws:TagKeys' || this.#chance(0.05)
      const value = isMany ? this.#some(0, 3, () => this.#one(given)) : this.#one(given)
      return [[this.#cased(key), value] as const]
    })
    return Object.fromEntries(entries)
  }

  #cased(key: string): string {
    return this.#chance(0.2) ? key.toUpperCase() : key
  }

  #some<Item>(min: number, max: number, make: () => Item): Item[] {
    const count = min + Math.floor(this.#next() * (max - min + 1))
    return Array.from({ length: count }, make)
  }

  #one<Item>(items: readonly Item[]): Item {
    const item = items[Math.floor(this.#next() * items.length)]
    if (item === undefined) throw new Error('nothing to choose from')
    return item
  }

  #chance(probability: number): boolean {
    return this.#next() < probability
  }

  /** A well-mixed 32-bit generator (mulberry32). */
  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
