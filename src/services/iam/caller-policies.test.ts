import { describe, expect, it } from 'vitest'
import { anonymous, type Caller, rootOf, servicePrincipal } from '../../kernel/caller.ts'
import { callerPolicies } from './caller-policies.ts'
import {
  account,
  allowing,
  callerOf,
  iamWorld,
  readOnlyArn,
  sessionOf,
} from './testing/iam-world.ts'

const document = allowing('sqs:*')

function callersWorld() {
  const world = iamWorld()
  const policiesOf = callerPolicies(() => world.reading())
  /** As a session of `caller`, made with these policies. */
  const within = (caller: Caller, behindId: string, given: object = {}): Caller => ({
    ...caller,
    session: { behindArn: '', behindId, issuedAtMs: 0, expiresAtMs: 1, ...given },
  })
  const names = (caller: Caller) => {
    const { identity, session } = policiesOf(caller)
    return {
      identity: identity.map(({ name }) => name),
      session: session?.map(({ name }) => name),
    }
  }
  return { ...world, policiesOf, within, names }
}

describe('the policies of a caller', () => {
  it('are a user’s own', async () => {
    const { ask, user, names } = callersWorld()
    const eve = await user('eve')
    await ask('PutUserPolicy', { UserName: 'eve', PolicyName: 'p', PolicyDocument: document })
    expect(names(callerOf(eve))).toEqual({ identity: ['p'], session: undefined })
  })

  it('are a role’s with those that its session was made with', async () => {
    const { ask, role, names, within } = callersWorld()
    const worker = await role('worker')
    await ask('PutRolePolicy', { RoleName: 'worker', PolicyName: 'p', PolicyDocument: document })
    const session = sessionOf(worker)
    expect(names(within(session, worker.id)).session).toBeUndefined()
    const given = { policy: document, policyArns: [readOnlyArn] }
    expect(names(within(session, worker.id, given))).toEqual({
      identity: ['p'],
      session: ['session policy', 'ReadOnlyAccess'],
    })
  })

  it('lose a session’s managed policy when it is deleted, and open nothing by that', async () => {
    const { role, names, within, policy, ask } = callersWorld()
    const worker = await role('worker')
    const { arn } = await policy('p')
    const caller = within(sessionOf(worker), worker.id, { policyArns: [arn] })
    expect(names(caller).session).toEqual(['p'])
    await ask('DeletePolicy', { PolicyArn: arn })
    expect(names(caller).session).toEqual([])
  })

  it('are everything for whom the root user has federated', () => {
    const { policiesOf, within } = callersWorld()
    const arn = `arn:aws:sts::${account}:federated-user/bob`
    const bob: Caller = { kind: 'federated', account, arn, userId: `${account}:bob` }
    const { identity } = policiesOf(within(bob, account))
    expect(identity.map(({ policy }) => policy.text)).toEqual([
      allowing('*').replace('["*"]', '"*"'),
    ])
  })

  it('are none of root users, services, strangers, and of users who are gone', async () => {
    const { ask, user, policiesOf } = callersWorld()
    const eve = await user('eve')
    await ask('DeleteUser', { UserName: 'eve' })
    const callers = [
      rootOf(account),
      servicePrincipal('sns.amazonaws.com', account),
      anonymous(account),
      callerOf(eve),
    ]
    for (const caller of callers) expect(policiesOf(caller)).toEqual({ identity: [] })
  })
})
