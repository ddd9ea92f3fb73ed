import { describe, expect, it } from 'vitest'
import { testPlace } from '../../../../test/support/world.ts'
import type { User } from '../../../generated/iam.ts'
import type { Caller } from '../../../kernel/caller.ts'
import { isUseDue, noteUse, type Use } from '../last-used.ts'
import { iam } from '../service.ts'
import type { IamChange } from '../state.ts'
import { account, allowing, expectRefusal, iamWorld } from '../testing/iam-world.ts'

const annArn = `arn:aws:iam::${account}:user/ann`
const policyArn = `arn:aws:iam::${account}:policy/queues`

/** Ann and Bob may use queues, Ann by a policy, Bob by a group that has it. */
async function usingWorld() {
  const cloud = iamWorld()
  const { ask, kernel } = cloud
  const make = async (UserName: string): Promise<Caller> => {
    const { User: user } = await ask<{ User: User }>('CreateUser', { UserName })
    return { kind: 'user', account, arn: user.Arn, userId: user.UserId }
  }
  const ann = await make('ann')
  const bob = await make('bob')
  await ask('CreatePolicy', {
    PolicyName: 'queues',
    PolicyDocument: allowing('sqs:*', 'sns:Publish'),
  })
  await ask('AttachUserPolicy', { UserName: 'ann', PolicyArn: policyArn })
  await ask('CreateGroup', { GroupName: 'team' })
  await ask('AddUserToGroup', { UserName: 'bob', GroupName: 'team' })
  await ask('AttachGroupPolicy', { GroupName: 'team', PolicyArn: policyArn })
  const change = kernel.cells.of(iam, testPlace).changing as unknown as IamChange
  const use = (caller: Caller, namespace: string) => {
    const made: Use = { caller, namespace, region: 'eu-west-1' }
    if (isUseDue(change, made)) kernel.change(() => noteUse(change, made))
  }
  const start = async (Arn: string) =>
    (await ask<{ JobId: string }>('GenerateServiceLastAccessedDetails', { Arn })).JobId
  return { ...cloud, ann, bob, use, start }
}

describe('the access advisor', () => {
  it('tells the services that policies open, and who used them last', async () => {
    const { ann, bob, use, start, ask, advance, now } = await usingWorld()
    use(ann, 'sqs')
    await advance(1_000)
    use(bob, 'sqs')
    const usedAtMs = now()
    const JobId = await start(policyArn)
    const createdAtMs = now()
    const dates = {
      JobCreationDate: new Date(createdAtMs),
      JobCompletionDate: new Date(createdAtMs + 200),
    }
    expect(await ask('GetServiceLastAccessedDetails', { JobId })).toEqual({
      JobStatus: 'IN_PROGRESS',
      JobType: 'SERVICE_LEVEL',
      ...dates,
      ServicesLastAccessed: [],
    })
    await advance(200)
    expect(await ask('GetServiceLastAccessedDetails', { JobId })).toEqual({
      JobStatus: 'COMPLETED',
      JobType: 'SERVICE_LEVEL',
      ...dates,
      ServicesLastAccessed: [
        { ServiceName: 'Amazon SNS', ServiceNamespace: 'sns', TotalAuthenticatedEntities: 0 },
        {
          ServiceName: 'Amazon SQS',
          ServiceNamespace: 'sqs',
          LastAuthenticated: new Date(usedAtMs),
          LastAuthenticatedEntity: bob.arn,
          LastAuthenticatedRegion: 'eu-west-1',
          TotalAuthenticatedEntities: 2,
        },
      ],
      IsTruncated: false,
    })
  })

  it('tells each entity’s last use, the newest first', async () => {
    const { ann, bob, use, start, ask, advance, now } = await usingWorld()
    use(bob, 'sqs')
    const usedAtMs = now()
    const JobId = await start(policyArn)
    await advance(60_000)
    const input = { JobId, ServiceNamespace: 'sqs' }
    const entities = () => ask('GetServiceLastAccessedDetailsWithEntities', input)
    expect((await entities()).EntityDetailsList).toEqual([
      {
        EntityInfo: { Arn: bob.arn, Name: 'bob', Type: 'USER', Path: '/', Id: bob.userId },
        LastAuthenticated: new Date(usedAtMs),
      },
      { EntityInfo: { Arn: annArn, Name: 'ann', Type: 'USER', Path: '/', Id: ann.userId } },
    ])
    use(ann, 'sqs')
    expect((await entities()).EntityDetailsList).toMatchObject([
      { EntityInfo: { Name: 'ann' } },
      { EntityInfo: { Name: 'bob' } },
    ])
  })

  it('forgets who is deleted', async () => {
    const { ann, use, ask, reading } = await usingWorld()
    use(ann, 'sqs')
    use(ann, 'sns')
    expect(reading().state.serviceUses.count({ prefix: [ann.userId] })).toBe(2)
    await ask('DetachUserPolicy', { UserName: 'ann', PolicyArn: policyArn })
    await ask('DeleteUser', { UserName: 'ann' })
    expect(reading().state.serviceUses.count({ prefix: [ann.userId] })).toBe(0)
  })

  it('looks at users with their groups, at groups, and at roles', async () => {
    const { bob, use, start, ask, advance } = await usingWorld()
    use(bob, 'sqs')
    for (const Arn of [bob.arn, `arn:aws:iam::${account}:group/team`]) {
      const JobId = await start(Arn)
      await advance(200)
      const answer = await ask('GetServiceLastAccessedDetails', { JobId })
      expect(answer.ServicesLastAccessed).toMatchObject([
        { ServiceNamespace: 'sns' },
        { ServiceNamespace: 'sqs', LastAuthenticatedEntity: bob.arn },
      ])
    }
  })

  it('refuses what isn’t there, and forgets a job after a day', async () => {
    const { ask, start, advance } = await usingWorld()
    const generate = (Arn: string) => ask('GenerateServiceLastAccessedDetails', { Arn })
    await expectRefusal(
      generate(`arn:aws:iam::${account}:user/nobody`),
      'NoSuchEntity',
      404,
      'The user with name nobody cannot be found.',
    )
    const stray = `arn:aws:iam::${account}:mfa/phone`
    await expectRefusal(
      generate(stray),
      'InvalidInput',
      400,
      `ARN ${stray} is not that of a user, group, role or policy.`,
    )
    const JobId = await start(annArn)
    await advance(24 * 3_600_000)
    await expectRefusal(
      ask('GetServiceLastAccessedDetails', { JobId }),
      'NoSuchEntity',
      404,
      `The job with id ${JobId} cannot be found.`,
    )
  })

  it('says that single actions aren’t tracked', async () => {
    const { ask } = await usingWorld()
    await expectRefusal(
      ask('GenerateServiceLastAccessedDetails', { Arn: annArn, Granularity: 'ACTION_LEVEL' }),
      'NotEmulated',
      501,
      'Kasane does not emulate the last access of single actions.',
    )
  })
})
