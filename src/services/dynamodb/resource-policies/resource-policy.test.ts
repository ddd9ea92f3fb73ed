import { describe, expect, it } from 'vitest'
import { expectInvalid, expectRefusal, keys, tableWorld } from '../testing/table-world.ts'

const ResourceArn = 'arn:aws:dynamodb:us-east-1:123456789012:table/tabH'
const invalid = 'One or more parameter values were invalid: '
const document = `${invalid}Invalid policy document: `
const notFound = 'Resource-based policy not found for the provided ResourceArn: '

const allow = (more: object = {}) => ({
  Effect: 'Allow',
  Principal: { AWS: '111122223333' },
  Action: ['dynamodb:GetItem'],
  Resource: ResourceArn,
  ...more,
})

const policy = (...statements: object[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements }, undefined, 2)

async function policyWorld() {
  const cloud = await tableWorld()
  return {
    ...cloud,
    put: (Policy: string, more: object = {}) =>
      cloud.call('PutResourcePolicy', { ResourceArn, Policy, ...more }),
    get: () => cloud.call('GetResourcePolicy', { ResourceArn }),
  }
}

describe('a resource policy', () => {
  it('is shown in one form, and the same policy written otherwise changes nothing', async () => {
    const { put, get, now } = await policyWorld()
    const { RevisionId } = await put(policy(allow({ Sid: 'Read' })))
    expect(RevisionId).toBe(String(now()))
    expect(await get()).toEqual({
      RevisionId,
      Policy:
        '{"Version":"2012-10-17","Statement":[{"Sid":"Read","Effect":"Allow","Principal":' +
        '{"AWS":"arn:aws:iam::111122223333:root"},"Action":"dynamodb:GetItem",' +
        `"Resource":"${ResourceArn}"}]}`,
    })
    const same = {
      Statement: {
        Resource: [ResourceArn],
        Action: 'dynamodb:GetItem',
        Principal: { AWS: ['111122223333', 'arn:aws:iam::111122223333:root'] },
        Effect: 'allow',
        Sid: 'Read',
      },
      Version: '2012-10-17',
    }
    expect(await put(JSON.stringify(same))).toEqual({ RevisionId })
  })

  it('without Version is shown with that of 2008, and is another policy than one with it', async () => {
    const { put, get, advance } = await policyWorld()
    const first = await put(JSON.stringify({ Statement: [allow()] }))
    const { Policy } = await get()
    expect(Policy).toMatch(/^\{"Version":"2008-10-17","Statement":/)
    await advance(15_000)
    expect(await put(String(Policy))).not.toEqual(first)
  })

  it('changes once in fifteen seconds', async () => {
    const { put, advance, call } = await policyWorld()
    await put(policy(allow()))
    const other = policy(allow({ Action: 'dynamodb:Query' }))
    await expectRefusal(
      put(other),
      'ResourceInUseException',
      'Attempt to change a resource which is still in use: Table is pending previous resource-based policy update: tabH',
    )
    await expectRefusal(
      call('DeleteTable', { TableName: 'tabH' }),
      'ResourceInUseException',
      'Attempt to change a resource which is still in use: Table: tabH has a pending resource-based policy update.',
    )
    await advance(1_000)
    await expectRefusal(
      call('DeleteResourcePolicy', { ResourceArn }),
      'ThrottlingException',
      'Resource-based policy for table tabH modified within the previous 15000 milliseconds. Please try again after 2026-01-01T00:00:16.000Z.',
    )
    await advance(14_000)
    await put(other)
  })

  it('that was never there is deleted in vain; one that was leaves the instant of its end', async () => {
    const { put, get, call, advance, now } = await policyWorld()
    const remove = () => call('DeleteResourcePolicy', { ResourceArn })
    await expectRefusal(get(), 'PolicyNotFoundException', `${notFound}${ResourceArn}`)
    expect(await remove()).toEqual({})
    const revision = await put(policy(allow()))
    await advance(15_000)
    expect(await remove()).toEqual(revision)
    const deletedAt = String(now())
    await expectRefusal(get(), 'PolicyNotFoundException', `${notFound}${ResourceArn}`)
    expect(await remove()).toEqual({ RevisionId: deletedAt })
  })

  it('is changed only where the revision is the expected one', async () => {
    const { put, call, advance } = await policyWorld()
    const refused = (ExpectedRevisionId: string) =>
      expect(put(policy(allow()), { ExpectedRevisionId })).rejects.toMatchObject({
        code: 'PolicyNotFoundException',
        status: 400,
        message: expect.stringContaining(
          `${notFound}Requested update for policy with revision id ${ExpectedRevisionId}, but `,
        ),
      })
    await refused('1')
    const { RevisionId } = await put(policy(allow()), { ExpectedRevisionId: 'NO_POLICY' })
    await advance(15_000)
    await refused('NO_POLICY')
    await call('DeleteResourcePolicy', { ResourceArn, ExpectedRevisionId: RevisionId })
  })

  it.each([
    ['{not json', `${document}This policy contains invalid Json`],
    ['', `${document}This policy contains invalid Json`],
    ['[]', `${document}This policy contains invalid Json`],
    ['{}', `${document}Syntax error at position (1,3)`],
    ['{"Statement":[]}', `${document}Could not parse the policy: Statement is empty!`],
    ['{"Statement":[{}]}', `${document}Missing required field Effect`],
    [policy(allow({ Resource: undefined })), `${document}Missing required field Resource`],
    [
      policy(allow({ Sid: 'a' }), allow({ Sid: 'a' })),
      `${document}The Statement Ids in the policy are not unique`,
    ],
    [
      policy(allow({ Action: ['dynamodb:GetRecords', 'dynamodb:GetItem'] })),
      `${document}The following action names are invalid: "dynamodb:GetRecords"`,
    ],
    [
      policy(allow({ Principal: '*' })),
      'Resource-based policy grants unbounded access in one or more elements. Please revise the policy to ensure least-privilege form of access',
    ],
    [policy(allow()) + ' '.repeat(20_480), `${invalid}Maximum policy size of 20480 bytes exceeded`],
  ])('%s is refused as AWS words it', async (text, message) => {
    const { put, get } = await policyWorld()
    await expectInvalid(put(text), message)
    await expectRefusal(get(), 'PolicyNotFoundException', `${notFound}${ResourceArn}`)
  })

  it('for everybody is taken where a condition says who that is', async () => {
    const { put } = await policyWorld()
    const everybody = (Condition: object) => policy(allow({ Principal: '*', Condition }))
    await expect(
      put(everybody({ StringLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:root' } })),
    ).rejects.toMatchObject({ code: 'ValidationException' })
    await put(everybody({ StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }))
  })

  it('that would lock its author out is taken only when he says so', async () => {
    const { put } = await policyWorld()
    const deny = policy(
      allow({ Effect: 'Deny', Principal: '*', Action: 'dynamodb:PutResourcePolicy' }),
    )
    await expectRefusal(
      put(deny),
      'AccessDeniedException',
      'The new resource policy will not allow you to update the resource policy in the future.',
    )
    await put(deny, { ConfirmRemoveSelfResourceAccess: true })
  })

  it.each([
    ['tabH', `${invalid}ARNs must start with 'arn:': tabH`],
    [
      `${ResourceArn}/index/g`,
      `${invalid}Invalid resource arn provided, only table or stream is accepted. Provided resource arn: ${ResourceArn}/index/g`,
    ],
    [
      `${ResourceArn}/backup/1`,
      `${invalid}Provided Arn is not a DynamoDB resource arn: ${ResourceArn}/backup/1`,
    ],
    [
      ResourceArn.replace('us-east-1', 'eu-west-1'),
      `${invalid}Invalid resource Arn: ${ResourceArn.replace('us-east-1', 'eu-west-1')}`,
    ],
    [
      ResourceArn.replace('123456789012', '111122223333'),
      'This action is only supported by accounts that match the resource owner’s account.',
    ],
  ])('of %s is refused as AWS words it', async (arn, message) => {
    const { call } = await policyWorld()
    await expectInvalid(call('GetResourcePolicy', { ResourceArn: arn }), message)
  })

  it('of a table or stream that is not there is not found', async () => {
    const { call } = await policyWorld()
    await expectRefusal(
      call('GetResourcePolicy', { ResourceArn: `${ResourceArn}x` }),
      'ResourceNotFoundException',
      'Requested resource not found: Table: tabHx not found',
    )
    const label = '2026-01-01T00:00:00.000'
    await expectRefusal(
      call('GetResourcePolicy', { ResourceArn: `${ResourceArn}/stream/${label}` }),
      'ResourceNotFoundException',
      `Requested resource not found: Stream: ${label} not found for Table: tabH`,
    )
  })

  it('may be there from the beginning', async () => {
    const { call, advance, now } = await policyWorld()
    const arn = ResourceArn.replace('tabH', 'tabP')
    const RevisionId = String(now())
    await call('CreateTable', {
      TableName: 'tabP',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: keys('pk'),
      ResourcePolicy: policy(allow({ Resource: arn })),
    })
    await advance(1_000)
    expect(await call('GetResourcePolicy', { ResourceArn: arn })).toMatchObject({ RevisionId })
  })
})
