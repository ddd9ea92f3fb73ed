/** Who may assume a role, for how long, and with what: over the wire, in AWS's words. */
import {
  CreateOpenIDConnectProviderCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  GetRoleCommand,
  PutUserPolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam'
import { AssumeRoleWithWebIdentityCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { A, accounts, B, policy, statement, trust } from '../../test/support/accounts.ts'

const mayAssume = policy(statement(['sts:AssumeRole', 'sts:TagSession']))
const refused = (who: string, RoleArn: string, action = 'sts:AssumeRole') => ({
  name: 'AccessDenied',
  $metadata: { httpStatusCode: 403 },
  message: `User: ${who} is not authorized to perform: ${action} on resource: ${RoleArn}`,
})
const eveArn = `arn:aws:iam::${A}:user/eve`

describe('AssumeRole', () => {
  it('wants the external id that the role’s trust policy does', async () => {
    const { user, role, assume } = await accounts()
    const eve = await user('eve', mayAssume)
    const Condition = { StringEquals: { 'sts:ExternalId': 'secret' } }
    const RoleArn = await role('R', { trusted: trust(A, { Condition }) })
    for (const more of [{}, { ExternalId: 'wrong' }]) {
      await expect(assume(eve, RoleArn, more)).rejects.toMatchObject(refused(eveArn, RoleArn))
    }
    await assume(eve, RoleArn, { ExternalId: 'secret' })
  })

  it('is refused to root users', async () => {
    const { root, role, assume } = await accounts()
    const RoleArn = await role('R')
    await expect(assume(root, RoleArn)).rejects.toMatchObject({
      name: 'AccessDenied',
      $metadata: { httpStatusCode: 403 },
      message: 'Roles may not be assumed by root accounts.',
    })
  })

  it('needs no own policy of the user whom the trust policy names, but of one in another account', async () => {
    const { user, role, assume } = await accounts()
    const eve = await user('eve')
    const stranger = await user('stranger', undefined, B)
    const strangerArn = `arn:aws:iam::${B}:user/stranger`
    await assume(eve, await role('own', { trusted: trust(eveArn) }))
    const delegated = await role('delegated')
    await expect(assume(eve, delegated)).rejects.toMatchObject(refused(eveArn, delegated))
    const foreign = await role('foreign', { trusted: trust(strangerArn) })
    await expect(assume(stranger, foreign)).rejects.toMatchObject(refused(strangerArn, foreign))
  })

  it('says the same of a role that isn’t there', async () => {
    const { user, assume } = await accounts()
    const eve = await user('eve', mayAssume)
    const RoleArn = `arn:aws:iam::${A}:role/none`
    await expect(assume(eve, RoleArn)).rejects.toMatchObject(refused(eveArn, RoleArn))
  })

  it('lets a role assume itself only if its own trust policy says so', async () => {
    const { user, root, role, assume } = await accounts()
    const eve = await user('eve', mayAssume)
    const RoleArn = await role('R', { trusted: trust(eveArn), allow: mayAssume })
    const session = await assume(eve, RoleArn)
    const who = `arn:aws:sts::${A}:assumed-role/R/session`
    await expect(assume(session, RoleArn)).rejects.toMatchObject(refused(who, RoleArn))
    const PolicyDocument = policy({
      Effect: 'Allow',
      Principal: { AWS: [eveArn, RoleArn] },
      Action: 'sts:AssumeRole',
    })
    await root.iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'R', PolicyDocument }))
    await assume(session, RoleArn)
  })
})

