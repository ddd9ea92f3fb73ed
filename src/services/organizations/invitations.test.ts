import { describe, expect, it } from 'vitest'
import { dayMs } from './limits.ts'
import {
  expectRefusal,
  management,
  member,
  organizationsWorld,
} from './testing/organizations-world.ts'

const invite = { Target: { Type: 'ACCOUNT', Id: member } }
const ended =
  "You can't perform the operation on the handshake in its current state. For example, you can't cancel a handshake that was already accepted or accept a handshake that was already declined."
const unknown = "We can't find a handshake with the HandshakeId that you specified."

async function invited() {
  const world = organizationsWorld()
  const { id } = await world.organization()
  const { Handshake } = await world.ask('InviteAccountToOrganization', { ...invite, Notes: 'Come' })
  const HandshakeId = Handshake.Id
  const answer = (operation: string, account = member) =>
    world.ask(operation, { HandshakeId }, account)
  return { ...world, id, Handshake, HandshakeId, answer }
}

describe('an invitation', () => {
  it('is open on both sides, and tells who asks whom', async () => {
    const { ask, id, Handshake, HandshakeId } = await invited()
    expect(HandshakeId).toMatch(/^h-[0-9a-f]{32}$/)
    expect(Handshake).toEqual({
      Id: HandshakeId,
      Arn: `arn:aws:organizations::${management}:handshake/${id}/invite/${HandshakeId}`,
      Parties: [
        { Id: id, Type: 'ORGANIZATION' },
        { Id: member, Type: 'ACCOUNT' },
      ],
      State: 'OPEN',
      RequestedTimestamp: new Date('2026-01-01T00:00:00Z'),
      ExpirationTimestamp: new Date('2026-01-16T00:00:00Z'),
      Action: 'INVITE',
      Resources: [
        {
          Type: 'ORGANIZATION',
          Value: id,
          Resources: [
            { Type: 'MASTER_EMAIL', Value: `root@${management}.example.com` },
            { Type: 'MASTER_NAME', Value: `Account ${management}` },
            { Type: 'ORGANIZATION_FEATURE_SET', Value: 'ALL' },
          ],
        },
        { Type: 'ACCOUNT', Value: member },
        { Type: 'NOTES', Value: 'Come' },
      ],
    })
    const all = { Handshakes: [Handshake] }
    expect(await ask('ListHandshakesForOrganization')).toEqual(all)
    expect(await ask('ListHandshakesForAccount', {}, member)).toEqual(all)
    expect(await ask('ListHandshakesForAccount')).toEqual({ Handshakes: [] })
    expect(await ask('DescribeHandshake', { HandshakeId }, member)).toEqual({ Handshake })
    expect(
      await ask('ListHandshakesForOrganization', { Filter: { ActionType: 'ENABLE_ALL_FEATURES' } }),
    ).toEqual({ Handshakes: [] })
  })

  it('makes the account a member when it accepts', async () => {
    const { ask, answer, HandshakeId } = await invited()
    expect(await answer('AcceptHandshake')).toMatchObject({ Handshake: { State: 'ACCEPTED' } })
    expect(await ask('DescribeAccount', { AccountId: member })).toMatchObject({
      Account: { Email: `root@${member}.example.com`, JoinedMethod: 'INVITED', Status: 'ACTIVE' },
    })
    expect(await ask('DescribeHandshake', { HandshakeId })).toMatchObject({
      Handshake: { State: 'ACCEPTED' },
    })
    await expectRefusal(
      answer('AcceptHandshake'),
      'HandshakeAlreadyInStateException',
      "The specified handshake is already in the requested state. For example, you can't accept a handshake that was already accepted.",
    )
    await expectRefusal(
      ask('CancelHandshake', { HandshakeId }),
      'InvalidHandshakeTransitionException',
      ended,
    )
  })

  it('can be declined and canceled, and is then over', async () => {
    const declined = await invited()
    expect(await declined.answer('DeclineHandshake')).toMatchObject({
      Handshake: { State: 'DECLINED' },
    })
    const canceled = await invited()
    await canceled.answer('CancelHandshake', management)
    for (const { answer } of [declined, canceled]) {
      await expectRefusal(answer('AcceptHandshake'), 'InvalidHandshakeTransitionException', ended)
    }
  })

  it('ends after 15 days and is forgotten after 30 more', async () => {
    const { ask, answer, advance, HandshakeId } = await invited()
    await advance(15 * dayMs)
    expect(await ask('DescribeHandshake', { HandshakeId })).toMatchObject({
      Handshake: { State: 'EXPIRED' },
    })
    await expectRefusal(answer('AcceptHandshake'), 'InvalidHandshakeTransitionException', ended)
    await advance(30 * dayMs)
    await expectRefusal(answer('AcceptHandshake'), 'HandshakeNotFoundException', unknown)
  })

  it('that is forgotten makes room, on both sides, for the next', async () => {
    const { ask, advance, HandshakeId, stateIn } = await invited()
    await advance(45 * dayMs)
    const { Handshake } = await ask('InviteAccountToOrganization', invite)
    for (const account of [management, member]) {
      const ids = [...stateIn(account).state.invitations.range()].map(({ id }) => id)
      expect(ids).toEqual([Handshake.Id])
    }
    expect(Handshake.Id).not.toBe(HandshakeId)
  })

  it('is nobody else’s to answer', async () => {
    const { answer } = await invited()
    for (const [operation, account] of [
      ['AcceptHandshake', management],
      ['AcceptHandshake', '333333333333'],
      ['CancelHandshake', member],
      ['DescribeHandshake', '333333333333'],
    ] as const) {
      await expectRefusal(answer(operation, account), 'HandshakeNotFoundException', unknown)
    }
  })

  it('is sent once, and not to who is in an organisation', async () => {
    const { ask, answer } = await invited()
    await expectRefusal(
      ask('InviteAccountToOrganization', invite),
      'DuplicateHandshakeException',
      'A handshake with the same action and target already exists. For example, if you invited an account to join your organization, the invited account might already have a pending invitation from this organization. If you intend to resend an invitation to an account, ensure that existing handshakes that might be considered duplicates are canceled or declined.',
    )
    await answer('AcceptHandshake')
    await expectRefusal(
      ask('InviteAccountToOrganization', invite),
      'HandshakeConstraintViolationException',
      'The specified account is already a member of an organization.',
      'ALREADY_IN_AN_ORGANIZATION',
    )
  })

  it('cannot be accepted by an account that has joined another organisation since', async () => {
    const { ask, answer } = await invited()
    await ask('CreateOrganization', {}, member)
    await expectRefusal(
      answer('AcceptHandshake'),
      'HandshakeConstraintViolationException',
      'The specified account is already a member of an organization.',
      'ALREADY_IN_AN_ORGANIZATION',
    )
    expect(await answer('DescribeHandshake')).toMatchObject({ Handshake: { State: 'OPEN' } })
  })

  it('counts as an account while it is open', async () => {
    const { ask } = await invited()
    const to = (n: number) => ({ Target: { Type: 'ACCOUNT', Id: `30000000000${n}` } })
    for (let n = 0; n < 8; n++) await ask('InviteAccountToOrganization', to(n))
    await expectRefusal(
      ask('InviteAccountToOrganization', to(8)),
      'HandshakeConstraintViolationException',
      'You have exceeded the allowed number of AWS accounts',
      'ACCOUNT_NUMBER_LIMIT_EXCEEDED',
    )
  })

  it('can be sent to the address of an account', async () => {
    const { ask, organization } = organizationsWorld()
    await organization()
    const Target = { Type: 'EMAIL', Id: `root@${member}.example.com` }
    const { Handshake } = await ask('InviteAccountToOrganization', { Target })
    await ask('AcceptHandshake', { HandshakeId: Handshake.Id }, member)
    const stranger = { Type: 'EMAIL', Id: 'somebody@example.com' }
    await expect(ask('InviteAccountToOrganization', { Target: stranger })).rejects.toMatchObject({
      code: 'NotEmulated',
      status: 501,
      message: 'Kasane does not emulate invitations to addresses of unknown accounts.',
    })
  })
})
