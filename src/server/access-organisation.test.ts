/** Service control and resource control policies judge every call, as AWS's clients see it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  GetRoleCommand,
  IAMClient,
  ListUsersCommand,
  PutUserPolicyCommand,
  SimulatePrincipalPolicyCommand,
} from '@aws-sdk/client-iam'
import {
  AcceptHandshakeCommand,
  AttachPolicyCommand,
  CreateAccountCommand,
  CreateOrganizationalUnitCommand,
  CreateOrganizationCommand,
  CreatePolicyCommand,
  DescribeAccountCommand,
  DescribeCreateAccountStatusCommand,
  DescribeOrganizationCommand,
  DetachPolicyCommand,
  EnablePolicyTypeCommand,
  InviteAccountToOrganizationCommand,
  LeaveOrganizationCommand,
  ListAccountsCommand,
  ListRootsCommand,
  MoveAccountCommand,
  OrganizationsClient,
  type PolicyType,
  UpdatePolicyCommand,
} from '@aws-sdk/client-organizations'
import {
  CreateQueueCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { describe, expect, it, onTestFinished } from 'vitest'
import { cloud } from '../../test/support/cloud.ts'
import type { KasaneOptions } from './start-kasane.ts'

const management = '111111111111'
const member = '222222222222'
const stranger = '444455556666'
const queueArn = `arn:aws:sqs:us-east-1:${member}:jobs`

function policy(...statements: object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements })
}

const denySending = policy({ Effect: 'Deny', Action: 'sqs:SendMessage', Resource: '*' })
const send = (QueueUrl: string) => new SendMessageCommand({ QueueUrl, MessageBody: 'hello' })

/** An organisation with a member that has a queue. */
async function organization(options: KasaneOptions = {}) {
  const kasane = await cloud(options)
  const as = (accessKeyId: string, secretAccessKey = 'any', sessionToken?: string) => {
    const credentials = { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) }
    const config = { ...kasane.clientConfig(), credentials, maxAttempts: 1 }
    return {
      organizations: new OrganizationsClient(config),
      sqs: new SQSClient(config),
      iam: new IAMClient(config),
      sts: new STSClient(config),
    }
  }
  const { organizations } = as(management)
  const root = as(member)
  const made = await organizations.send(new CreateOrganizationCommand({}))
  const organizationId = made.Organization?.Id ?? ''
  const { Roots } = await organizations.send(new ListRootsCommand({}))
  const rootId = Roots?.[0]?.Id ?? ''
  const { Handshake } = await organizations.send(
    new InviteAccountToOrganizationCommand({ Target: { Type: 'ACCOUNT', Id: member } }),
  )
  await root.organizations.send(new AcceptHandshakeCommand({ HandshakeId: Handshake?.Id }))
  const { QueueUrl = '' } = await root.sqs.send(new CreateQueueCommand({ QueueName: 'jobs' }))

  async function enable(type: PolicyType) {
    await organizations.send(new EnablePolicyTypeCommand({ RootId: rootId, PolicyType: type }))
  }

  async function attach(TargetId: string, Content: string, type: PolicyType) {
    const asked = { Name: `${type} of ${TargetId}`, Description: '', Content, Type: type }
    const { Policy } = await organizations.send(new CreatePolicyCommand(asked))
    const PolicyId = Policy?.PolicySummary?.Id ?? ''
    await organizations.send(new AttachPolicyCommand({ PolicyId, TargetId }))
    return { id: PolicyId, arn: Policy?.PolicySummary?.Arn ?? '' }
  }

  async function unit(Name: string): Promise<string> {
    const asked = new CreateOrganizationalUnitCommand({ ParentId: rootId, Name })
    const Id = (await organizations.send(asked)).OrganizationalUnit?.Id ?? ''
    const move = { AccountId: member, SourceParentId: rootId, DestinationParentId: Id }
    await organizations.send(new MoveAccountCommand(move))
    return Id
  }

  /** A user who may do everything, as far as his own policies go. */
  async function user(UserName: string, from = root) {
    await from.iam.send(new CreateUserCommand({ UserName }))
    const PolicyDocument = policy({ Effect: 'Allow', Action: '*', Resource: '*' })
    await from.iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'p', PolicyDocument }))
    const { AccessKey } = await from.iam.send(new CreateAccessKeyCommand({ UserName }))
    return as(AccessKey?.AccessKeyId ?? '', AccessKey?.SecretAccessKey)
  }

  return {
    kasane,
    as,
    organizations,
    organizationId,
    rootId,
    root,
    QueueUrl,
    enable,
    attach,
    unit,
    user,
  }
}

