/** Who is refused, and in which words: the whole code, status and text of each denial. */
import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateUserCommand,
  GetRoleCommand,
  ListRolesCommand,
  PutUserPermissionsBoundaryCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam'
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  ListQueuesCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs'
import { describe, expect, it } from 'vitest'
import { A, accounts, B, policy, statement } from '../../test/support/accounts.ts'

const queueArn = `arn:aws:sqs:us-east-1:${A}:q`
const receiveOnly = policy(statement('sqs:ReceiveMessage', { Resource: queueArn }))
const send = (QueueUrl: string) => new SendMessageCommand({ QueueUrl, MessageBody: 'hello' })

function denied(tail: string, { who = `arn:aws:iam::${A}:user/eve`, on = queueArn } = {}) {
  const message = `User: ${who} is not authorized to perform: sqs:sendmessage on resource: ${on} ${tail}`
  return { name: 'AccessDenied', $metadata: { httpStatusCode: 403 }, message }
}

const noIdentity = 'because no identity-based policy allows the sqs:sendmessage action'

describe('a user who may only receive', () => {
  it('is refused to send, in AWS’s words', async () => {
    const { user, queue } = await accounts()
    const QueueUrl = await queue('q')
    const eve = await user('eve', receiveOnly)
    await expect(eve.sqs.send(send(QueueUrl))).rejects.toMatchObject(denied(noIdentity))
  })

  it('is refused a batch in the same words, whoever allows the batch’s own name', async () => {
    const { user, queue } = await accounts()
    const QueueUrl = await queue('q')
    const eve = await user('eve', policy(statement('sqs:SendMessageBatch')))
    const Entries = [{ Id: 'a', MessageBody: 'hello' }]
    await expect(
      eve.sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries })),
    ).rejects.toMatchObject(denied(noIdentity))
    const handles = [{ Id: 'a', ReceiptHandle: 'h' }]
    await expect(
      eve.sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries: handles })),
    ).rejects.toMatchObject({ message: expect.stringContaining('perform: sqs:deletemessage on') })
  })

  it('is named with the path that it has', async () => {
    const { root, as, queue } = await accounts()
    const QueueUrl = await queue('q')
    await root.iam.send(new CreateUserCommand({ UserName: 'eve', Path: '/team/' }))
    const { AccessKey = {} } = await root.iam.send(new CreateAccessKeyCommand({ UserName: 'eve' }))
    await expect(as(AccessKey).sqs.send(send(QueueUrl))).rejects.toMatchObject(
      denied(noIdentity, { who: `arn:aws:iam::${A}:user/team/eve` }),
    )
  })

  it('learns nothing of queues that aren’t there', async () => {
    const { user, kasane } = await accounts()
    const eve = await user('eve')
    const QueueUrl = `${kasane.clientConfig().endpoint}/${A}/q`
    await expect(eve.sqs.send(send(QueueUrl))).rejects.toMatchObject(denied(noIdentity))
  })
})

describe('a queue of another account', () => {
  const sharedArn = `arn:aws:sqs:us-east-1:${B}:shared`
  const shared = { on: sharedArn }

  it('is closed to whom only its own policy lets in', async () => {
    const { user, queue, openQueue } = await accounts()
    const QueueUrl = await queue('shared', B)
    const eve = await user('eve', receiveOnly)
    for (const AWS of [`arn:aws:iam::${A}:user/eve`, A, `arn:aws:iam::${A}:root`, '*']) {
      await openQueue(QueueUrl, { AWS })
      await expect(eve.sqs.send(send(QueueUrl))).rejects.toMatchObject(denied(noIdentity, shared))
    }
  })

  it('is closed to whom only his own policy lets in', async () => {
    const { user, queue } = await accounts()
    const QueueUrl = await queue('shared', B)
    const eve = await user('eve', policy(statement('sqs:*')))
    await expect(eve.sqs.send(send(QueueUrl))).rejects.toMatchObject(
      denied('because no resource-based policy allows the sqs:sendmessage action', shared),
    )
  })

  it('is open to whom both sides let in', async () => {
    const { user, queue, openQueue } = await accounts()
    const QueueUrl = await queue('shared', B)
    const eve = await user('eve', policy(statement('sqs:SendMessage', { Resource: sharedArn })))
    for (const AWS of [`arn:aws:iam::${A}:user/eve`, A, '*']) {
      await openQueue(QueueUrl, { AWS })
      expect(await eve.sqs.send(send(QueueUrl))).toHaveProperty('MessageId')
    }
  })

  it('denies without the name of the policy', async () => {
    const { user, queue, openQueue } = await accounts()
    const QueueUrl = await queue('shared', B)
    const eve = await user('eve', policy(statement('sqs:*')))
    await openQueue(QueueUrl, '*', { Effect: 'Deny' })
    await expect(eve.sqs.send(send(QueueUrl))).rejects.toMatchObject(
      denied('with an explicit deny in a resource-based policy', shared),
    )
  })

  it('needs the session of a role to be allowed by its own account, though named itself', async () => {
    const { user, queue, openQueue, role, assume } = await accounts()
    const QueueUrl = await queue('shared', B)
    const RoleArn = await role('R')
    const session = await assume(await user('eve', policy(statement('sts:AssumeRole'))), RoleArn)
    const who = `arn:aws:sts::${A}:assumed-role/R/session`
    await openQueue(QueueUrl, { AWS: who })
    await expect(session.sqs.send(send(QueueUrl))).rejects.toMatchObject(
      denied(noIdentity, { who, on: sharedArn }),
    )
  })
})

