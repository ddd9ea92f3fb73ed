import { describe, expect, it } from 'vitest'
import type { User } from '../../../generated/iam.ts'
import { callerOf, expectRefusal, iamWorld } from '../testing/iam-world.ts'

const password = 'correct-Horse-7'

async function annsWorld() {
  const cloud = iamWorld()
  const { User: ann } = await cloud.ask<{ User: User }>('CreateUser', { UserName: 'ann' })
  const create = (Password: string, more: object = {}) =>
    cloud.ask('CreateLoginProfile', { UserName: 'ann', Password, ...more })
  return { ...cloud, ann, create }
}

describe('login profiles', () => {
  it('are made, shown, changed and deleted; a user has one', async () => {
    const { ask, create, now } = await annsWorld()
    const shown = {
      LoginProfile: {
        UserName: 'ann',
        CreateDate: new Date(now()),
        PasswordResetRequired: true,
      },
    }
    expect(await create(password, { PasswordResetRequired: true })).toEqual(shown)
    expect(await ask('GetLoginProfile', { UserName: 'ann' })).toEqual(shown)
    await expectRefusal(
      create(password),
      'EntityAlreadyExists',
      409,
      'Login Profile for user ann already exists.',
    )
    await ask('UpdateLoginProfile', { UserName: 'ann', PasswordResetRequired: false })
    expect(await ask('GetLoginProfile', { UserName: 'ann' })).toMatchObject({
      LoginProfile: { PasswordResetRequired: false },
    })
    await expectRefusal(
      ask('DeleteUser', { UserName: 'ann' }),
      'DeleteConflict',
      409,
      'Cannot delete entity, must delete login profile first.',
    )
    await ask('DeleteLoginProfile', { UserName: 'ann' })
    await expectRefusal(
      ask('GetLoginProfile', { UserName: 'ann' }),
      'NoSuchEntity',
      404,
      'Login Profile for User ann cannot be found.',
    )
    await ask('DeleteUser', { UserName: 'ann' })
  })

  it('without a policy, passwords have eight characters of three kinds', async () => {
    const { create } = await annsWorld()
    await expectRefusal(
      create('Short-7'),
      'PasswordPolicyViolation',
      400,
      'Password should have a minimum length of 8',
    )
    await expectRefusal(
      create('lowercase7'),
      'PasswordPolicyViolation',
      400,
      'Password should meet 1 more of the following requirements: ' +
        'Password should have at least one uppercase letter, Password should have at least one symbol',
    )
    await create('Lowercase7')
  })

  it('keep no password that can be read', async () => {
    const { create, kernel } = await annsWorld()
    await create(password)
    const stored = [...kernel.store.range({ start: '', end: '\uffff' })]
    expect(JSON.stringify(stored)).not.toContain(password)
  })
})

describe('the password policy', () => {
  it('goes back to its defaults where a request leaves something out', async () => {
    const { ask } = iamWorld()
    await ask('UpdateAccountPasswordPolicy', { MaxPasswordAge: 90, RequireNumbers: true })
    await ask('UpdateAccountPasswordPolicy', { MinimumPasswordLength: 12 })
    expect(await ask('GetAccountPasswordPolicy')).toEqual({
      PasswordPolicy: {
        MinimumPasswordLength: 12,
        RequireSymbols: false,
        RequireNumbers: false,
        RequireUppercaseCharacters: false,
        RequireLowercaseCharacters: false,
        AllowUsersToChangePassword: false,
        ExpirePasswords: false,
        HardExpiry: false,
      },
    })
    await ask('DeleteAccountPasswordPolicy')
    for (const operation of ['GetAccountPasswordPolicy', 'DeleteAccountPasswordPolicy']) {
      await expectRefusal(
        ask(operation),
        'NoSuchEntity',
        404,
        'The Password Policy with domain name 123456789012 cannot be found.',
      )
    }
  })

  it('holds for passwords that are set from then on, and forbids old ones', async () => {
    const { ask, create, ann } = await annsWorld()
    await create(password)
    await ask('UpdateAccountPasswordPolicy', {
      MinimumPasswordLength: 10,
      RequireSymbols: true,
      PasswordReusePrevention: 2,
    })
    const change = (OldPassword: string, NewPassword: string) =>
      ask(
        'ChangePassword',
        { OldPassword, NewPassword },
        { caller: callerOf({ arn: ann.Arn, id: ann.UserId }) },
      )
    await expectRefusal(
      change(password, 'nosymbolshere'),
      'PasswordPolicyViolation',
      400,
      'Password should have at least one symbol',
    )
    await expectRefusal(
      change(password, password),
      'PasswordPolicyViolation',
      400,
      'Password has been used previously. Choose another.',
    )
    await change(password, 'the-second-one')
    await change('the-second-one', 'the-third-one')
    await change('the-third-one', password)
  })

  it('ChangePassword needs the old one, and a user', async () => {
    const { ask, create, ann } = await annsWorld()
    await create(password)
    const input = { OldPassword: 'wrong', NewPassword: 'Another-one-8' }
    await expectRefusal(
      ask('ChangePassword', input, { caller: callerOf({ arn: ann.Arn, id: ann.UserId }) }),
      'AccessDenied',
      403,
      'The old password was incorrect.',
    )
    await expectRefusal(
      ask('ChangePassword', input),
      'InvalidUserType',
      400,
      'Only IAM Users can change their own password.',
    )
  })
})