describe('a service control policy', () => {
  it('denies users and the root user of a member, and is named', async () => {
    const { attach, enable, rootId, root, user, QueueUrl, kasane } = await organization()
    const alice = await user('alice')
    await alice.sqs.send(send(QueueUrl))
    await enable('SERVICE_CONTROL_POLICY')
    await alice.sqs.send(send(QueueUrl))
    const { arn } = await attach(rootId, denySending, 'SERVICE_CONTROL_POLICY')
    expect(arn).toMatch(
      /^arn:aws:organizations::111111111111:policy\/o-[a-z0-9]{10}\/service_control_policy\/p-[a-z0-9]{8}$/,
    )
    for (const [who, { sqs }] of [
      [`arn:aws:iam::${member}:user/alice`, alice],
      [`arn:aws:iam::${member}:root`, root],
    ] as const) {
      await expect(sqs.send(send(QueueUrl))).rejects.toMatchObject({
        name: 'AccessDenied',
        $metadata: { httpStatusCode: 403 },
        message:
          `User: ${who} is not authorized to perform: sqs:sendmessage on resource: ${queueArn} ` +
          `with an explicit deny in a service control policy: ${arn}`,
      })
    }
    expect(kasane.incidents().at(-1)?.why).toMatchObject({ kind: 'access', resource: queueArn })
  })

  it('allows only what every level from the root down allows', async () => {
    const { attach, enable, unit, organizations, user, QueueUrl } = await organization()
    const alice = await user('alice')
    await enable('SERVICE_CONTROL_POLICY')
    const TargetId = await unit('dev')
    await alice.sqs.send(send(QueueUrl))
    const onlyIam = policy({ Effect: 'Allow', Action: 'iam:*', Resource: '*' })
    const { id: PolicyId } = await attach(TargetId, onlyIam, 'SERVICE_CONTROL_POLICY')
    await alice.sqs.send(send(QueueUrl))
    await organizations.send(new DetachPolicyCommand({ PolicyId: 'p-FullAWSAccess', TargetId }))
    await alice.iam.send(new ListUsersCommand({}))
    await expect(alice.sqs.send(send(QueueUrl))).rejects.toMatchObject({
      name: 'AccessDenied',
      message:
        `User: arn:aws:iam::${member}:user/alice is not authorized to perform: sqs:sendmessage ` +
        `on resource: ${queueArn} because no service control policy allows the sqs:sendmessage action`,
    })
    const Content = policy({ Effect: 'Allow', Action: ['iam:*', 'sqs:*'], Resource: '*' })
    await organizations.send(new UpdatePolicyCommand({ PolicyId, Content }))
    await alice.sqs.send(send(QueueUrl))
  })

  it('lets the management account be, and accounts outside', async () => {
    const { attach, enable, rootId, as, user } = await organization()
    await enable('SERVICE_CONTROL_POLICY')
    const denyAll = policy({ Effect: 'Deny', Action: '*', Resource: '*' })
    await attach(rootId, denyAll, 'SERVICE_CONTROL_POLICY')
    await attach(management, denySending, 'SERVICE_CONTROL_POLICY')
    const chief = as(management)
    for (const someone of [chief, await user('chief', chief), as(stranger)]) {
      const { QueueUrl = '' } = await someone.sqs.send(new CreateQueueCommand({ QueueName: 'own' }))
      await someone.sqs.send(send(QueueUrl))
    }
    await expect(user('alice')).rejects.toMatchObject({ name: 'AccessDenied' })
    // AWS: nobody can be kept from asking who he is.
    expect(await as(member).sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: member,
    })
  })

  it('binds an account only as long as it is a member, and where it is in the tree', async () => {
    const { attach, enable, unit, rootId, organizations, root, QueueUrl } = await organization()
    await enable('SERVICE_CONTROL_POLICY')
    const dev = await unit('dev')
    await attach(dev, denySending, 'SERVICE_CONTROL_POLICY')
    await expect(root.sqs.send(send(QueueUrl))).rejects.toMatchObject({ name: 'AccessDenied' })
    const AccountId = member
    const move = (SourceParentId: string, DestinationParentId: string) =>
      organizations.send(new MoveAccountCommand({ AccountId, SourceParentId, DestinationParentId }))
    await move(dev, rootId)
    await root.sqs.send(send(QueueUrl))
    await move(rootId, dev)
    await expect(root.sqs.send(send(QueueUrl))).rejects.toMatchObject({ name: 'AccessDenied' })
    await root.organizations.send(new LeaveOrganizationCommand({}))
    await root.sqs.send(send(QueueUrl))
  })

  it('can keep an account from leaving', async () => {
    const { attach, enable, rootId, root } = await organization()
    await enable('SERVICE_CONTROL_POLICY')
    const stay = policy({
      Effect: 'Deny',
      Action: 'organizations:LeaveOrganization',
      Resource: '*',
    })
    const { arn } = await attach(rootId, stay, 'SERVICE_CONTROL_POLICY')
    await expect(root.organizations.send(new LeaveOrganizationCommand({}))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      $metadata: { httpStatusCode: 400 },
      message:
        `User: arn:aws:iam::${member}:root is not authorized to perform: ` +
        'organizations:LeaveOrganization on resource: * with an explicit deny in a service ' +
        `control policy: ${arn}`,
    })
    await root.organizations.send(new DescribeOrganizationCommand({}))
  })

  it('holds after a restart', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'kasane-organisation-'))
    onTestFinished(() => rmSync(dataDir, { recursive: true }))
    const { attach, enable, rootId, QueueUrl, kasane } = await organization({ dataDir })
    await enable('SERVICE_CONTROL_POLICY')
    await attach(rootId, denySending, 'SERVICE_CONTROL_POLICY')
    await kasane.stop()
    const again = await cloud({ dataDir })
    const credentials = { accessKeyId: member, secretAccessKey: 'any' }
    const sqs = new SQSClient({ ...again.clientConfig(), credentials, maxAttempts: 1 })
    await expect(sqs.send(send(QueueUrl))).rejects.toMatchObject({ name: 'AccessDenied' })
    await again.reset()
    await sqs.send(new CreateQueueCommand({ QueueName: 'jobs' }))
    await sqs.send(send(QueueUrl))
    await again.stop()
  })
})

