/** Conditions where the key is absent, several, or a variable: traps of AWS's that policies rest on. */
import { PutUserPolicyCommand } from '@aws-sdk/client-iam'
import { SendMessageCommand, TagQueueCommand } from '@aws-sdk/client-sqs'
import { describe, expect, it } from 'vitest'
import { A, accounts, policy, statement } from '../../test/support/accounts.ts'

const send = (QueueUrl: string) => new SendMessageCommand({ QueueUrl, MessageBody: 'hello' })

/** A user, whose policy is what each step says, and a queue. */
async function world() {
  const made = await accounts()
  const QueueUrl = await made.queue('q')
  const eve = await made.user('eve')
  async function put(PolicyDocument: string) {
    const PolicyName = 'p'
    const asked = { UserName: 'eve', PolicyName, PolicyDocument }
    await made.root.iam.send(new PutUserPolicyCommand(asked))
  }
  /** Whether eve may send. */
  async function sends(): Promise<boolean> {
    try {
      await eve.sqs.send(send(QueueUrl))
      return true
    } catch (error) {
      expect(error).toMatchObject({ name: 'AccessDenied' })
      return false
    }
  }
  return {
    ...made,
    QueueUrl,
    eve,
    put,
    async sendsWith(...statements: object[]) {
      await put(policy(...statements))
      return sends()
    },
    async sendsIf(Condition: object) {
      await put(policy(statement('sqs:SendMessage', { Condition })))
      return sends()
    },
    async sendsUnless(Condition: object) {
      await put(policy(statement('*'), statement('*', { Effect: 'Deny', Condition })))
      return sends()
    },
  }
}

describe('a deny without MFA', () => {
  const key = 'aws:MultiFactorAuthPresent'

  it('meets long-term keys only by IfExists, since they don’t have the key', async () => {
    const { sendsUnless } = await world()
    expect(await sendsUnless({ BoolIfExists: { [key]: 'false' } })).toBe(false)
    expect(await sendsUnless({ Bool: { [key]: 'false' } })).toBe(true)
    expect(await sendsUnless({ Null: { [key]: 'true' } })).toBe(false)
  })
})

describe('an absent key', () => {
  const absent = { 'aws:PrincipalTag/team': 'blue' }

  it('fails what is positive and fulfils what is negated', async () => {
    const { sendsIf } = await world()
    for (const operator of ['StringEquals', 'StringLike', 'StringEqualsIgnoreCase', 'ArnLike']) {
      expect([operator, await sendsIf({ [operator]: absent })]).toEqual([operator, false])
    }
    for (const operator of ['StringNotEquals', 'StringNotLike', 'StringEqualsIfExists']) {
      expect([operator, await sendsIf({ [operator]: absent })]).toEqual([operator, true])
    }
  })

  it('lets a Deny with IfExists or with a negated operator deny', async () => {
    const { sendsUnless } = await world()
    expect(await sendsUnless({ StringEqualsIfExists: absent })).toBe(false)
    expect(await sendsUnless({ StringNotEquals: absent })).toBe(false)
    expect(await sendsUnless({ StringEquals: absent })).toBe(true)
  })
})

describe('keys of several values', () => {
  it('that are absent fulfil ForAllValues, unless Null says no, and never ForAnyValue', async () => {
    const { sendsIf } = await world()
    const tags = { 'aws:TagKeys': ['team'] }
    expect(await sendsIf({ 'ForAllValues:StringEquals': tags })).toBe(true)
    expect(
      await sendsIf({ 'ForAllValues:StringEquals': tags, Null: { 'aws:TagKeys': 'false' } }),
    ).toBe(false)
    expect(await sendsIf({ 'ForAnyValue:StringEquals': tags })).toBe(false)
  })

  it('are compared one by one', async () => {
    const { eve, put, QueueUrl } = await world()
    const tag = (Tags: Record<string, string>) =>
      eve.sqs.send(new TagQueueCommand({ QueueUrl, Tags }))
    const only = { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['team', 'stage'] } }
    await put(policy(statement('sqs:TagQueue', { Condition: only })))
    await tag({ team: 'blue', stage: 'dev' })
    await expect(tag({ team: 'blue', owner: 'me' })).rejects.toMatchObject({
      name: 'AccessDenied',
    })
    // AWS: values of aws:TagKeys are told apart by case.
    await expect(tag({ Team: 'blue' })).rejects.toMatchObject({ name: 'AccessDenied' })
    const any = { 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['team'] } }
    await put(policy(statement('sqs:TagQueue', { Condition: any })))
    await tag({ team: 'blue', owner: 'me' })
    await expect(tag({ owner: 'me' })).rejects.toMatchObject({ name: 'AccessDenied' })
  })
})