describe('an explicit deny', () => {
  it('names the managed policy that it is in, and no inline one', async () => {
    const { user, queue, root } = await accounts()
    const QueueUrl = await queue('q')
    const eve = await user('eve', policy(statement('sqs:*')))
    const PolicyDocument = policy(statement('sqs:SendMessage', { Effect: 'Deny' }))
    const made = await root.iam.send(new CreatePolicyCommand({ PolicyName: 'P', PolicyDocument }))
    const PolicyArn = made.Policy?.Arn ?? ''
    await root.iam.send(new AttachUserPolicyCommand({ UserName: 'eve', PolicyArn }))
    await expect(eve.sqs.send(send(QueueUrl))).rejects.toMatchObject(
      denied(`with an explicit deny in an identity-based policy: arn:aws:iam::${A}:policy/P`),
    )
    const inline = await user('inline', policy(statement('sqs:*', { Effect: 'Deny' })))
    await expect(inline.sqs.send(send(QueueUrl))).rejects.toMatchObject(
      denied('with an explicit deny in an identity-based policy', {
        who: `arn:aws:iam::${A}:user/inline`,
      }),
    )
  })

  it('in a boundary, in a queue’s policy and in a session’s is told as what it is', async () => {
    const { user, queue, openQueue, root, role, assume } = await accounts()
    const QueueUrl = await queue('q')
    const all = policy(statement('sqs:*'))
    const eve = await user('eve', all)
    const PolicyDocument = policy(statement('*'), statement('sqs:SendMessage', { Effect: 'Deny' }))
    const made = await root.iam.send(new CreatePolicyCommand({ PolicyName: 'E', PolicyDocument }))
    const PermissionsBoundary = made.Policy?.Arn ?? ''
    const bound = new PutUserPermissionsBoundaryCommand({ UserName: 'eve', PermissionsBoundary })
    await root.iam.send(bound)
    await expect(eve.sqs.send(send(QueueUrl))).rejects.toMatchObject(
      denied(`with an explicit deny in a permissions boundary: arn:aws:iam::${A}:policy/E`),
    )
    const operator = await user('operator', policy(statement('sts:AssumeRole')))
    const session = await assume(operator, await role('R', { allow: all }), {
      Policy: PolicyDocument,
    })
    const who = `arn:aws:sts::${A}:assumed-role/R/session`
    await expect(session.sqs.send(send(QueueUrl))).rejects.toMatchObject(
      denied('with an explicit deny in a session policy', { who }),
    )
    await openQueue(QueueUrl, '*', { Effect: 'Deny' })
    await expect(root.sqs.send(send(QueueUrl))).rejects.toMatchObject(
      denied('with an explicit deny in a resource-based policy', {
        who: `arn:aws:iam::${A}:root`,
      }),
    )
  })
})

