/** A cloud with Organizations, and IAM for the roles of new accounts. */
import { expect } from 'vitest'
import { testPlace, world } from '../../../../test/support/world.ts'
import { rootOf } from '../../../kernel/caller.ts'
import { iam } from '../../iam/service.ts'
import { organizationDirectory } from '../directory.ts'
import { organizations } from '../service.ts'
import type { OrganizationsChange } from '../state.ts'

export const management = testPlace.account
export const member = '222222222222'

export const denyingSqs = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Action: 'sqs:*', Resource: '*' }],
})

/** Nobody's queues for those outside the organisation. */
export const denyingStrangers = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Principal: '*', Action: 'sqs:*', Resource: '*' }],
})

interface Answer {
  readonly Organization: { readonly Id: string; readonly Arn: string }
  readonly Roots: readonly { readonly Id: string }[]
  readonly OrganizationalUnit: { readonly Id: string }
  readonly Policy: { readonly PolicySummary: { readonly Id: string; readonly Arn: string } }
  readonly Handshake: { readonly Id: string; readonly State: string }
  readonly CreateAccountStatus: { readonly Id: string; readonly AccountId: string }
}

export function organizationsWorld() {
  const cloud: ReturnType<typeof world> = world({
    services: [organizations, iam],
    ports: { organizationDirectory: organizationDirectory((account) => stateIn(account)) },
  })
  const stateIn = (account: string) =>
    cloud.kernel.cells.of(organizations, { ...testPlace, account })
      .changing as unknown as OrganizationsChange

  /** As an account's root user; the management account's where nobody is named. */
  function ask(name: string, input: object = {}, account = management): Promise<Answer> {
    return cloud.call<Answer>(name, input, { place: { account }, caller: rootOf(account) })
  }

  /** An organisation with service control policies, or with those types that are named. */
  async function organization(...types: string[]) {
    const { Organization } = await ask('CreateOrganization')
    const { Roots } = await ask('ListRoots')
    const RootId = Roots[0]?.Id ?? ''
    for (const PolicyType of types) await ask('EnablePolicyType', { RootId, PolicyType })
    return { id: Organization.Id, root: RootId }
  }

  async function unit(ParentId: string, Name: string): Promise<string> {
    return (await ask('CreateOrganizationalUnit', { ParentId, Name })).OrganizationalUnit.Id
  }

  /** Invites an account, which accepts. */
  async function join(account = member): Promise<void> {
    const { Handshake } = await ask('InviteAccountToOrganization', {
      Target: { Type: 'ACCOUNT', Id: account },
    })
    await ask('AcceptHandshake', { HandshakeId: Handshake.Id }, account)
  }

  async function policy(
    Name: string,
    Type = 'SERVICE_CONTROL_POLICY',
    Content = Type === 'SERVICE_CONTROL_POLICY' ? denyingSqs : denyingStrangers,
  ): Promise<string> {
    const made = await ask('CreatePolicy', { Name, Description: '', Type, Content })
    return made.Policy.PolicySummary.Id
  }

  return { ...cloud, ask, organization, unit, join, policy, stateIn }
}

interface Refusal {
  readonly code?: string
  readonly status?: number
  readonly message?: string
  readonly members?: Readonly<Record<string, unknown>>
}

/** The call is refused with exactly this, and with this reason where there is one. */
export async function expectRefusal(
  call: Promise<unknown>,
  code: string,
  message: string,
  Reason?: string,
): Promise<void> {
  const refusal = await call.then(
    () => 'not refused',
    ({ code: given, status, message: text, members }: Refusal) => ({
      code: given,
      status,
      message: text,
      reason: members?.['Reason'],
    }),
  )
  expect(refusal).toEqual({ code, status: 400, message, reason: Reason })
}