describe('a resource control policy', () => {
  const everybodySends = policy({
    Effect: 'Allow',
    Principal: '*',
    Action: 'sqs:SendMessage',
    Resource: queueArn,
  })

  it('keeps strangers from a queue that is open to them, and members not', async () => {
    const { attach, enable, rootId, organizationId, root, as, QueueUrl } = await organization()
    const Attributes = { Policy: everybodySends }
    await root.sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }))
    const outside = as(stranger)
    await outside.sqs.send(send(QueueUrl))
    await enable('RESOURCE_CONTROL_POLICY')
    await outside.sqs.send(send(QueueUrl))
    const onlyOwn = policy({
      Effect: 'Deny',
      Principal: '*',
      Action: 'sqs:*',
      Resource: '*',
      Condition: { StringNotEqualsIfExists: { 'aws:PrincipalOrgID': organizationId } },
    })
    const { arn } = await attach(rootId, onlyOwn, 'RESOURCE_CONTROL_POLICY')
    expect(arn).toContain('/resource_control_policy/')
    await expect(outside.sqs.send(send(QueueUrl))).rejects.toMatchObject({
      name: 'AccessDenied',
      message:
        `User: arn:aws:iam::${stranger}:root is not authorized to perform: sqs:sendmessage ` +
        `on resource: ${queueArn} with an explicit deny in a resource control policy`,
    })
    await root.sqs.send(send(QueueUrl))
    await as(management).sqs.send(send(QueueUrl))
  })

  it('binds the root user of the queue’s account too', async () => {
    const { attach, enable, rootId, root, QueueUrl } = await organization()
    await enable('RESOURCE_CONTROL_POLICY')
    const nobody = policy({
      Effect: 'Deny',
      Principal: '*',
      Action: 'sqs:SendMessage',
      Resource: '*',
    })
    const { arn } = await attach(rootId, nobody, 'RESOURCE_CONTROL_POLICY')
    await expect(root.sqs.send(send(QueueUrl))).rejects.toMatchObject({
      message:
        `User: arn:aws:iam::${member}:root is not authorized to perform: sqs:sendmessage ` +
        `on resource: ${queueArn} with an explicit deny in a resource control policy: ${arn}`,
    })
  })
})

