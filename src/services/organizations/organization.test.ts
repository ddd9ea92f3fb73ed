import { describe, expect, it } from 'vitest'
import {
  expectRefusal,
  management,
  member,
  organizationsWorld,
} from './testing/organizations-world.ts'

describe('an organisation', () => {
  it('is made by an account, which then manages it', async () => {
    const { ask } = organizationsWorld()
    const { Organization } = await ask('CreateOrganization')
    const { Id } = Organization
    expect(Id).toMatch(/^o-[a-z0-9]{10}$/)
    expect(Organization).toEqual({
      Id,
      Arn: `arn:aws:organizations::${management}:organization/${Id}`,
      FeatureSet: 'ALL',
      MasterAccountArn: `arn:aws:organizations::${management}:account/${Id}/${management}`,
      MasterAccountId: management,
      MasterAccountEmail: `root@${management}.example.com`,
      AvailablePolicyTypes: [{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }],
    })
    expect(await ask('DescribeOrganization')).toEqual({ Organization })
    await expectRefusal(
      ask('CreateOrganization'),
      'AlreadyInOrganizationException',
      'The AWS account is already a member of an organization.',
    )
  })

  it('has no policies for a bill alone', async () => {
    const { ask } = organizationsWorld()
    expect(await ask('CreateOrganization', { FeatureSet: 'CONSOLIDATED_BILLING' })).toMatchObject({
      Organization: { FeatureSet: 'CONSOLIDATED_BILLING', AvailablePolicyTypes: [] },
    })
  })

  it('is unknown to accounts outside it, and lets members describe it and no more', async () => {
    const { ask, organization, join } = organizationsWorld()
    const outside = 'Your account is not a member of an organization.'
    for (const operation of ['DescribeOrganization', 'ListAccounts', 'LeaveOrganization']) {
      await expectRefusal(ask(operation), 'AWSOrganizationsNotInUseException', outside)
    }
    await organization()
    await join()
    expect(await ask('DescribeOrganization', {}, member)).toEqual(await ask('DescribeOrganization'))
    for (const operation of ['ListAccounts', 'ListRoots', 'DeleteOrganization']) {
      await expectRefusal(
        ask(operation, {}, member),
        'AccessDeniedException',
        "You don't have permissions to access this resource.",
      )
    }
    await expectRefusal(
      ask('CreateOrganization', {}, member),
      'AlreadyInOrganizationException',
      'The AWS account is already a member of an organization.',
    )
  })

  it('goes with all that it held once it has no members', async () => {
    const { ask, organization, join, unit, policy, stateIn } = organizationsWorld()
    const { root } = await organization('SERVICE_CONTROL_POLICY')
    await unit(root, 'dev')
    await policy('deny')
    await ask('EnableAWSServiceAccess', { ServicePrincipal: 'ram.amazonaws.com' })
    await join()
    await expectRefusal(
      ask('DeleteOrganization'),
      'OrganizationNotEmptyException',
      'To delete an organization you must first remove all member accounts (except the master).',
    )
    await ask('LeaveOrganization', {}, member)
    await ask('DeleteOrganization')
    const { state } = stateIn(management)
    const { invitations, ...others } = state
    expect(Object.values(others).map((collection) => collection.count())).toEqual(
      Object.values(others).map(() => 0),
    )
    expect(invitations.count()).toBe(1)
    await ask('CreateOrganization')
  })

  it('trusts services that it is told to', async () => {
    const { ask, organization } = organizationsWorld()
    await organization()
    const trust = (ServicePrincipal: string) => ask('EnableAWSServiceAccess', { ServicePrincipal })
    await trust('ram.amazonaws.com')
    await trust('cloudtrail.amazonaws.com')
    await ask('DisableAWSServiceAccess', { ServicePrincipal: 'ram.amazonaws.com' })
    expect(await ask('ListAWSServiceAccessForOrganization')).toEqual({
      EnabledServicePrincipals: [
        {
          ServicePrincipal: 'cloudtrail.amazonaws.com',
          DateEnabled: new Date('2026-01-01T00:00:00Z'),
        },
      ],
    })
    await expectRefusal(
      trust('example.com'),
      'InvalidInputException',
      'You specified an unrecognized service principal.',
      'UNRECOGNIZED_SERVICE_PRINCIPAL',
    )
  })

  it('with bills alone has no policies', async () => {
    const { ask } = organizationsWorld()
    await ask('CreateOrganization', { FeatureSet: 'CONSOLIDATED_BILLING' })
    const { Roots } = await ask('ListRoots')
    await expectRefusal(
      ask('EnablePolicyType', { RootId: Roots[0]?.Id, PolicyType: 'SERVICE_CONTROL_POLICY' }),
      'PolicyTypeNotAvailableForOrganizationException',
      "You can't use the specified policy type with the feature set currently enabled for this organization. For example, you can enable SCPs only after you enable all features in the organization.",
    )
  })
})
