/** Rules that IAM has for its own operations, as AWS's clients see them. */
import {
  ChangePasswordCommand,
  CreateLoginProfileCommand,
  ListUsersCommand,
  PutUserPolicyCommand,
  UpdateAccountPasswordPolicyCommand,
} from '@aws-sdk/client-iam'
import { GetAccessKeyInfoCommand } from '@aws-sdk/client-sts'
import { expect, it } from 'vitest'
import { A, accounts, policy, statement } from '../../test/support/accounts.ts'

const denied = { name: 'AccessDenied' }

it('users whom the account lets change their password may, unless a policy denies it', async () => {
  const { root, user } = await accounts()
  const eve = await user('eve')
  const Password = 'Abcdef1!x'
  await root.iam.send(new CreateLoginProfileCommand({ UserName: 'eve', Password }))
  const change = (OldPassword: string, NewPassword: string) =>
    eve.iam.send(new ChangePasswordCommand({ OldPassword, NewPassword }))
  await expect(change(Password, 'Abcdef1!y')).rejects.toMatchObject(denied)
  await root.iam.send(new UpdateAccountPasswordPolicyCommand({ AllowUsersToChangePassword: true }))
  await change(Password, 'Abcdef1!y')
  const PolicyDocument = policy(statement('iam:ChangePassword', { Effect: 'Deny' }))
  const asked = { UserName: 'eve', PolicyName: 'p', PolicyDocument }
  await root.iam.send(new PutUserPolicyCommand(asked))
  await expect(change('Abcdef1!y', 'Abcdef1!z')).rejects.toMatchObject(denied)
})

it('calls of IAM are made to us-east-1, those of STS to the region that is signed for', async () => {
  const { user, as } = await accounts()
  const Condition = { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } }
  const deny = statement('*', { Effect: 'Deny', Condition })
  const eve = await user('eve', policy(statement('*'), deny))
  const abroad = as(eve.keys, 'eu-west-1')
  await expect(eve.iam.send(new ListUsersCommand({}))).rejects.toMatchObject(denied)
  await expect(abroad.iam.send(new ListUsersCommand({}))).rejects.toMatchObject(denied)
  const info = () => new GetAccessKeyInfoCommand({ AccessKeyId: eve.keys.AccessKeyId })
  await expect(eve.sts.send(info())).rejects.toMatchObject(denied)
  expect(await abroad.sts.send(info())).toMatchObject({ Account: A })
})
