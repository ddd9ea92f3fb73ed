/** What a queue's policy is worth, by whom it names: the table of AWS's documentation, row by row. */
import {
  CreatePolicyCommand,
  DeleteAccessKeyCommand,
  DeleteUserCommand,
  ListAccessKeysCommand,
  PutUserPermissionsBoundaryCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam'
import { GetQueueAttributesCommand, SendMessageCommand } from '@aws-sdk/client-sqs'
import { GetFederationTokenCommand } from '@aws-sdk/client-sts'
import { describe, expect, it } from 'vitest'
import { A, accounts, policy, statement } from '../../test/support/accounts.ts'

const queueArn = `arn:aws:sqs:us-east-1:${A}:q`
const roleArn = `arn:aws:iam::${A}:role/team/R`
const sessionArn = `arn:aws:sts::${A}:assumed-role/R/session`
const send = (QueueUrl: string) => new SendMessageCommand({ QueueUrl, MessageBody: 'hello' })

function refused(who: string, tail: string) {
  const message = `User: ${who} is not authorized to perform: sqs:sendmessage on resource: ${queueArn} ${tail}`
  return { name: 'AccessDenied', $metadata: { httpStatusCode: 403 }, message }
}

const noBoundary = 'because no permissions boundary allows the sqs:sendmessage action'
const noSession = 'because no session policy allows the sqs:sendmessage action'
const noIdentity = 'because no identity-based policy allows the sqs:sendmessage action'

/** A queue, and a boundary that allows nothing of SQS. */
async function world() {
  const made = await accounts()
  const QueueUrl = await made.queue('q')
  const PolicyDocument = policy(statement('s3:*'))
  const { Policy } = await made.root.iam.send(
    new CreatePolicyCommand({ PolicyName: 'edge', PolicyDocument }),
  )
  const PermissionsBoundary = Policy?.Arn ?? ''
  const operator = await made.user('operator', policy(statement('sts:AssumeRole')))
  return { ...made, QueueUrl, PermissionsBoundary, operator }
}

describe('a user', () => {
  const eveArn = `arn:aws:iam::${A}:user/eve`

  it('who is named, or everyone, needs neither own policies nor his boundary', async () => {
    const { user, root, openQueue, QueueUrl, PermissionsBoundary } = await world()
    const eve = await user('eve')
    for (const isBounded of [false, true]) {
      if (isBounded) {
        const bound = { UserName: 'eve', PermissionsBoundary }
        await root.iam.send(new PutUserPermissionsBoundaryCommand(bound))
      }
      for (const principal of [{ AWS: eveArn }, '*', { AWS: '*' }]) {
        await openQueue(QueueUrl, principal)
        expect(await eve.sqs.send(send(QueueUrl))).toHaveProperty('MessageId')
      }
    }
  })

  it('whose account is named needs an own policy', async () => {
    const { user, root, openQueue, QueueUrl } = await world()
    const eve = await user('eve')
    for (const AWS of [A, `arn:aws:iam::${A}:root`]) {
      await openQueue(QueueUrl, { AWS })
      await expect(eve.sqs.send(send(QueueUrl))).rejects.toMatchObject(refused(eveArn, noIdentity))
    }
    const PolicyDocument = policy(statement('sqs:SendMessage'))
    const put = { UserName: 'eve', PolicyName: 'p', PolicyDocument }
    await root.iam.send(new PutUserPolicyCommand(put))
    expect(await eve.sqs.send(send(QueueUrl))).toHaveProperty('MessageId')
  })

  it('who comes after one of the same name was deleted is somebody else', async () => {
    const { user, root, openQueue, QueueUrl } = await world()
    await user('eve')
    await openQueue(QueueUrl, { AWS: eveArn })
    const UserName = 'eve'
    const { AccessKeyMetadata } = await root.iam.send(new ListAccessKeysCommand({ UserName }))
    for (const { AccessKeyId } of AccessKeyMetadata ?? []) {
      await root.iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId }))
    }
    await root.iam.send(new DeleteUserCommand({ UserName }))
    const namesake = await user('eve')
    await expect(namesake.sqs.send(send(QueueUrl))).rejects.toMatchObject(
      refused(eveArn, noIdentity),
    )
    const asked = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['Policy'] })
    const { Attributes } = await root.sqs.send(asked)
    expect(JSON.parse(Attributes?.['Policy'] ?? '').Statement[0].Principal).toEqual({
      AWS: expect.stringMatching(/^AIDA[A-Z0-9]{17}$/),
    })
  })
})

