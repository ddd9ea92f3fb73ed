import { describe, expect, it } from 'vitest'
import type { AssumeRoleResponse, Credentials } from '../../../generated/sts.ts'
import { anonymous, rootOf } from '../../../kernel/caller.ts'
import { memoryStore } from '../../../kernel/store/memory-store.ts'
import { account, otherAccount, stsWorld, trusting } from '../testing/sts-world.ts'

const hour = 3_600_000

function denied(user: string, action: string, role: string) {
  return {
    code: 'AccessDenied',
    status: 403,
    message: `User: ${user} is not authorized to perform: ${action} on resource: ${role}`,
  }
}

/** Ann may assume `worker`. */
function annsWorld() {
  const cloud = stsWorld()
  const ann = cloud.user('ann')
  const role = cloud.role('worker', {
    trust: trusting(ann.arn, undefined, [
      'sts:AssumeRole',
      'sts:TagSession',
      'sts:SetSourceIdentity',
    ]),
    sessionSecondsMax: 7_200,
    tags: [{ key: 'Team', value: 'blue' }],
  })
  const assume = (input: object = {}, caller = ann) =>
    cloud.call<AssumeRoleResponse & { Credentials: Credentials }>(
      'AssumeRole',
      { RoleArn: role.arn, RoleSessionName: 'shift', ...input },
      { caller },
    )
  return { ...cloud, ann, role, assume }
}