describe('the duration of a session', () => {
  const invalid = (message: string) => ({
    name: 'ValidationError',
    $metadata: { httpStatusCode: 400 },
    message,
  })

  it('is at most an hour where roles are chained, and what the role allows elsewhere', async () => {
    const { user, role, assume } = await accounts()
    const eve = await user('eve', mayAssume)
    const RoleArn = await role('R', { allow: mayAssume, MaxSessionDuration: 7_200 })
    const session = await assume(eve, RoleArn, { DurationSeconds: 7_200 })
    await expect(assume(eve, RoleArn, { DurationSeconds: 7_201 })).rejects.toMatchObject(
      invalid('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.'),
    )
    await assume(session, RoleArn, { DurationSeconds: 3_600 })
    await expect(assume(session, RoleArn, { DurationSeconds: 3_601 })).rejects.toMatchObject(
      invalid(
        'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
      ),
    )
  })

  it('is at least a quarter of an hour', async () => {
    const { user, role, assume } = await accounts()
    const eve = await user('eve', mayAssume)
    await expect(assume(eve, await role('R'), { DurationSeconds: 60 })).rejects.toMatchObject(
      invalid(
        "1 validation error detected: Value '60' at 'durationSeconds' failed to satisfy constraint: " +
          'Member must have value greater than or equal to 900',
      ),
    )
  })
})

describe('tags and source identity', () => {
  it('need actions of their own in the trust policy', async () => {
    const { user, role, assume } = await accounts()
    const eve = await user('eve', policy(statement('sts:*')))
    const RoleArn = await role('R')
    await expect(
      assume(eve, RoleArn, { Tags: [{ Key: 'team', Value: 'blue' }] }),
    ).rejects.toMatchObject(refused(eveArn, RoleArn, 'sts:TagSession'))
    await expect(assume(eve, RoleArn, { SourceIdentity: 'eve' })).rejects.toMatchObject(
      refused(eveArn, RoleArn, 'sts:SetSourceIdentity'),
    )
    const Action = ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity']
    const tagged = await role('T', { trusted: trust(A, { Action }) })
    await assume(eve, tagged, {
      Tags: [{ Key: 'team', Value: 'blue' }],
      SourceIdentity: 'eve',
    })
  })

  it('go through the chain: there too they need their actions, and can’t be changed', async () => {
    const { user, role, assume } = await accounts()
    const everySts = policy(statement('sts:*'))
    const eve = await user('eve', everySts)
    const Action = ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity']
    const trusted = trust(A, { Action })
    const first = await role('first', { trusted, allow: everySts })
    const Tags = [{ Key: 'team', Value: 'blue' }]
    const session = await assume(eve, first, {
      Tags,
      TransitiveTagKeys: ['team'],
      SourceIdentity: 'eve',
    })
    const who = `arn:aws:sts::${A}:assumed-role/first/session`
    const untagged = await role('untagged')
    await expect(assume(session, untagged)).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining(`User: ${who} is not authorized to perform: sts:`),
    })
    const second = await role('second', { trusted })
    await assume(session, second)
    await expect(assume(session, second, { SourceIdentity: 'mallory' })).rejects.toMatchObject(
      refused(who, second, 'sts:SetSourceIdentity'),
    )
    await expect(
      assume(session, second, { Tags: [{ Key: 'TEAM', Value: 'red' }] }),
    ).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } })
  })
})

describe('a role whose trusted role was deleted and made again', () => {
  it('shows an id, and lets the namesake in only when its trust is saved again', async () => {
    const { user, root, role, assume } = await accounts()
    const eve = await user('eve', mayAssume)
    const trustedArn = await role('T', { allow: mayAssume })
    const RoleArn = await role('R', { trusted: trust(trustedArn) })
    await assume(await assume(eve, trustedArn), RoleArn)
    await root.iam.send(new DeleteRolePolicyCommand({ RoleName: 'T', PolicyName: 'p' }))
    await root.iam.send(new DeleteRoleCommand({ RoleName: 'T' }))
    await role('T', { allow: mayAssume })
    const principal = async () => {
      const { Role } = await root.iam.send(new GetRoleCommand({ RoleName: 'R' }))
      return JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')).Statement[0]
        .Principal.AWS
    }
    expect(await principal()).toMatch(/^AROA[A-Z0-9]{17}$/)
    const namesake = await assume(eve, trustedArn)
    await expect(assume(namesake, RoleArn)).rejects.toMatchObject(
      refused(`arn:aws:sts::${A}:assumed-role/T/session`, RoleArn),
    )
    const PolicyDocument = trust(trustedArn)
    await root.iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'R', PolicyDocument }))
    expect(await principal()).toBe(trustedArn)
    await assume(namesake, RoleArn)
  })
})