describe("a role's session", () => {
  it('whose role is named is held by the role’s boundary and its session policy', async () => {
    const { role, assume, operator, openQueue, QueueUrl, PermissionsBoundary } = await world()
    const RoleArn = await role('R', { Path: '/team/', PermissionsBoundary })
    expect(RoleArn).toBe(roleArn)
    await openQueue(QueueUrl, { AWS: roleArn })
    const bounded = await assume(operator, RoleArn)
    await expect(bounded.sqs.send(send(QueueUrl))).rejects.toMatchObject(
      refused(sessionArn, noBoundary),
    )
  })

  it('whose role is named needs no own policy, but the say of its session policy', async () => {
    const { role, assume, operator, openQueue, QueueUrl } = await world()
    const RoleArn = await role('R', { Path: '/team/' })
    await openQueue(QueueUrl, { AWS: roleArn })
    await (await assume(operator, RoleArn)).sqs.send(send(QueueUrl))
    const narrowed = await assume(operator, RoleArn, { Policy: policy(statement('s3:*')) })
    await expect(narrowed.sqs.send(send(QueueUrl))).rejects.toMatchObject(
      refused(sessionArn, noSession),
    )
  })

  it('that is named itself, or with everyone by its role’s ARN, needs none of them', async () => {
    const { role, assume, operator, openQueue, QueueUrl, PermissionsBoundary } = await world()
    const RoleArn = await role('R', { Path: '/team/', PermissionsBoundary })
    const session = await assume(operator, RoleArn, { Policy: policy(statement('s3:*')) })
    await openQueue(QueueUrl, { AWS: sessionArn })
    expect(await session.sqs.send(send(QueueUrl))).toHaveProperty('MessageId')
    const Condition = { ArnEquals: { 'aws:PrincipalArn': roleArn } }
    await openQueue(QueueUrl, '*', { Condition })
    expect(await session.sqs.send(send(QueueUrl))).toHaveProperty('MessageId')
  })

  it('is not its role, nor another session: ARNs of sessions have no path, those of roles do', async () => {
    const { role, assume, operator, openQueue, QueueUrl } = await world()
    const RoleArn = await role('R', { Path: '/team/' })
    const session = await assume(operator, RoleArn)
    const other = await assume(operator, RoleArn, { RoleSessionName: 'other' })
    await openQueue(QueueUrl, { AWS: sessionArn })
    expect(await session.sqs.send(send(QueueUrl))).toHaveProperty('MessageId')
    await expect(other.sqs.send(send(QueueUrl))).rejects.toMatchObject({ name: 'AccessDenied' })
    for (const arn of [sessionArn, `arn:aws:iam::${A}:role/R`]) {
      const Condition = { ArnEquals: { 'aws:PrincipalArn': arn } }
      await openQueue(QueueUrl, '*', { Condition })
      await expect(session.sqs.send(send(QueueUrl))).rejects.toMatchObject(
        refused(sessionArn, noIdentity),
      )
    }
  })

  it('is denied by a deny for all but its role, unless the session is excepted too', async () => {
    const { role, assume, operator, openQueue, QueueUrl } = await world()
    const RoleArn = await role('R', { Path: '/team/', allow: policy(statement('sqs:*')) })
    const session = await assume(operator, RoleArn)
    const except = (...AWS: string[]) =>
      openQueue(QueueUrl, undefined, { Effect: 'Deny', NotPrincipal: { AWS } })
    await except(`arn:aws:iam::${A}:root`, roleArn)
    await expect(session.sqs.send(send(QueueUrl))).rejects.toMatchObject(
      refused(sessionArn, 'with an explicit deny in a resource-based policy'),
    )
    await except(`arn:aws:iam::${A}:root`, roleArn, sessionArn)
    expect(await session.sqs.send(send(QueueUrl))).toHaveProperty('MessageId')
  })
})

describe('a federated user', () => {
  const name = 'guest1'
  const federatedArn = `arn:aws:sts::${A}:federated-user/${name}`

  it('may nothing without session policies, but what a policy that names him gives', async () => {
    const { user, as, openQueue, QueueUrl } = await world()
    const broker = await user('broker', policy(statement(['sqs:*', 'sts:*'])))
    const { Credentials = {} } = await broker.sts.send(
      new GetFederationTokenCommand({ Name: name }),
    )
    const guest = as(Credentials as object)
    await expect(guest.sqs.send(send(QueueUrl))).rejects.toMatchObject(
      refused(federatedArn, noSession),
    )
    await openQueue(QueueUrl, { AWS: `arn:aws:iam::${A}:user/broker` })
    await expect(guest.sqs.send(send(QueueUrl))).rejects.toMatchObject(
      refused(federatedArn, noSession),
    )
    await openQueue(QueueUrl, { AWS: federatedArn })
    expect(await guest.sqs.send(send(QueueUrl))).toHaveProperty('MessageId')
  })
})
