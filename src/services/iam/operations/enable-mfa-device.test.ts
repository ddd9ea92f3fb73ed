import { describe, expect, it } from 'vitest'
import { codeOf, stepAt } from '../totp.ts'
import { account, expectRefusal, iamWorld, sessionOf } from '../testing/iam-world.ts'

const serial = `arn:aws:iam::${account}:mfa/phones/anns`

async function deviceWorld() {
  const cloud = iamWorld()
  await cloud.ask('CreateUser', { UserName: 'ann' })
  type Made = { VirtualMFADevice: { SerialNumber: string; Base32StringSeed: Uint8Array } }
  const made = await cloud.ask<Made>('CreateVirtualMFADevice', {
    Path: '/phones/',
    VirtualMFADeviceName: 'anns',
  })
  const seed = Buffer.from(made.VirtualMFADevice.Base32StringSeed).toString()
  const codes = (step = stepAt(cloud.now())) => ({
    AuthenticationCode1: codeOf(seed, step),
    AuthenticationCode2: codeOf(seed, step + 1),
  })
  const named = { UserName: 'ann', SerialNumber: serial }
  const enable = (given = codes()) => cloud.ask('EnableMFADevice', { ...named, ...given })
  return { ...cloud, made, seed, codes, named, enable }
}

describe('virtual MFA devices', () => {
  it('are made with a seed that is told once', async () => {
    const { made, seed, ask } = await deviceWorld()
    expect(made.VirtualMFADevice.SerialNumber).toBe(serial)
    expect(seed).toMatch(/^[A-Z2-7]{64}$/)
    expect(await ask('ListVirtualMFADevices')).toEqual({
      VirtualMFADevices: [{ SerialNumber: serial }],
      IsTruncated: false,
    })
    await expectRefusal(
      ask('CreateVirtualMFADevice', { Path: '/phones/', VirtualMFADeviceName: 'anns' }),
      'EntityAlreadyExists',
      409,
      'MFADevice entity at the same path and name already exists.',
    )
  })

  it('are enabled by two codes in a row, for one user at a time', async () => {
    const { enable, ask, codes, now, named } = await deviceWorld()
    await expectRefusal(
      enable({ ...codes(), AuthenticationCode2: '000000' }),
      'InvalidAuthenticationCode',
      403,
      'Authentication code for device is not valid.',
    )
    await enable()
    const shown = { ...named, EnableDate: new Date(now()) }
    expect(await ask('ListMFADevices', { UserName: 'ann' })).toEqual({
      MFADevices: [shown],
      IsTruncated: false,
    })
    expect(await ask('GetMFADevice', { SerialNumber: serial, UserName: 'ann' })).toEqual(shown)
    await expectRefusal(enable(), 'EntityAlreadyExists', 409, 'MFA Device is already in use.')
    type Listed = { VirtualMFADevices: { SerialNumber: string; User?: { UserName: string } }[] }
    const assigned = await ask<Listed>('ListVirtualMFADevices', { AssignmentStatus: 'Assigned' })
    expect(assigned.VirtualMFADevices[0]?.User?.UserName).toBe('ann')
    expect(await ask('ListVirtualMFADevices', { AssignmentStatus: 'Unassigned' })).toEqual({
      VirtualMFADevices: [],
      IsTruncated: false,
    })
  })

  it('are resynchronised by newer codes only', async () => {
    const { enable, ask, codes, named, advance } = await deviceWorld()
    await enable()
    const resync = (given = codes()) => ask('ResyncMFADevice', { ...named, ...given })
    await expectRefusal(
      resync(),
      'InvalidAuthenticationCode',
      403,
      'Authentication code for device is not valid.',
    )
    await advance(60_000)
    expect(await resync()).toEqual({})
  })

  it('stand in the way of their user, and are deleted when they are of no user', async () => {
    const { enable, ask, named } = await deviceWorld()
    await enable()
    await expectRefusal(
      ask('DeleteUser', { UserName: 'ann' }),
      'DeleteConflict',
      409,
      'Cannot delete entity, must delete MFA device first.',
    )
    await expectRefusal(
      ask('DeleteVirtualMFADevice', { SerialNumber: serial }),
      'DeleteConflict',
      409,
      'MFA VirtualDevice in use. Must deactivate first.',
    )
    await ask('DeactivateMFADevice', named)
    await expectRefusal(
      ask('DeactivateMFADevice', named),
      'NoSuchEntity',
      404,
      'MFA Device invalid for user.',
    )
    await ask('DeleteVirtualMFADevice', { SerialNumber: serial })
    await expectRefusal(
      ask('DeleteVirtualMFADevice', { SerialNumber: serial }),
      'NoSuchEntity',
      404,
      `VirtualMFADevice with serial number ${serial} does not exist.`,
    )
  })

  it('a user has at most eight', async () => {
    const { ask, codes } = await deviceWorld()
    let refused: unknown
    for (let n = 0; n < 9; n++) {
      type Made = { VirtualMFADevice: { SerialNumber: string; Base32StringSeed: Uint8Array } }
      const made = await ask<Made>('CreateVirtualMFADevice', { VirtualMFADeviceName: `d${n}` })
      const seed = Buffer.from(made.VirtualMFADevice.Base32StringSeed).toString()
      const step = stepAt(Date.UTC(2026, 0, 1))
      refused = await ask('EnableMFADevice', {
        UserName: 'ann',
        SerialNumber: made.VirtualMFADevice.SerialNumber,
        ...codes(),
        AuthenticationCode1: codeOf(seed, step),
        AuthenticationCode2: codeOf(seed, step + 1),
      }).then(
        () => undefined,
        (error: unknown) => error,
      )
    }
    expect(refused).toMatchObject({
      code: 'LimitExceeded',
      status: 409,
      message: 'Cannot exceed quota for MFADevicesPerUser: 8',
    })
  })

  it('are listed as none of the root user’s, where no user is named', async () => {
    const { ask, role } = iamWorld()
    expect(await ask('ListMFADevices')).toEqual({ MFADevices: [], IsTruncated: false })
    await expectRefusal(
      ask('ListMFADevices', {}, { caller: sessionOf(await role('worker')) }),
      'ValidationError',
      400,
      'Must specify userName when calling with non-User credentials',
    )
  })
})