describe('session policies', () => {
  it('are refused where an ARN is cut short, which identity policies may do', async () => {
    const { user, root, role, assume } = await accounts()
    const eve = await user('eve', mayAssume)
    const Policy = policy(statement('sqs:*', { Resource: 'arn:aws:sqs' }))
    const put = { UserName: 'eve', PolicyName: 'short', PolicyDocument: Policy }
    await root.iam.send(new PutUserPolicyCommand(put))
    await expect(assume(eve, await role('R'), { Policy })).rejects.toMatchObject({
      name: 'MalformedPolicyDocumentException',
      $metadata: { httpStatusCode: 400 },
    })
  })
})

describe('AssumeRoleWithWebIdentity', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 })
  const issuer = 'https://idp.example.com'
  const nowSeconds = Date.UTC(2026, 0, 1) / 1_000
  const claims = { iss: issuer, sub: 'me', aud: 'sts', exp: nowSeconds + 600, iat: nowSeconds }

  function jwt(more: object = {}): string {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const head = part({ alg: 'RS256', kid: 'one', typ: 'JWT' })
    const signed = `${head}.${part({ ...claims, ...more })}`
    return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`
  }

  /** A provider whose keys are given as tags, and a role that trusts it. */
  async function federation() {
    const made = await accounts()
    const keys = [{ ...publicKey.export({ format: 'jwk' }), kid: 'one' }]
    const keySet = Buffer.from(JSON.stringify({ keys })).toString('base64url')
    const Tags = (keySet.match(/.{1,256}/g) ?? []).map((Value, at) => ({
      Key: `kasane:jwks:${at + 1}`,
      Value,
    }))
    const asked = { Url: issuer, ClientIDList: ['sts'], ThumbprintList: ['0'.repeat(40)], Tags }
    const { OpenIDConnectProviderArn: Federated } = await made.root.iam.send(
      new CreateOpenIDConnectProviderCommand(asked),
    )
    const trusted = policy({
      Effect: 'Allow',
      Principal: { Federated },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: { StringEquals: { 'idp.example.com:sub': 'me' } },
    })
    const RoleArn = await made.role('W', { trusted })
    // Clients don't sign this call: the token is all that is shown.
    const { sts } = made.as({})
    const assume = (WebIdentityToken: string) =>
      sts.send(
        new AssumeRoleWithWebIdentityCommand({
          RoleArn,
          RoleSessionName: 'web',
          WebIdentityToken,
        }),
      )
    return { ...made, assume }
  }

  it('gives a session for a token of the provider', async () => {
    const { assume, as } = await federation()
    const { Credentials = {}, AssumedRoleUser, Audience } = await assume(jwt())
    expect({ Audience, arn: AssumedRoleUser?.Arn }).toEqual({
      Audience: 'sts',
      arn: `arn:aws:sts::${A}:assumed-role/W/web`,
    })
    const { sts } = as(Credentials as object)
    expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Arn: `arn:aws:sts::${A}:assumed-role/W/web`,
    })
  })

  it('refuses tokens that are expired, another’s, unknown, or of whom the role doesn’t trust', async () => {
    const { assume } = await federation()
    for (const [claim, name, status, message] of [
      [
        { exp: nowSeconds - 1 },
        'ExpiredTokenException',
        400,
        `Token expired: current date/time ${nowSeconds} must be before the expiration date/time ${nowSeconds - 1}`,
      ],
      [{ aud: 'other' }, 'InvalidIdentityTokenException', 400, 'Incorrect token audience'],
      [
        { iss: 'https://evil.example.com' },
        'InvalidIdentityTokenException',
        400,
        'No OpenIDConnect provider found in your account for https://evil.example.com',
      ],
      [
        { sub: 'you' },
        'AccessDenied',
        403,
        'Not authorized to perform sts:AssumeRoleWithWebIdentity',
      ],
    ] as const) {
      await expect(assume(jwt(claim))).rejects.toMatchObject({
        name,
        message,
        $metadata: { httpStatusCode: status },
      })
    }
  })
})
