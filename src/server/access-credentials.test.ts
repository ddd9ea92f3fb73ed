/** Credentials that are no good: expired, deleted, inactive, tampered with, used in the wrong place. */
import {
  CreateAccessKeyCommand,
  DeleteAccessKeyCommand,
  GetUserCommand,
  ListUsersCommand,
  UpdateAccessKeyCommand,
  UpdateUserCommand,
} from '@aws-sdk/client-iam'
import { ListQueuesCommand } from '@aws-sdk/client-sqs'
import {
  DecodeAuthorizationMessageCommand,
  GetAccessKeyInfoCommand,
  GetCallerIdentityCommand,
  GetFederationTokenCommand,
  GetSessionTokenCommand,
} from '@aws-sdk/client-sts'
import { describe, expect, it } from 'vitest'
import {
  A,
  accounts,
  B,
  type Clients,
  policy,
  statement,
  trust,
} from '../../test/support/accounts.ts'

const everything = policy(statement('*'))

/** What SQS, IAM and STS say of the same credentials. */
async function answers({ sqs, iam, sts }: Clients) {
  const said = await Promise.allSettled([
    sqs.send(new ListQueuesCommand({})),
    iam.send(new ListUsersCommand({})),
    sts.send(new GetCallerIdentityCommand({})),
  ])
  return said.map((answer) => {
    if (answer.status === 'fulfilled') return 'answered'
    const { name, message, $metadata } = answer.reason
    return [name, $metadata.httpStatusCode, message]
  })
}

const all = <Answer>(answer: Answer) => [answer, answer, answer]
const invalid = [
  'InvalidClientTokenId',
  403,
  'The security token included in the request is invalid.',
]