describe('a request to Organizations', () => {
  it('is refused in one sentence when an id has not its form', async () => {
    const { organizations } = await organization()
    const asked = new DescribeAccountCommand({ AccountId: 'arn' })
    await expect(organizations.send(asked)).rejects.toMatchObject({
      name: 'InvalidInputException',
      $metadata: { httpStatusCode: 400 },
      message: 'You provided a value that does not match the required pattern.',
    })
  })

  it('is refused with its reason as a member', async () => {
    const { organizations, rootId, enable } = await organization()
    await enable('SERVICE_CONTROL_POLICY')
    const detach = { PolicyId: 'p-FullAWSAccess', TargetId: rootId }
    await expect(organizations.send(new DetachPolicyCommand(detach))).rejects.toMatchObject({
      name: 'ConstraintViolationException',
      Reason: 'MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED',
    })
  })
})

describe('an account that Organizations has made', () => {
  it('lets the management account in by its role', async () => {
    const { organizations, as, user, kasane } = await organization()
    const { CreateAccountStatus } = await organizations.send(
      new CreateAccountCommand({ AccountName: 'dev', Email: 'dev@example.com' }),
    )
    await kasane.clock.advance('PT1S')
    const { CreateAccountStatus: done } = await organizations.send(
      new DescribeCreateAccountStatusCommand({ CreateAccountRequestId: CreateAccountStatus?.Id }),
    )
    const account = done?.AccountId ?? ''
    const { Accounts } = await organizations.send(new ListAccountsCommand({}))
    expect(Accounts?.map(({ Id }) => Id)).toContain(account)
    const admin = await user('admin', as(management))
    const RoleArn = `arn:aws:iam::${account}:role/OrganizationAccountAccessRole`
    const asked = new AssumeRoleCommand({ RoleArn, RoleSessionName: 'one' })
    const { Credentials: given } = await admin.sts.send(asked)
    const inside = as(given?.AccessKeyId ?? '', given?.SecretAccessKey, given?.SessionToken)
    await inside.sqs.send(new CreateQueueCommand({ QueueName: 'own' }))
    const RoleName = 'OrganizationAccountAccessRole'
    expect(await inside.iam.send(new GetRoleCommand({ RoleName }))).toMatchObject({
      Role: { Arn: RoleArn },
    })
  })
})

describe('a simulation', () => {
  it('tells what the organisation says of a member’s users, and of nobody else’s', async () => {
    const { as, user, enable, attach, rootId } = await organization()
    await user('ann')
    await user('boss', as(management))
    const simulate = async (account: string, name: string) => {
      const { EvaluationResults = [] } = await as(account).iam.send(
        new SimulatePrincipalPolicyCommand({
          PolicySourceArn: `arn:aws:iam::${account}:user/${name}`,
          ActionNames: ['sqs:SendMessage', 'sqs:ReceiveMessage'],
        }),
      )
      return EvaluationResults.map(({ EvalDecision, OrganizationsDecisionDetail }) => [
        EvalDecision,
        OrganizationsDecisionDetail?.AllowedByOrganizations,
      ])
    }
    const free = [
      ['allowed', undefined],
      ['allowed', undefined],
    ]
    expect(await simulate(member, 'ann')).toEqual(free)
    await enable('SERVICE_CONTROL_POLICY')
    await attach(rootId, denySending, 'SERVICE_CONTROL_POLICY')
    expect(await simulate(member, 'ann')).toEqual([
      ['explicitDeny', false],
      ['allowed', true],
    ])
    expect(await simulate(management, 'boss')).toEqual(free)
  })
})
