/** AWS: partitions are clouds of their own, that share neither entities nor credentials. */
import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  GetUserCommand,
  IAMClient,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam'
import { CreateOrganizationCommand, OrganizationsClient } from '@aws-sdk/client-organizations'
import {
  AssumeRoleCommand,
  GetCallerIdentityCommand,
  GetFederationTokenCommand,
  GetSessionTokenCommand,
  STSClient,
} from '@aws-sdk/client-sts'
import { expect, it } from 'vitest'
import { cloud } from '../../test/support/cloud.ts'

const account = '111122223333'

function policy(...statements: object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements })
}

const everything = { Effect: 'Allow', Action: '*', Resource: '*' }

async function partitions() {
  const kasane = await cloud()
  const as = (accessKeyId = account, secretAccessKey = 'any', sessionToken?: string) => {
    const credentials = { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) }
    return (region = 'us-east-1') => {
      const config = { ...kasane.clientConfig(), region, credentials, maxAttempts: 1 }
      return {
        iam: new IAMClient(config),
        sts: new STSClient(config),
        organizations: new OrganizationsClient(config),
      }
    }
  }
  const root = as()
  async function user(UserName: string, PolicyDocument: string, region?: string) {
    const { iam } = root(region)
    await iam.send(new CreateUserCommand({ UserName }))
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'p', PolicyDocument }))
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }))
    return as(AccessKey?.AccessKeyId, AccessKey?.SecretAccessKey)
  }
  return { as, root, user }
}

it('credentials of one partition are none of another', async () => {
  const { as, user } = await partitions()
  const ann = await user('ann', policy(everything))
  const abroad = { name: 'InvalidClientTokenId', $metadata: { httpStatusCode: 403 } }
  const call = () => new CreateAccessKeyCommand({ UserName: 'ann' })
  await expect(ann('cn-north-1').iam.send(call())).rejects.toMatchObject(abroad)
  await expect(ann('us-gov-west-1').iam.send(call())).rejects.toMatchObject(abroad)
  const { Credentials: session } = await ann().sts.send(new GetSessionTokenCommand({}))
  const { AccessKeyId, SecretAccessKey, SessionToken } = session ?? {}
  const temporary = as(AccessKeyId, SecretAccessKey, SessionToken)
  const who = () => new GetCallerIdentityCommand({})
  await expect(temporary('cn-north-1').sts.send(who())).rejects.toMatchObject(abroad)
  expect(await temporary().sts.send(who())).toMatchObject({ Account: account })
})

it('users are those of the partition, whoever came first', async () => {
  const { root, user } = await partitions()
  const abroad = await user('ann', policy(everything), 'cn-north-1')
  await expect(root().iam.send(new GetUserCommand({ UserName: 'ann' }))).rejects.toMatchObject({
    name: 'NoSuchEntityException',
  })
  await root().iam.send(new CreateUserCommand({ UserName: 'ann' }))
  const { User } = await root().iam.send(new GetUserCommand({ UserName: 'ann' }))
  expect(User?.Arn).toBe(`arn:aws:iam::${account}:user/ann`)
  const { Arn } = await abroad('cn-north-1').sts.send(new GetCallerIdentityCommand({}))
  expect(Arn).toBe(`arn:aws-cn:iam::${account}:user/ann`)
})

it('nobody assumes a role of another partition', async () => {
  const { root, user } = await partitions()
  const trust = policy({ Effect: 'Allow', Principal: { AWS: account }, Action: 'sts:AssumeRole' })
  const { Role } = await root('cn-north-1').iam.send(
    new CreateRoleCommand({ RoleName: 'reader', AssumeRolePolicyDocument: trust }),
  )
  const open = policy({ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' })
  await root().iam.send(
    new CreateRoleCommand({ RoleName: 'reader', AssumeRolePolicyDocument: open }),
  )
  const ann = await user('ann', policy(everything))
  await expect(
    ann().sts.send(new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: 'ann' })),
  ).rejects.toMatchObject({ name: 'AccessDenied' })
})

it.each(['aws-cn', 'x'])('AWS’s managed policies aren’t those of %s', async (partition) => {
  const { user } = await partitions()
  const ann = await user('ann', policy(everything))
  await expect(
    ann().iam.send(
      new AttachUserPolicyCommand({
        UserName: 'ann',
        PolicyArn: `arn:${partition}:iam::aws:policy/AdministratorAccess`,
      }),
    ),
  ).rejects.toMatchObject({ name: 'NoSuchEntityException' })
})

it('a session takes policies of its own partition alone', async () => {
  const { user } = await partitions()
  const ann = await user('ann', policy(everything))
  const PolicyArns = [{ arn: 'arn:aws-cn:iam::aws:policy/AdministratorAccess' }]
  await expect(
    ann().sts.send(new GetFederationTokenCommand({ Name: 'bob', PolicyArns })),
  ).rejects.toMatchObject({ name: 'ValidationError' })
})

it('an organisation is one of its partition', async () => {
  const { root } = await partitions()
  const found = (region: string) =>
    root(region).organizations.send(new CreateOrganizationCommand({ FeatureSet: 'ALL' }))
  await found('cn-north-1')
  const { Organization } = await found('us-east-1')
  expect(Organization?.MasterAccountArn).toMatch(/^arn:aws:/)
})
