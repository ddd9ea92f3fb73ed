/** What IAM refuses to make, to change and to delete: the code that clients see, and AWS's words. */
import {
  AttachRolePolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  DeleteAccessKeyCommand,
  DeletePolicyCommand,
  DeleteRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam'
import { describe, expect, it } from 'vitest'
import { A, accounts, policy, statement, trust } from '../../test/support/accounts.ts'

function refused(name: string, httpStatusCode: number, message: string) {
  return { name, message, $metadata: { httpStatusCode } }
}

async function world() {
  const made = await accounts()
  const { iam } = made.root
  const PolicyDocument = policy(statement('sqs:*'))
  async function managed(PolicyName: string): Promise<string> {
    const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument }))
    return Policy?.Arn ?? ''
  }
  return { ...made, iam, managed, PolicyDocument }
}

describe('a trust policy', () => {
  it('may name no one who isn’t there', async () => {
    const { iam } = await world()
    for (const arn of [
      `arn:aws:iam::${A}:user/none`,
      `arn:aws:iam::${A}:role/none`,
      `arn:aws:iam::222222222222:role/none`,
    ]) {
      const asked = { RoleName: 'R', AssumeRolePolicyDocument: trust(arn) }
      await expect(iam.send(new CreateRoleCommand(asked))).rejects.toMatchObject(
        refused(
          'MalformedPolicyDocumentException',
          400,
          `Invalid principal in policy: "AWS":"${arn}"`,
        ),
      )
    }
  })

  it('is about its role alone, and names whom it trusts', async () => {
    const { iam } = await world()
    for (const [document, message] of [
      [trust(A, { Resource: '*' }), 'Has prohibited field Resource'],
      [policy({ Effect: 'Allow', Action: 'sts:AssumeRole' }), 'Missing required field Principal'],
      ['nonsense', 'This policy contains invalid Json'],
      [
        trust(A, { Action: 'sqs:SendMessage' }),
        'AssumeRole policy may only specify STS AssumeRole actions.',
      ],
    ] as const) {
      const asked = { RoleName: 'R', AssumeRolePolicyDocument: document }
      await expect(iam.send(new CreateRoleCommand(asked))).rejects.toMatchObject(
        refused('MalformedPolicyDocumentException', 400, message),
      )
    }
  })

  it('is at most 2,048 characters long, white space not counted', async () => {
    const { iam } = await world()
    const create = (RoleName: string, AssumeRolePolicyDocument: string) =>
      iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }))
    const long = trust(A, { Condition: { StringEquals: { 'sts:ExternalId': 'x'.repeat(2_000) } } })
    await expect(create('R', long)).rejects.toMatchObject(
      refused('LimitExceededException', 409, 'Cannot exceed quota for ACLSizePerRole: 2048'),
    )
    await create('R', trust(A).replaceAll(',', `,${' '.repeat(2_000)}`))
  })
})

describe('an identity policy', () => {
  it('that is malformed is refused with what is wrong', async () => {
    const { iam, user } = await world()
    await user('eve')
    const on = (Resource: unknown) => policy({ Effect: 'Allow', Action: 'sqs:*', Resource })
    const acting = (Action: unknown) => policy({ Effect: 'Allow', Action, Resource: '*' })
    const twice = statement('sqs:*', { Sid: 'Same' })
    for (const [PolicyDocument, message] of [
      ['nonsense', 'Syntax errors in policy.'],
      ['{"Version":"2012-10-17","Statement":null}', 'Syntax errors in policy.'],
      [on(undefined), 'Policy statement must contain resources.'],
      [on('queue'), 'Resource queue must be in ARN format or "*".'],
      [
        on(`arn:aws:iam:us-east-1:${A}:user/x`),
        `IAM resource arn:aws:iam:us-east-1:${A}:user/x cannot contain region information.`,
      ],
      [acting(undefined), 'Policy statement must contain actions.'],
      [
        acting('SendMessage'),
        'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.',
      ],
      [acting('sqs:a:b'), 'Actions/Condition can contain only one colon.'],
      [
        policy(statement('sqs:*', { Principal: '*' })),
        'Policy document should not specify a principal.',
      ],
      [policy(twice, twice), 'Statement IDs (SID) in a single policy must be unique.'],
      [
        policy(statement('sqs:*', { Sid: 'with space' })),
        'Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*',
      ],
    ] as const) {
      const asked = { UserName: 'eve', PolicyName: 'p', PolicyDocument }
      await expect(iam.send(new PutUserPolicyCommand(asked))).rejects.toMatchObject(
        refused('MalformedPolicyDocumentException', 400, message),
      )
    }
  })
})