describe('AssumeRole', () => {
  it('gives credentials of AWS’s form that end after an hour, without the role’s path in the ARN', async () => {
    const { assume, now } = annsWorld()
    const answer = await assume()
    expect(answer.AssumedRoleUser).toEqual({
      AssumedRoleId: 'AROAWORKER:shift',
      Arn: `arn:aws:sts::${account}:assumed-role/worker/shift`,
    })
    expect(answer.Credentials.AccessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/)
    expect(answer.Credentials.SecretAccessKey).toMatch(/^[A-Za-z0-9+/]{40}$/)
    expect(answer.Credentials.Expiration).toEqual(new Date(now() + hour))
    expect(answer.SessionTokenSize).toBe(answer.Credentials.SessionToken.length)
    expect(answer).not.toHaveProperty('PackedPolicySize')
  })

  it('its credentials act as the role, with the role’s tags', async () => {
    const { assume, callerOf, role } = annsWorld()
    const { Credentials: credentials } = await assume()
    expect(callerOf(credentials)).toMatchObject({
      kind: 'role',
      account,
      arn: `arn:aws:sts::${account}:assumed-role/worker/shift`,
      userId: 'AROAWORKER:shift',
      accessKeyId: credentials.AccessKeyId,
      session: { behindArn: role.arn, behindId: role.id },
      context: {
        'aws:PrincipalTag/Team': 'blue',
        'aws:MultiFactorAuthPresent': 'false',
        'aws:TokenIssueTime': '2026-01-01T00:00:00Z',
      },
    })
  })

  it('its credentials have the role’s tags as they are now', async () => {
    const { assume, callerOf, role, roles } = annsWorld()
    const { Credentials: credentials } = await assume()
    expect(callerOf(credentials)).toBe(callerOf(credentials))
    roles.set(role.arn, { ...role, tags: [{ key: 'Team', value: 'green' }] })
    expect(callerOf(credentials).context).toMatchObject({ 'aws:PrincipalTag/Team': 'green' })
  })

  it('refuses strangers to the role, and roles that don’t exist, in the same words', async () => {
    const { call, user, role } = annsWorld()
    const eve = user('eve', { allow: 'sts:*' })
    for (const arn of [role.arn, `arn:aws:iam::${account}:role/none`]) {
      await expect(
        call('AssumeRole', { RoleArn: arn, RoleSessionName: 'in' }, { caller: eve }),
      ).rejects.toMatchObject(denied(eve.arn, 'sts:AssumeRole', arn))
    }
  })

  it('a trusted account’s users need a policy of their own, those of other accounts always', async () => {
    const cloud = stsWorld()
    const { arn } = cloud.role('shared', {
      trust: trusting({ AWS: [`arn:aws:iam::${account}:root`, otherAccount] }),
    })
    const assume = (caller: ReturnType<typeof cloud.user>) =>
      cloud.call('AssumeRole', { RoleArn: arn, RoleSessionName: 'in' }, { caller })
    const bob = cloud.user('bob')
    const far = cloud.user('far', { owner: otherAccount })
    await expect(assume(bob)).rejects.toMatchObject(denied(bob.arn, 'sts:AssumeRole', arn))
    await expect(assume(far)).rejects.toMatchObject(denied(far.arn, 'sts:AssumeRole', arn))
    await assume(cloud.user('bob', { allow: 'sts:AssumeRole' }))
    await assume(cloud.user('far', { owner: otherAccount, allow: 'sts:AssumeRole' }))
  })

  it('needs the external id that the trust policy asks for', async () => {
    const cloud = stsWorld()
    const ann = cloud.user('ann')
    const { arn } = cloud.role('guarded', {
      trust: trusting(ann.arn, { StringEquals: { 'sts:ExternalId': 'x-17' } }),
    })
    const assume = (more: object) =>
      cloud.call('AssumeRole', { RoleArn: arn, RoleSessionName: 'in', ...more }, { caller: ann })
    const refusal = denied(ann.arn, 'sts:AssumeRole', arn)
    await expect(assume({})).rejects.toMatchObject(refusal)
    await expect(assume({ ExternalId: 'x-18' })).rejects.toMatchObject(refusal)
    await assume({ ExternalId: 'x-17' })
  })

  it('is not for root users, whatever the trust policy says', async () => {
    const cloud = stsWorld()
    const { arn } = cloud.role('open', { trust: trusting(`arn:aws:iam::${account}:root`) })
    const refusal = {
      code: 'AccessDenied',
      status: 403,
      message: 'Roles may not be assumed by root accounts.',
      why: { rule: 'root-assumes-no-role', resource: arn, sessionName: 'in' },
    }
    for (const owner of [account, otherAccount]) {
      await expect(
        cloud.call(
          'AssumeRole',
          { RoleArn: arn, RoleSessionName: 'in' },
          { caller: rootOf(owner), place: { account: owner } },
        ),
      ).rejects.toMatchObject(refusal)
    }
  })

  it('is not for callers who don’t sign, though the trust policy names everybody', async () => {
    const cloud = stsWorld()
    const { arn: open } = cloud.role('open', { trust: trusting('*') })
    const { arn: closed } = cloud.role('closed', { trust: trusting(cloud.user('ann').arn) })
    for (const arn of [open, closed]) {
      const input = { RoleArn: arn, RoleSessionName: 'in' }
      await expect(
        cloud.call('AssumeRole', input, { caller: anonymous(account) }),
      ).rejects.toMatchObject({
        code: 'MissingAuthenticationToken',
        status: 403,
        message: 'Request is missing Authentication Token',
      })
    }
  })

  it('refuses what is no role', async () => {
    const { assume } = annsWorld()
    await expect(assume({ RoleArn: 'arn:aws:s3:::bucket/thing' })).rejects.toMatchObject({
      code: 'ValidationError',
      status: 400,
      message: 'Request ARN is invalid',
    })
    await expect(assume({ RoleArn: 'the role that I mean' })).rejects.toMatchObject({
      code: 'ValidationError',
      status: 400,
      message: 'the role that I mean is invalid',
    })
  })

  it('lasts no longer than the role allows, and an hour when chained', async () => {
    const { assume, call, callerOf, role, roles } = annsWorld()
    const { Credentials: first } = await assume({ DurationSeconds: 7_200 })
    await expect(assume({ DurationSeconds: 7_201 })).rejects.toMatchObject({
      code: 'ValidationError',
      status: 400,
      message: 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    })
    const trust = { Version: '2012-10-17', Statement: [trusting(role.arn)] }
    roles.set(role.arn, { ...role, trustPolicy: JSON.stringify(trust) })
    const again = (seconds: number) =>
      call(
        'AssumeRole',
        { RoleArn: role.arn, RoleSessionName: 'next', DurationSeconds: seconds },
        { caller: callerOf(first) },
      )
    await expect(again(3_601)).rejects.toMatchObject({
      code: 'ValidationError',
      status: 400,
      message:
        'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    })
    await again(3_600)
  })

  it('is chained behind a session of GetSessionToken, too', async () => {
    const { assume, call, callerOf, ann } = annsWorld()
    const { Credentials: own } = await call<{ Credentials: Credentials }>(
      'GetSessionToken',
      {},
      { caller: ann },
    )
    const caller = callerOf(own)
    await expect(assume({ DurationSeconds: 3_601 }, caller)).rejects.toMatchObject({
      code: 'ValidationError',
      status: 400,
      message:
        'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    })
    await assume({ DurationSeconds: 3_600 }, caller)
  })

  it('says that it takes no trusted context assertions', async () => {
    const { assume } = annsWorld()
    const ProvidedContexts = [{ ProviderArn: 'arn:aws:iam::aws:contextProvider/x' }]
    await expect(assume({ ProvidedContexts })).rejects.toMatchObject({
      code: 'NotEmulated',
      status: 501,
      message: 'Kasane does not emulate trusted context assertions at STS.',
    })
  })

  it('its credentials are expired when their time is over, by the emulated clock', async () => {
    const { assume, find, advance } = annsWorld()
    const { Credentials: credentials } = await assume()
    await advance(hour - 1)
    expect(find(credentials)).toMatchObject({ kind: 'known', status: 'active' })
    await advance(1)
    expect(find(credentials)).toMatchObject({ kind: 'known', status: 'expired' })
    await advance(400 * 24 * hour)
    expect(find(credentials)).toMatchObject({ kind: 'known', status: 'expired' })
  })

  it('its credentials die with the role, and a namesake doesn’t bring them back', async () => {
    const { assume, find, roles, role } = annsWorld()
    const { Credentials: credentials } = await assume()
    roles.delete(role.arn)
    expect(find(credentials)).toEqual({ kind: 'revoked' })
    roles.set(role.arn, { ...role, id: 'AROANEW' })
    expect(find(credentials)).toEqual({ kind: 'revoked' })
  })

  it('no token but its own opens a key, and an altered one doesn’t', async () => {
    const { assume, identities, find } = annsWorld()
    const { Credentials: one } = await assume()
    const { Credentials: other } = await assume()
    expect(identities.find(one.AccessKeyId)).toEqual({ kind: 'revoked' })
    const middle = one.SessionToken.length >> 1
    const flipped = one.SessionToken[middle] === 'A' ? 'B' : 'A'
    const altered = one.SessionToken.slice(0, middle) + flipped + one.SessionToken.slice(middle + 1)
    for (const token of ['', 'garbage', altered, `${one.SessionToken}=`, other.SessionToken]) {
      const finding = find({ ...one, SessionToken: token })
      expect(finding).toMatchObject({ kind: 'known', caller: { kind: 'anonymous' } })
      // Whoever compares it with the token that came finds another.
      expect(finding).not.toHaveProperty('sessionToken', token)
    }
  })

  it('its credentials are good after a restart over the same store, and in no other cloud', async () => {
    const store = memoryStore()
    const before = stsWorld({ store })
    const ann = before.user('ann')
    const role = before.role('worker', { trust: trusting(ann.arn) })
    const { Credentials: credentials } = await before.call<{ Credentials: Credentials }>(
      'AssumeRole',
      { RoleArn: role.arn, RoleSessionName: 'shift' },
      { caller: ann },
    )
    const after = stsWorld({ store })
    after.roles.set(role.arn, role)
    expect(after.find(credentials)).toMatchObject({
      kind: 'known',
      secret: credentials.SecretAccessKey,
      status: 'active',
    })
    const foreign = stsWorld()
    foreign.roles.set(role.arn, role)
    expect(foreign.find(credentials)).toMatchObject({ caller: { kind: 'anonymous' } })
  })

  it('session tags go before the role’s, and transitive ones go down the chain', async () => {
    const { assume, call, callerOf, role, roles } = annsWorld()
    const { Credentials: first } = await assume({
      Tags: [
        { Key: 'team', Value: 'red' },
        { Key: 'Cost', Value: '7' },
      ],
      TransitiveTagKeys: ['Cost'],
    })
    expect(callerOf(first).context).toMatchObject({
      'aws:PrincipalTag/team': 'red',
      'aws:PrincipalTag/Cost': '7',
    })
    const trust = {
      Version: '2012-10-17',
      Statement: [trusting(role.arn, undefined, ['sts:AssumeRole', 'sts:TagSession'])],
    }
    roles.set(role.arn, { ...role, trustPolicy: JSON.stringify(trust) })
    const next = (more: object = {}) =>
      call<{ Credentials: Credentials }>(
        'AssumeRole',
        { RoleArn: role.arn, RoleSessionName: 'next', ...more },
        { caller: callerOf(first) },
      )
    const { Credentials: second } = await next()
    expect(callerOf(second).context).toMatchObject({
      'aws:PrincipalTag/Team': 'blue',
      'aws:PrincipalTag/Cost': '7',
    })
    await expect(next({ Tags: [{ Key: 'cost', Value: '0' }] })).rejects.toMatchObject({
      code: 'InvalidParameterValue',
      status: 400,
      message:
        "One of the specified transitive tag keys can't be set because it conflicts with a " +
        'transitive tag key from the calling session.',
    })
  })

  it('a session tag replaces the role’s where policies take the keys for the same', async () => {
    const cloud = stsWorld()
    const ann = cloud.user('ann', { allow: 'sts:*' })
    const tags = [{ key: 'task', value: 'low' }]
    const trust = trusting(ann.arn, undefined, ['sts:AssumeRole', 'sts:TagSession'])
    const { arn: RoleArn } = cloud.role('R', { tags, trust })
    const tagsWith = async (Key: string) => {
      const { Credentials: credentials } = await cloud.call<{ Credentials: Credentials }>(
        'AssumeRole',
        { RoleArn, RoleSessionName: 's', Tags: [{ Key, Value: 'high' }] },
        { caller: ann },
      )
      return cloud.callerOf(credentials).context
    }
    expect(await tagsWith('TASK')).not.toHaveProperty('aws:PrincipalTag/task')
    // The last letter is the Kelvin sign.
    expect(await tagsWith('tas\u212a')).toMatchObject({ 'aws:PrincipalTag/task': 'low' })
  })

  it('tags and a source identity are asked for as actions of their own, inherited ones too', async () => {
    const cloud = stsWorld()
    const ann = cloud.user('ann')
    const { arn } = cloud.role('plain', { trust: trusting(ann.arn) })
    const assume = (more: object) =>
      cloud.call('AssumeRole', { RoleArn: arn, RoleSessionName: 'in', ...more }, { caller: ann })
    await expect(assume({ Tags: [{ Key: 'a', Value: 'b' }] })).rejects.toMatchObject(
      denied(ann.arn, 'sts:TagSession', arn),
    )
    await expect(assume({ SourceIdentity: 'ann' })).rejects.toMatchObject(
      denied(ann.arn, 'sts:SetSourceIdentity', arn),
    )
    const chained = annsWorld()
    const { Credentials: first } = await chained.assume({ SourceIdentity: 'ann' })
    const trust = { Version: '2012-10-17', Statement: [trusting(chained.role.arn)] }
    chained.roles.set(chained.role.arn, {
      ...chained.role,
      trustPolicy: JSON.stringify(trust),
    })
    const caller = chained.callerOf(first)
    await expect(chained.assume({}, caller)).rejects.toMatchObject(
      denied(caller.arn, 'sts:SetSourceIdentity', chained.role.arn),
    )
  })

  it('a source identity stays what it was set to', async () => {
    const { assume, callerOf, role, roles } = annsWorld()
    const first = await assume({ SourceIdentity: 'ann' })
    expect(first.SourceIdentity).toBe('ann')
    const caller = callerOf(first.Credentials)
    expect(caller.context).toMatchObject({ 'aws:SourceIdentity': 'ann' })
    const trust = {
      Version: '2012-10-17',
      Statement: [trusting(role.arn, undefined, ['sts:AssumeRole', 'sts:SetSourceIdentity'])],
    }
    roles.set(role.arn, { ...role, trustPolicy: JSON.stringify(trust) })
    expect(await assume({}, caller)).toMatchObject({ SourceIdentity: 'ann' })
    await expect(assume({ SourceIdentity: 'eve' }, caller)).rejects.toMatchObject(
      denied(caller.arn, 'sts:SetSourceIdentity', role.arn),
    )
  })

  it('refuses tags that are there twice, reserved, or transitive without being there', async () => {
    const { assume } = annsWorld()
    const refused = (message: string) => ({ code: 'InvalidParameterValue', status: 400, message })
    const twice = [
      { Key: 'a', Value: '1' },
      { Key: 'A', Value: '2' },
    ]
    await expect(assume({ Tags: twice })).rejects.toMatchObject(
      refused('Duplicate tag keys found. Please note that Tag keys are case insensitive.'),
    )
    await expect(assume({ Tags: [{ Key: 'aws:a', Value: '' }] })).rejects.toMatchObject(
      refused('Tag keys that begin with aws: are reserved for system use.'),
    )
    await expect(
      assume({ Tags: [{ Key: 'a', Value: '' }], TransitiveTagKeys: ['b'] }),
    ).rejects.toMatchObject(
      refused('The specified transitive tag key must be included in the requested tags.'),
    )
  })

  it('session policies go with the session, and their packed size is told', async () => {
    const { assume, callerOf } = annsWorld()
    const policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Sid: 'Stmt1', Effect: 'Allow', Action: 's3:*', Resource: '*' }],
    })
    const managed = 'arn:aws:iam::aws:policy/ReadOnlyAccess'
    const answer = await assume({ Policy: policy, PolicyArns: [{ arn: managed }] })
    expect(answer.PackedPolicySize).toBeGreaterThan(5)
    expect(answer.PackedPolicySize).toBeLessThan(20)
    expect(callerOf(answer.Credentials).session).toMatchObject({ policy, policyArns: [managed] })
  })

  it('refuses session policies that are malformed, strange, too many or too large', async () => {
    const { assume } = annsWorld()
    await expect(assume({ Policy: '{"Version":"2012-10-17"}' })).rejects.toMatchObject({
      code: 'MalformedPolicyDocument',
      status: 400,
      message: 'Syntax errors in policy.',
    })
    const stray = `arn:aws:iam::${otherAccount}:policy/theirs`
    await expect(assume({ PolicyArns: [{ arn: stray }] })).rejects.toMatchObject({
      code: 'ValidationError',
      status: 400,
      message: `Invalid policy ARN: ${stray}`,
    })
    const arns = Array.from({ length: 11 }, (_, n) => ({ arn: `arn:aws:iam::aws:policy/p${n}` }))
    await expect(assume({ PolicyArns: arns })).rejects.toMatchObject({
      code: 'ValidationError',
      status: 400,
      message:
        "1 validation error detected: Value at 'policyArns' failed to satisfy constraint: " +
        'Member must have length less than or equal to 10',
    })
    const policy = {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: 's3:*', Resource: `arn:aws:s3:::${'b'.repeat(2_100)}` },
      ],
    }
    await expect(assume({ Policy: JSON.stringify(policy) })).rejects.toMatchObject({
      code: 'PackedPolicyTooLarge',
      status: 400,
      message: 'Packed policy consumes 108% of allotted space, please use smaller policy.',
    })
    const Tags = Array.from({ length: 50 }, (_, n) => ({
      Key: `key-${n}-${Math.sin(n)}`,
      Value: `value-${Math.cos(n)}-${Math.tan(n)}`,
    }))
    await expect(assume({ Tags })).rejects.toMatchObject({
      code: 'PackedPolicyTooLarge',
      status: 400,
      message: expect.stringMatching(
        /^Packed size of session tags consumes 1\d\d% of allotted space\.$/,
      ) as string,
    })
  })

  it('makes tokens as long as they are asked to be', async () => {
    const { assume, find } = annsWorld()
    const { Credentials: credentials, SessionTokenSize: size } = await assume({
      MinimumSessionTokenSize: 4_096,
    })
    expect(size).toBeGreaterThanOrEqual(4_096)
    expect(find(credentials)).toMatchObject({ kind: 'known', status: 'active' })
  })
})