describe('wildcards', () => {
  it('are literal to StringEquals, and patterns to StringLike and both ARN operators', async () => {
    const { sendsIf } = await world()
    const like = (pattern: string) => ({ 'aws:PrincipalArn': pattern })
    const star = `arn:aws:iam::${A}:user/*`
    expect(await sendsIf({ StringEquals: like(star) })).toBe(false)
    for (const operator of ['StringLike', 'ArnEquals', 'ArnLike']) {
      expect([operator, await sendsIf({ [operator]: like(star) })]).toEqual([operator, true])
    }
    expect(await sendsIf({ StringLike: like(`arn:aws:iam::${A}:user/ev?`) })).toBe(true)
    expect(await sendsIf({ StringLike: like(`arn:aws:iam::${A}:user/eve?`) })).toBe(false)
    expect(await sendsIf({ StringLike: like(`arn:aws:iam::${A}:user/[e]ve`) })).toBe(false)
    expect(await sendsIf({ StringLike: like(`arn.aws.iam..${A}.user.eve`) })).toBe(false)
  })

  it('in an action or a resource match without case in the one, with it in the other', async () => {
    const { sendsWith } = await world()
    const on = (Resource: string) => statement('sqs:*', { Resource })
    expect(await sendsWith(statement('SQS:send*'))).toBe(true)
    expect(await sendsWith(statement('sqs:SendMessag?'))).toBe(true)
    expect(await sendsWith(statement('sqs:SendMessage?'))).toBe(false)
    expect(await sendsWith(on(`arn:aws:sqs:us-east-1:${A}:Q`))).toBe(false)
    expect(await sendsWith(on('arn:aws:sqs:*:*:q'))).toBe(true)
    expect(await sendsWith(on('arn:aws:sqs'))).toBe(true)
  })
})

describe('policy variables', () => {
  const key = 'aws:PrincipalTag/queue'

  it('are literal text in a policy without the version that has them', async () => {
    const { put, eve, queue } = await world()
    const QueueUrl = await queue('eve')
    const Resource = `arn:aws:sqs:us-east-1:${A}:\${aws:username}`
    await put(JSON.stringify({ Statement: [statement('sqs:*', { Resource })] }))
    await expect(eve.sqs.send(send(QueueUrl))).rejects.toMatchObject({ name: 'AccessDenied' })
    await put(policy(statement('sqs:*', { Resource })))
    await eve.sqs.send(send(QueueUrl))
  })

  it('let a session reach the queue that its tag names, and no other', async () => {
    const { role, assume, user, queue } = await world()
    const QueueUrl = await queue('jobs')
    const Resource = `arn:aws:sqs:us-east-1:${A}:\${${key}}`
    const Action = ['sts:AssumeRole', 'sts:TagSession']
    const trusted = policy({ Effect: 'Allow', Principal: { AWS: A }, Action })
    const allow = policy(statement('sqs:*', { Resource }))
    const RoleArn = await role('R', { trusted, allow })
    const operator = await user('operator', policy(statement('sts:*')))
    const tagged = (Value: string) => assume(operator, RoleArn, { Tags: [{ Key: 'queue', Value }] })
    await (await tagged('jobs')).sqs.send(send(QueueUrl))
    for (const value of ['job', 'jobs-', 'JOBS', '']) {
      const { sqs } = await tagged(value)
      await expect(sqs.send(send(QueueUrl))).rejects.toMatchObject({ name: 'AccessDenied' })
    }
  })

  it('that are absent match nothing in a resource, and have defaults where given', async () => {
    const { sendsWith, sendsIf } = await world()
    const arn = (name: string) => `arn:aws:sqs:us-east-1:${A}:${name}`
    expect(await sendsWith(statement('sqs:*', { Resource: arn(`\${${key}}`) }))).toBe(false)
    expect(await sendsWith(statement('sqs:*', { Resource: arn(`\${${key}}*`) }))).toBe(false)
    const all = { Effect: 'Allow', Action: 'sqs:*', NotResource: arn(`\${${key}}`) }
    expect(await sendsWith(all)).toBe(false)
    expect(await sendsWith(statement('sqs:*', { Resource: arn(`\${${key}, 'q'}`) }))).toBe(true)
    const principal = { 'aws:PrincipalArn': `arn:aws:iam::${A}:user/\${AWS:UserName}` }
    expect(await sendsIf({ StringEquals: principal })).toBe(true)
  })
})

describe('Not', () => {
  it('inverts the match and grants nothing by itself', async () => {
    const { sendsWith } = await world()
    const not = (Effect: string, NotAction: string) => ({ Effect, NotAction, Resource: '*' })
    expect(await sendsWith(not('Allow', 'iam:*'))).toBe(true)
    expect(await sendsWith(not('Allow', 'sqs:*'))).toBe(false)
    expect(await sendsWith(not('Deny', 'sqs:*'))).toBe(false)
    expect(await sendsWith(statement('*'), not('Deny', 'iam:*'))).toBe(false)
    expect(await sendsWith(statement('*'), not('Deny', 'sqs:*'))).toBe(true)
  })
})