describe('a limit', () => {
  it('of five versions a policy holds', async () => {
    const { iam, managed, PolicyDocument } = await world()
    const PolicyArn = await managed('P')
    const create = () => iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument }))
    for (let count = 2; count <= 5; count++) await create()
    await expect(create()).rejects.toMatchObject(
      refused(
        'LimitExceededException',
        409,
        'A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.',
      ),
    )
  })

  it('of two keys a user holds', async () => {
    const { iam, user } = await world()
    await user('eve')
    const create = () => iam.send(new CreateAccessKeyCommand({ UserName: 'eve' }))
    await create()
    await expect(create()).rejects.toMatchObject(
      refused('LimitExceededException', 409, 'Cannot exceed quota for AccessKeysPerUser: 2'),
    )
  })

  it('of ten policies a role holds', async () => {
    const { iam, role, managed } = await world()
    await role('R')
    const attach = async (name: string) => {
      const PolicyArn = await managed(name)
      await iam.send(new AttachRolePolicyCommand({ RoleName: 'R', PolicyArn }))
    }
    for (let count = 1; count <= 10; count++) await attach(`P${count}`)
    await expect(attach('P11')).rejects.toMatchObject(
      refused('LimitExceededException', 409, 'Cannot exceed quota for PoliciesPerRole: 10'),
    )
  })

  it('of 10,240 characters of a role’s inline policies holds', async () => {
    const { iam, role } = await world()
    await role('R')
    const Resource = Array.from(
      { length: 180 },
      (_, at) => `arn:aws:sqs:us-east-1:${A}:queue-${at}`,
    )
    const PolicyDocument = policy(statement('sqs:*', { Resource }))
    const put = (PolicyName: string) =>
      iam.send(new PutRolePolicyCommand({ RoleName: 'R', PolicyName, PolicyDocument }))
    await put('one')
    await expect(put('two')).rejects.toMatchObject(
      refused(
        'LimitExceededException',
        409,
        'Maximum policy size of 10240 bytes exceeded for role R',
      ),
    )
  })
})

describe('deleting', () => {
  it('a user waits for its keys and its policies', async () => {
    const { iam, user, root } = await world()
    const { keys } = await user('eve', policy(statement('sqs:*')))
    const remove = () => iam.send(new DeleteUserCommand({ UserName: 'eve' }))
    await expect(remove()).rejects.toMatchObject(
      refused(
        'DeleteConflictException',
        409,
        'Cannot delete entity, must delete access keys first.',
      ),
    )
    const { AccessKeyId } = keys
    await root.iam.send(new DeleteAccessKeyCommand({ UserName: 'eve', AccessKeyId }))
    await expect(remove()).rejects.toMatchObject(
      refused('DeleteConflictException', 409, 'Cannot delete entity, must delete policies first.'),
    )
    await iam.send(new DeleteUserPolicyCommand({ UserName: 'eve', PolicyName: 'p' }))
    await remove()
  })

  it('a policy waits until it is nobody’s boundary', async () => {
    const { iam, role, managed } = await world()
    const PolicyArn = await managed('edge')
    await role('R', { PermissionsBoundary: PolicyArn })
    const remove = () => iam.send(new DeletePolicyCommand({ PolicyArn }))
    await expect(remove()).rejects.toMatchObject(
      refused('DeleteConflictException', 409, 'Cannot delete a policy attached to entities.'),
    )
    await iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName: 'R' }))
    await remove()
    await iam.send(new DeleteRoleCommand({ RoleName: 'R' }))
  })
})