describe('a session', () => {
  async function session() {
    const made = await accounts()
    const operator = await made.user('operator', everything)
    const RoleArn = await made.role('R', { allow: everything })
    return { ...made, operator, session: await made.assume(operator, RoleArn) }
  }

  it('that is over is refused by every service', async () => {
    const { session: expired, kasane } = await session()
    await kasane.clock.advance('PT59M59S')
    expect(await answers(expired)).toEqual(all('answered'))
    await kasane.clock.advance('PT1S')
    const over = ['ExpiredToken', 403, 'The security token included in the request is expired']
    expect(await answers(expired)).toEqual(all(over))
  })

  it('that is over tells in its incident what it was made with, so that it can be made again', async () => {
    const { assume, operator, kasane } = await session()
    const Policy = policy(statement('sqs:*'))
    const behind = `arn:aws:iam::${A}:role/R`
    const expired = await assume(operator, behind, { Policy, DurationSeconds: 900 })
    await kasane.clock.advance('PT15M')
    await answers(expired)
    expect(kasane.incidents().at(-1)?.why).toMatchObject({
      fault: 'token-expired',
      behind,
      made: { policy: Policy },
      hasMfa: false,
    })
  })

  it('without its token, with another’s or with a tampered one is nobody’s', async () => {
    const { session: good, as, assume, operator } = await session()
    const other = await assume(operator, `arn:aws:iam::${A}:role/R`)
    const { AccessKeyId, SecretAccessKey, SessionToken = '' } = good.keys
    const at = SessionToken.length >> 1
    const changed = SessionToken[at] === 'A' ? 'B' : 'A'
    const tampered = SessionToken.slice(0, at) + changed + SessionToken.slice(at + 1)
    for (const token of [undefined, other.keys.SessionToken, tampered, 'garbage']) {
      const forged = as({ AccessKeyId, SecretAccessKey, SessionToken: token })
      expect(await answers(forged)).toEqual(all(invalid))
    }
    expect(await answers(good)).toEqual(all('answered'))
  })

  it('of GetSessionToken without MFA may not call IAM, and little of STS', async () => {
    const { operator, as } = await session()
    const { Credentials = {} } = await operator.sts.send(new GetSessionTokenCommand({}))
    const temporary = as(Credentials as object)
    expect(await answers(temporary)).toEqual(['answered', invalid, 'answered'])
    await expect(temporary.sts.send(new GetSessionTokenCommand({}))).rejects.toMatchObject({
      name: 'AccessDenied',
      $metadata: { httpStatusCode: 403 },
      message: 'Cannot call GetSessionToken with session credentials',
    })
    await expect(
      temporary.sts.send(new GetFederationTokenCommand({ Name: 'guest' })),
    ).rejects.toMatchObject({
      name: 'AccessDenied',
      $metadata: { httpStatusCode: 403 },
      message: 'Cannot call GetFederationToken with session credentials',
    })
  })

  it('that federates a user may not call IAM at all, whatever its policies', async () => {
    const { operator, as } = await session()
    const asked = new GetFederationTokenCommand({ Name: 'guest', Policy: everything })
    const { Credentials = {} } = await operator.sts.send(asked)
    const federated = as(Credentials as object)
    expect(await answers(federated)).toEqual(['answered', invalid, 'answered'])
    const AccessKeyId = operator.keys.AccessKeyId
    await expect(
      federated.sts.send(new GetAccessKeyInfoCommand({ AccessKeyId })),
    ).rejects.toMatchObject({
      name: 'AccessDenied',
      message: 'Cannot call GetAccessKeyInfo with session credentials',
    })
    await expect(
      federated.sts.send(new DecodeAuthorizationMessageCommand({ EncodedMessage: 'x' })),
    ).rejects.toMatchObject({
      name: 'AccessDenied',
      message: 'Cannot call DecodeAuthorizationMessage with session credentials',
    })
  })

  it('of GetSessionToken is the user’s still when he is renamed', async () => {
    const { operator, as, root } = await session()
    const { Credentials = {} } = await operator.sts.send(new GetSessionTokenCommand({}))
    const temporary = as(Credentials as object)
    await temporary.sts.send(new GetCallerIdentityCommand({}))
    const renaming = { UserName: 'operator', NewUserName: 'chief' }
    await root.iam.send(new UpdateUserCommand(renaming))
    const { Arn } = await temporary.sts.send(new GetCallerIdentityCommand({}))
    expect(Arn).toBe(`arn:aws:iam::${A}:user/chief`)
    expect(await answers(temporary)).toEqual(['answered', invalid, 'answered'])
  })

  it('of GetSessionToken begins a chain of roles, whose sessions end after an hour', async () => {
    const { operator, as, role, assume } = await session()
    const { Credentials = {} } = await operator.sts.send(new GetSessionTokenCommand({}))
    const long = await role('long', { MaxSessionDuration: 43_200 })
    const chained = (DurationSeconds: number) =>
      assume(as(Credentials as object), long, { DurationSeconds })
    await expect(chained(3_601)).rejects.toMatchObject({
      name: 'ValidationError',
      $metadata: { httpStatusCode: 400 },
      message:
        'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    })
    const { keys } = await chained(3_600)
    expect(keys.AccessKeyId).toMatch(/^ASIA/)
  })
})

describe('a key', () => {
  it('that is deleted or inactive is refused by every service', async () => {
    const { user, root } = await accounts()
    const eve = await user('eve', everything)
    const { AccessKeyId } = eve.keys
    expect(await answers(eve)).toEqual(all('answered'))
    const update = { UserName: 'eve', AccessKeyId }
    await root.iam.send(new UpdateAccessKeyCommand({ ...update, Status: 'Inactive' }))
    expect(await answers(eve)).toEqual(all(invalid))
    await root.iam.send(new UpdateAccessKeyCommand({ ...update, Status: 'Active' }))
    expect(await answers(eve)).toEqual(all('answered'))
    await root.iam.send(new DeleteAccessKeyCommand(update))
    expect(await answers(eve)).toEqual(all(invalid))
  })

  it('that is deleted leaves the sessions of roles alone that it began', async () => {
    const { user, root, role, assume } = await accounts()
    const eve = await user('eve', everything)
    const session = await assume(eve, await role('R', { allow: everything }))
    const { AccessKeyId } = eve.keys
    await root.iam.send(new DeleteAccessKeyCommand({ UserName: 'eve', AccessKeyId }))
    expect(await answers(session)).toEqual(all('answered'))
  })

  it('is counted though inactive', async () => {
    const { user, root } = await accounts()
    const { keys } = await user('eve')
    const update = { UserName: 'eve', AccessKeyId: keys.AccessKeyId, Status: 'Inactive' } as const
    await root.iam.send(new UpdateAccessKeyCommand(update))
    const create = () => root.iam.send(new CreateAccessKeyCommand({ UserName: 'eve' }))
    await create()
    await expect(create()).rejects.toMatchObject({
      name: 'LimitExceededException',
      $metadata: { httpStatusCode: 409 },
      message: 'Cannot exceed quota for AccessKeysPerUser: 2',
    })
  })
})

describe('who calls without a user’s keys', () => {
  it('must say whom he means', async () => {
    const { user, role, assume } = await accounts()
    const operator = await user('operator', everything)
    const session = await assume(operator, await role('R', { allow: everything }))
    await expect(session.iam.send(new GetUserCommand({}))).rejects.toMatchObject({
      name: 'ValidationError',
      $metadata: { httpStatusCode: 400 },
      message: 'Must specify userName when calling with non-User credentials',
    })
    expect(await operator.iam.send(new GetUserCommand({}))).toMatchObject({
      User: { UserName: 'operator' },
    })
  })

  it('is always told who he is, even where everything is denied', async () => {
    const { user, role, assume } = await accounts()
    const operator = await user('operator', policy(statement('sts:AssumeRole')))
    const nothing = policy(statement('*', { Effect: 'Deny' }))
    const RoleArn = await role('R', { allow: nothing, Path: '/team/' })
    const session = await assume(operator, RoleArn, { Policy: nothing })
    expect(await session.sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: A,
      UserId: expect.stringMatching(/^AROA[A-Z0-9]{17}:session$/),
      Arn: `arn:aws:sts::${A}:assumed-role/R/session`,
    })
  })
})

describe('an encoded message', () => {
  it('that is none is refused', async () => {
    const { user } = await accounts()
    const { sts } = await user('eve', everything)
    const asked = new DecodeAuthorizationMessageCommand({ EncodedMessage: 'nonsense' })
    await expect(sts.send(asked)).rejects.toMatchObject({
      name: 'InvalidAuthorizationMessageException',
      $metadata: { httpStatusCode: 400 },
    })
  })

  it('can’t be read by whom no policy lets', async () => {
    const { user } = await accounts()
    const { sts } = await user('eve')
    const asked = new DecodeAuthorizationMessageCommand({ EncodedMessage: 'nonsense' })
    await expect(sts.send(asked)).rejects.toMatchObject({
      name: 'AccessDenied',
      $metadata: { httpStatusCode: 403 },
      message:
        `User: arn:aws:iam::${A}:user/eve is not authorized to perform: ` +
        'sts:DecodeAuthorizationMessage on resource: * because no identity-based policy allows ' +
        'the sts:DecodeAuthorizationMessage action',
    })
  })
})

describe('a role that trusts everyone', () => {
  it('still needs the caller’s own account to let him', async () => {
    const { user, role, assume } = await accounts()
    const RoleArn = await role('open', { trusted: trust('*') })
    const stranger = await user('stranger', undefined, B)
    await expect(assume(stranger, RoleArn)).rejects.toMatchObject({
      name: 'AccessDenied',
      message:
        `User: arn:aws:iam::${B}:user/stranger is not authorized to perform: ` +
        `sts:AssumeRole on resource: ${RoleArn}`,
    })
    const allowed = await user('allowed', policy(statement('sts:AssumeRole')), B)
    const session = await assume(allowed, RoleArn)
    expect(await session.sts.send(new GetCallerIdentityCommand({}))).toMatchObject({ Account: A })
  })
})
