import { describe, expect, it } from 'vitest'
import { expectRefusal, iamWorld } from '../testing/iam-world.ts'

type Report = { Content: Uint8Array; ReportFormat: string; GeneratedTime: Date }

function reportingWorld() {
  const cloud = iamWorld()
  const generate = () => cloud.ask('GenerateCredentialReport')
  const rows = async () => {
    const { Content: content } = await cloud.ask<Report>('GetCredentialReport')
    return Buffer.from(content).toString().split('\n')
  }
  return { ...cloud, generate, rows }
}

const hour = 3_600_000

describe('the credential report', () => {
  it('is asked for, made, and good for four hours', async () => {
    const { generate, ask, advance, now } = reportingWorld()
    const get = () => ask<Report>('GetCredentialReport')
    await expectRefusal(
      get(),
      'ReportNotPresent',
      410,
      'No credential report is available. Use GenerateCredentialReport to make one.',
    )
    expect(await generate()).toEqual({
      State: 'STARTED',
      Description: 'No report exists. Starting a new report generation task',
    })
    expect(await generate()).toEqual({ State: 'INPROGRESS' })
    await expectRefusal(
      get(),
      'ReportInProgress',
      404,
      'Credential report is being generated. Try again later.',
    )
    await advance(200)
    expect(await generate()).toEqual({ State: 'COMPLETE' })
    const generatedAtMs = now()
    expect(await get()).toMatchObject({
      ReportFormat: 'text/csv',
      GeneratedTime: new Date(generatedAtMs),
    })
    await advance(4 * hour)
    await expectRefusal(
      get(),
      'ReportExpired',
      410,
      'The most recent credential report has expired. Use GenerateCredentialReport to make one.',
    )
    expect(await generate()).toEqual({ State: 'STARTED' })
    await advance(200)
    expect((await get()).GeneratedTime).toEqual(new Date(generatedAtMs + 4 * hour + 200))
  })

  it('has a row for the root user and each user, with what they have', async () => {
    const { ask, generate, advance, rows } = reportingWorld()
    await ask('UpdateAccountPasswordPolicy', { MaxPasswordAge: 10 })
    await ask('CreateUser', { UserName: 'ann', Path: '/a/' })
    await ask('CreateLoginProfile', { UserName: 'ann', Password: 'correct-Horse-7' })
    await advance(24 * hour)
    await ask('CreateAccessKey', { UserName: 'ann' })
    await ask('CreateUser', { UserName: 'b,ob' })
    await generate()
    await advance(200)
    expect(await rows()).toEqual([
      'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,' +
        'password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,' +
        'access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,' +
        'access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,' +
        'access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,' +
        'cert_1_last_rotated,cert_2_active,cert_2_last_rotated',
      '<root_account>,arn:aws:iam::123456789012:root,1970-01-01T00:00:00+00:00,not_supported,' +
        'no_information,not_supported,not_supported,false,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,' +
        'N/A,false,N/A,false,N/A',
      'ann,arn:aws:iam::123456789012:user/a/ann,2026-01-01T00:00:00+00:00,true,no_information,' +
        '2026-01-01T00:00:00+00:00,2026-01-11T00:00:00+00:00,false,true,2026-01-02T00:00:00+00:00,' +
        'N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A',
      '"b,ob","arn:aws:iam::123456789012:user/b,ob",2026-01-02T00:00:00+00:00,false,N/A,N/A,N/A,' +
        'false,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A',
    ])
  })
})
