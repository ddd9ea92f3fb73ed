import { describe, expect, it } from 'vitest'
import { rootOf } from '../../kernel/caller.ts'
import { dayMs } from './limits.ts'
import {
  expectRefusal,
  management,
  member,
  organizationsWorld,
} from './testing/organizations-world.ts'

type World = ReturnType<typeof organizationsWorld>

const create = ({ ask }: Pick<World, 'ask'>, Email: string, more: object = {}) =>
  ask('CreateAccount', { AccountName: 'dev', Email, ...more })

const statusOf = ({ ask }: Pick<World, 'ask'>, CreateAccountRequestId: string) =>
  ask('DescribeCreateAccountStatus', { CreateAccountRequestId })

async function created(world: World, Email = 'dev@example.com'): Promise<string> {
  const { CreateAccountStatus } = await create(world, Email)
  await world.advance(200)
  return (await statusOf(world, CreateAccountStatus.Id)).CreateAccountStatus.AccountId
}

describe('creating an account', () => {
  it('takes a while, then the account is there, at the root', async () => {
    const world = organizationsWorld()
    const { ask, organization, advance, bugs } = world
    const { id, root } = await organization()
    const requested = await create(world, 'dev@example.com', { Tags: [{ Key: 'a', Value: '1' }] })
    const { Id } = requested.CreateAccountStatus
    expect(Id).toMatch(/^car-[0-9a-f]{32}$/)
    expect(requested).toEqual({
      CreateAccountStatus: {
        Id,
        AccountName: 'dev',
        State: 'IN_PROGRESS',
        RequestedTimestamp: new Date('2026-01-01T00:00:00Z'),
      },
    })
    expect(await statusOf(world, Id)).toEqual(requested)
    await advance(200)
    const { CreateAccountStatus } = await statusOf(world, Id)
    const { AccountId } = CreateAccountStatus
    expect(AccountId).toMatch(/^\d{12}$/)
    expect(CreateAccountStatus).toMatchObject({
      State: 'SUCCEEDED',
      CompletedTimestamp: new Date('2026-01-01T00:00:00.200Z'),
    })
    expect(await ask('DescribeAccount', { AccountId })).toEqual({
      Account: {
        Id: AccountId,
        Arn: `arn:aws:organizations::${management}:account/${id}/${AccountId}`,
        Email: 'dev@example.com',
        Name: 'dev',
        Status: 'ACTIVE',
        State: 'ACTIVE',
        Paths: [`${id}/${root}/${AccountId}/`],
        JoinedMethod: 'CREATED',
        JoinedTimestamp: new Date('2026-01-01T00:00:00.200Z'),
      },
    })
    expect(await ask('ListTagsForResource', { ResourceId: AccountId })).toEqual({
      Tags: [{ Key: 'a', Value: '1' }],
    })
    expect(bugs).toEqual([])
  })

  it('makes a role by which the management account gets in', async () => {
    const world = organizationsWorld()
    await world.organization()
    const account = await created(world)
    const said = { place: { account }, caller: rootOf(account) }
    const RoleName = 'OrganizationAccountAccessRole'
    const { Role } = await world.call<{ Role: { AssumeRolePolicyDocument: string } }>(
      'GetRole',
      { RoleName },
      said,
    )
    expect(JSON.parse(decodeURIComponent(Role.AssumeRolePolicyDocument))).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${management}:root` },
          Action: 'sts:AssumeRole',
        },
      ],
    })
    expect(await world.call('ListRolePolicies', { RoleName }, said)).toMatchObject({
      PolicyNames: ['AdministratorAccess'],
    })
  })

  it('fails where the address belongs to another account', async () => {
    const world = organizationsWorld()
    await world.organization()
    await created(world)
    const { CreateAccountStatus } = await create(world, 'DEV@example.com')
    await world.advance(200)
    expect(await statusOf(world, CreateAccountStatus.Id)).toMatchObject({
      CreateAccountStatus: { State: 'FAILED', FailureReason: 'EMAIL_ALREADY_EXISTS' },
    })
    expect(await world.ask('ListCreateAccountStatus', { States: ['FAILED'] })).toMatchObject({
      CreateAccountStatuses: [{ Id: CreateAccountStatus.Id }],
    })
  })

  it('goes on five at a time, until there are ten accounts', async () => {
    const world = organizationsWorld()
    await world.organization()
    for (let n = 0; n < 5; n++) await create(world, `${n}@example.com`)
    await expectRefusal(
      create(world, '5@example.com'),
      'TooManyRequestsException',
      'AWS Organizations could not complete the request because too many requests of this kind are in progress. Try again later.',
    )
    await world.advance(200)
    for (let n = 5; n < 9; n++) await create(world, `${n}@example.com`)
    await expectRefusal(
      create(world, '9@example.com'),
      'ConstraintViolationException',
      'You have exceeded the allowed number of AWS accounts',
      'ACCOUNT_NUMBER_LIMIT_EXCEEDED',
    )
  })

  it('is known by its request alone', async () => {
    const world = organizationsWorld()
    await world.organization()
    await expectRefusal(
      statusOf(world, 'car-0123456789abcdef0123456789abcdef'),
      'CreateAccountStatusNotFoundException',
      "We can't find an create account request with the CreateAccountRequestId that you specified.",
    )
  })

  it('is known as a request for 90 days, and makes room for later ones', async () => {
    const world = organizationsWorld()
    await world.organization()
    const { CreateAccountStatus } = await create(world, 'dev@example.com')
    await world.advance(200 + 90 * dayMs)
    await expectRefusal(
      statusOf(world, CreateAccountStatus.Id),
      'CreateAccountStatusNotFoundException',
      "We can't find an create account request with the CreateAccountRequestId that you specified.",
    )
    expect(await world.ask('ListCreateAccountStatus')).toEqual({ CreateAccountStatuses: [] })
    const later = await create(world, 'test@example.com')
    const kept = [...world.stateIn(management).state.creations.range()].map(({ id }) => id)
    expect(kept).toEqual([later.CreateAccountStatus.Id])
  })
})

describe('an account leaves', () => {
  const tooYoung =
    'You must wait at least 4 days after the account was created before it can leave the organization.'

  it('when it is removed or leaves, created ones four days old at the least', async () => {
    const world = organizationsWorld()
    const { ask, organization, advance, join } = world
    await organization()
    const AccountId = await created(world)
    const remove = () => ask('RemoveAccountFromOrganization', { AccountId })
    const early = ['ConstraintViolationException', tooYoung, 'WAIT_PERIOD_ACTIVE'] as const
    await expectRefusal(remove(), ...early)
    await expectRefusal(ask('LeaveOrganization', {}, AccountId), ...early)
    await join()
    await ask('LeaveOrganization', {}, member)
    await advance(4 * dayMs)
    await remove()
    await expectRefusal(
      remove(),
      'AccountNotFoundException',
      "You specified an account that doesn't exist.",
    )
    await expectRefusal(
      ask('DescribeOrganization', {}, AccountId),
      'AWSOrganizationsNotInUseException',
      'Your account is not a member of an organization.',
    )
  })

  it('unless it manages the organisation', async () => {
    const { ask, organization } = organizationsWorld()
    await organization()
    const message =
      "You can't remove a management account from an organization. If you want the management account to become a member account in another organization, you must first delete the current organization of the management account."
    for (const call of [
      ask('LeaveOrganization'),
      ask('RemoveAccountFromOrganization', { AccountId: management }),
    ]) {
      await expectRefusal(call, 'MasterCannotLeaveOrganizationException', message)
    }
  })

  it('for good 90 days after it was closed', async () => {
    const { ask, organization, join, advance } = organizationsWorld()
    await organization()
    await join()
    const close = (AccountId: string) => ask('CloseAccount', { AccountId })
    const account = () => ask('DescribeAccount', { AccountId: member })
    await expectRefusal(
      close(management),
      'ConstraintViolationException',
      "You can't close the management account of an organization.",
      'CANNOT_CLOSE_MANAGEMENT_ACCOUNT',
    )
    await close(member)
    expect(await account()).toMatchObject({ Account: { Status: 'PENDING_CLOSURE' } })
    await expectRefusal(
      close(member),
      'AccountAlreadyClosedException',
      'You attempted to close an account that is already closed.',
    )
    await advance(200)
    expect(await account()).toMatchObject({ Account: { Status: 'SUSPENDED', State: 'CLOSED' } })
    await advance(90 * dayMs)
    await expectRefusal(
      account(),
      'AccountNotFoundException',
      "You specified an account that doesn't exist.",
    )
  })
})