describe('what no boundary and no session policy allows', () => {
  it('is refused, though the identity’s policies allow it', async () => {
    const { user, queue, root, role, assume } = await accounts()
    const QueueUrl = await queue('q')
    const all = policy(statement('sqs:*'))
    const eve = await user('eve', all)
    const PolicyDocument = policy(statement('s3:*'))
    const made = await root.iam.send(new CreatePolicyCommand({ PolicyName: 'E', PolicyDocument }))
    const PermissionsBoundary = made.Policy?.Arn ?? ''
    const bound = new PutUserPermissionsBoundaryCommand({ UserName: 'eve', PermissionsBoundary })
    await root.iam.send(bound)
    await expect(eve.sqs.send(send(QueueUrl))).rejects.toMatchObject(
      denied('because no permissions boundary allows the sqs:sendmessage action'),
    )
    const operator = await user('operator', policy(statement('sts:AssumeRole')))
    const RoleArn = await role('R', { allow: all })
    const session = await assume(operator, RoleArn, { Policy: PolicyDocument })
    const who = `arn:aws:sts::${A}:assumed-role/R/session`
    await expect(session.sqs.send(send(QueueUrl))).rejects.toMatchObject(
      denied('because no session policy allows the sqs:sendmessage action', { who }),
    )
  })

  it('is granted by neither alone', async () => {
    const { user, queue, root, role, assume } = await accounts()
    const QueueUrl = await queue('q')
    const all = policy(statement('sqs:*'))
    const eve = await user('eve', policy(statement('sts:AssumeRole')))
    const made = await root.iam.send(
      new CreatePolicyCommand({ PolicyName: 'E', PolicyDocument: all }),
    )
    const RoleArn = await role('R', { PermissionsBoundary: made.Policy?.Arn ?? '' })
    const session = await assume(eve, RoleArn, { Policy: all })
    const who = `arn:aws:sts::${A}:assumed-role/R/session`
    await expect(session.sqs.send(send(QueueUrl))).rejects.toMatchObject(
      denied(noIdentity, { who }),
    )
  })
})

describe('IAM itself', () => {
  it('speaks of roles as words, and of lists as ARNs', async () => {
    const { user, role } = await accounts()
    await role('R', { Path: '/team/' })
    const { iam } = await user('eve')
    const who = `User: arn:aws:iam::${A}:user/eve is not authorized to perform:`
    const tail = (action: string) => `because no identity-based policy allows the ${action} action`
    for (const [asked, text] of [
      [
        new GetRoleCommand({ RoleName: 'R' }),
        `iam:GetRole on resource: role R ${tail('iam:GetRole')}`,
      ],
      [
        new ListRolesCommand({}),
        `iam:ListRoles on resource: arn:aws:iam::${A}:role/ ${tail('iam:ListRoles')}`,
      ],
    ] as const) {
      await expect(iam.send(asked as GetRoleCommand)).rejects.toMatchObject({
        name: 'AccessDenied',
        $metadata: { httpStatusCode: 403 },
        message: `${who} ${text}`,
      })
    }
  })
})

describe('one call that is several to IAM', () => {
  it('needs every one of them, and names the first that fails', async () => {
    const { user, queue, root } = await accounts()
    await queue('dead')
    const SourceArn = `arn:aws:sqs:us-east-1:${A}:dead`
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: SourceArn, maxReceiveCount: 1 })
    await root.sqs.send(
      new CreateQueueCommand({ QueueName: 'source', Attributes: { RedrivePolicy } }),
    )
    const start = new StartMessageMoveTaskCommand({ SourceArn })
    const eve = await user('eve', policy(statement('sqs:StartMessageMoveTask')))
    await expect(eve.sqs.send(start)).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringMatching(/perform: sqs:(receivemessage|deletemessage|getqueueattr)/),
    })
    const ofDeadLetters = [
      'sqs:StartMessageMoveTask',
      'sqs:ReceiveMessage',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
    ]
    const allow = async (actions: readonly string[]) => {
      const PolicyDocument = policy(statement([...actions]))
      const put = { UserName: 'eve', PolicyName: 'p', PolicyDocument }
      await root.iam.send(new PutUserPolicyCommand(put))
    }
    await allow(ofDeadLetters)
    const on = `arn:aws:sqs:us-east-1:${A}:source`
    await expect(eve.sqs.send(start)).rejects.toMatchObject(denied(noIdentity, { on }))
    await allow([...ofDeadLetters, 'sqs:SendMessage'])
    expect(await eve.sqs.send(start)).toHaveProperty('TaskHandle')
  })

  it('is refused whole where an action without resources meets a narrower resource', async () => {
    const { user } = await accounts()
    const Resource = `arn:aws:sqs:us-east-1:${A}:q`
    const eve = await user('eve', policy(statement('sqs:ListQueues', { Resource })))
    await expect(eve.sqs.send(new ListQueuesCommand({}))).rejects.toMatchObject({
      name: 'AccessDenied',
    })
  })
})
