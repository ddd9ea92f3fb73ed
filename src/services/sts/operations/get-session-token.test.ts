import { describe, expect, it } from 'vitest'
import type { Credentials } from '../../../generated/sts.ts'
import { anonymous, type Caller, rootOf } from '../../../kernel/caller.ts'
import { account, stsWorld } from '../testing/sts-world.ts'

const serial = `arn:aws:iam::${account}:mfa/phone`

/** Ann's device knows the code 111111 for step 7, 222222 for step 8. */
function annsWorld() {
  const cloud = stsWorld()
  const ann = cloud.user('ann')
  const steps: Readonly<Record<string, number>> = { '111111': 7, '222222': 8 }
  let taken = -1
  cloud.devices.set(serial, {
    ownerArn: ann.arn,
    stepOf(code) {
      const step = steps[code] ?? -1
      return step > taken ? step : undefined
    },
    take: (step) => void (taken = step),
  })
  const get = (input: object = {}, caller: Caller = ann) =>
    cloud.call<{ Credentials: Credentials }>('GetSessionToken', input, { caller })
  return { ...cloud, ann, get }
}

describe('GetSessionToken', () => {
  it('gives the user credentials for twelve hours that IAM doesn’t know', async () => {
    const { get, find, now, ann } = annsWorld()
    const { Credentials: credentials } = await get()
    expect(credentials.Expiration).toEqual(new Date(now() + 12 * 3_600_000))
    expect(find(credentials)).toMatchObject({
      kind: 'known',
      secret: credentials.SecretAccessKey,
      caller: { kind: 'user', arn: ann.arn, userId: ann.userId },
      unknownTo: ['iam'],
    })
  })

  it('a root user’s session ends after an hour, however long was asked', async () => {
    const { get, now, callerOf } = annsWorld()
    const { Credentials: credentials } = await get({ DurationSeconds: 43_200 }, rootOf(account))
    expect(credentials.Expiration).toEqual(new Date(now() + 3_600_000))
    expect(callerOf(credentials)).toMatchObject({ kind: 'root', userId: account })
  })

  it('with a code of the user’s device the session has MFA, and IAM knows it', async () => {
    const { get, find, advance, callerOf } = annsWorld()
    const { Credentials: credentials } = await get({ SerialNumber: serial, TokenCode: '111111' })
    expect(find(credentials)).not.toHaveProperty('unknownTo')
    await advance(90_000)
    expect(callerOf(credentials).context).toMatchObject({
      'aws:MultiFactorAuthPresent': 'true',
      'aws:MultiFactorAuthAge': '90',
    })
  })

  it('refuses a wrong code, a code for the second time, and codes before it', async () => {
    const { get } = annsWorld()
    const shown = (TokenCode: string) => get({ SerialNumber: serial, TokenCode })
    const refusal = {
      code: 'AccessDenied',
      status: 403,
      message: 'MultiFactorAuthentication failed with invalid MFA one time pass code.',
    }
    await expect(shown('000000')).rejects.toMatchObject(refusal)
    await shown('222222')
    await expect(shown('222222')).rejects.toMatchObject(refusal)
    await expect(shown('111111')).rejects.toMatchObject(refusal)
  })

  it('refuses another user’s device, and half a proof', async () => {
    const { get, user } = annsWorld()
    await expect(
      get({ SerialNumber: serial, TokenCode: '111111' }, user('eve')),
    ).rejects.toMatchObject({
      code: 'AccessDenied',
      status: 403,
      message:
        'MultiFactorAuthentication failed, unable to validate MFA code.  ' +
        'Please verify your MFA serial number is valid and associated with this user.',
    })
    await expect(get({ SerialNumber: serial })).rejects.toMatchObject({
      code: 'AccessDenied',
      status: 403,
      message:
        'MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.',
    })
  })

  it('is not for callers with session credentials, or without any', async () => {
    const { get, callerOf } = annsWorld()
    const { Credentials: credentials } = await get()
    await expect(get({}, callerOf(credentials))).rejects.toMatchObject({
      code: 'AccessDenied',
      status: 403,
      message: 'Cannot call GetSessionToken with session credentials',
    })
    await expect(get({}, anonymous(account))).rejects.toMatchObject({
      code: 'MissingAuthenticationToken',
      status: 403,
      message: 'Request is missing Authentication Token',
    })
  })

  it('the session ends with the user, and a namesake doesn’t bring it back', async () => {
    const { get, find, users, ann } = annsWorld()
    const { Credentials: credentials } = await get()
    const known = users.get(ann.arn)
    if (!known) throw new Error('ann is there')
    users.set(ann.arn, { ...known, id: 'AIDANEW' })
    expect(find(credentials)).toEqual({ kind: 'revoked' })
  })
})
