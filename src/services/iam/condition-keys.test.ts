/**
 * Which condition keys calls are judged with.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
 */
import { describe, expect, it } from 'vitest'
import { iam } from './service.ts'
import { account, checksOf, iamWorld, readOnlyArn } from './testing/iam-world.ts'

const Tags = [{ Key: 'Lock', Value: 'yes' }]

/** What AWS's model requires of operations about other things. */
const elsewhere = {
  AWSServiceName: '',
  DeletionTaskId: '',
  Name: '',
  OpenIDConnectProviderArn: '',
  SAMLProviderArn: '',
  SerialNumber: '',
  ServerCertificateName: '',
  ServiceSpecificCredentialId: '',
  Url: '',
  VirtualMFADeviceName: '',
}

/** A user and a role, both with a boundary and a tag. */
async function locked() {
  const world = iamWorld()
  const PermissionsBoundary = readOnlyArn
  const eve = await world.user('eve', { PermissionsBoundary, Tags })
  const worker = await world.role('worker', { PermissionsBoundary, Tags })
  /** The operations that are judged with a key, given this input. */
  const judgedWith = (key: string, input: object) =>
    iam.operations
      .map(({ name }) => name)
      .filter((name) => keysOf(name, input).includes(key))
      .toSorted()
  const keysOf = (name: string, input: object) =>
    checksOf(name, { ...elsewhere, ...input }, world.reading()).flatMap(({ context = {} }) =>
      Object.keys(context),
    )
  return { ...world, eve, worker, judgedWith, keysOf }
}

describe('the boundary of what is changed', () => {
  it('is a condition of what AWS lets it be for roles, and of nothing else', async () => {
    const { judgedWith } = await locked()
    expect(judgedWith('iam:PermissionsBoundary', { RoleName: 'worker' })).toEqual([
      'AttachRolePolicy',
      'DeleteRole',
      'DeleteRolePermissionsBoundary',
      'DeleteRolePolicy',
      'DetachRolePolicy',
      'GetRole',
      'PutRolePolicy',
      'UpdateAssumeRolePolicy',
      'UpdateRole',
      'UpdateRoleDescription',
    ])
  })

  it('is a condition of what AWS lets it be for users, and of nothing else', async () => {
    const { judgedWith } = await locked()
    expect(judgedWith('iam:PermissionsBoundary', { UserName: 'eve' })).toEqual([
      'AttachUserPolicy',
      'DeleteUserPermissionsBoundary',
      'DeleteUserPolicy',
      'DetachUserPolicy',
      'PutUserPolicy',
    ])
  })

  it('is the one that is asked for, where a call sets it', async () => {
    const { judgedWith, reading } = await locked()
    const asked = { UserName: 'eve', RoleName: 'worker', PermissionsBoundary: 'arn:other' }
    for (const name of ['PutUserPermissionsBoundary', 'PutRolePermissionsBoundary']) {
      expect(judgedWith('iam:PermissionsBoundary', asked)).toContain(name)
      const [check] = checksOf(name, asked, reading())
      expect(check?.context).toMatchObject({ 'iam:PermissionsBoundary': 'arn:other' })
    }
  })
})

describe('the tags of a user or a role', () => {
  it.each([
    ['GenerateServiceLastAccessedDetails', 'Arn'],
    ['GetContextKeysForPrincipalPolicy', 'PolicySourceArn'],
    ['ListPoliciesGrantingServiceAccess', 'Arn'],
    ['SimulatePrincipalPolicy', 'PolicySourceArn'],
  ])('are conditions of %s, which names it by its ARN', async (name, member) => {
    const { eve, worker, reading } = await locked()
    for (const { arn } of [eve, worker]) {
      expect(checksOf(name, { [member]: arn }, reading())).toEqual([
        {
          resource: arn,
          context: { 'aws:ResourceTag/Lock': 'yes', 'iam:ResourceTag/Lock': 'yes' },
        },
      ])
    }
    const gone = `arn:aws:iam::${account}:user/nobody`
    expect(checksOf(name, { [member]: gone }, reading())).toEqual([{ resource: gone, context: {} }])
  })

  it('are conditions of a new name as of the old one', async () => {
    const { reading, eve } = await locked()
    const context = { 'aws:ResourceTag/Lock': 'yes', 'iam:ResourceTag/Lock': 'yes' }
    expect(checksOf('UpdateUser', { UserName: 'eve', NewUserName: 'bob' }, reading())).toEqual([
      { resource: eve.arn, context },
      { resource: eve.arn.replace('/eve', '/bob'), context },
    ])
  })
})

describe('the service of a credential', () => {
  it('is a condition of all that is done to it, its age of making it', async () => {
    const { ask, judgedWith, keysOf } = await locked()
    const asked = {
      UserName: 'eve',
      ServiceName: 'bedrock.amazonaws.com',
      CredentialAgeDays: 30,
    }
    type Made = { ServiceSpecificCredential: { ServiceSpecificCredentialId: string } }
    const made = await ask<Made>('CreateServiceSpecificCredential', asked)
    const { ServiceSpecificCredentialId } = made.ServiceSpecificCredential
    const input = { ...asked, ServiceSpecificCredentialId }
    expect(judgedWith('iam:ServiceSpecificCredentialServiceName', input)).toEqual([
      'CreateServiceSpecificCredential',
      'DeleteServiceSpecificCredential',
      'ResetServiceSpecificCredential',
      'UpdateServiceSpecificCredential',
    ])
    expect(judgedWith('iam:ServiceSpecificCredentialAgeDays', input)).toEqual([
      'CreateServiceSpecificCredential',
    ])
    const stranger = { UserName: 'eve', ServiceSpecificCredentialId: 'ACCA' }
    expect(keysOf('DeleteServiceSpecificCredential', stranger)).not.toContain(
      'iam:ServiceSpecificCredentialServiceName',
    )
  })
})
