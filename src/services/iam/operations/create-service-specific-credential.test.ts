import { describe, expect, it } from 'vitest'
import { account, expectRefusal, iamWorld } from '../testing/iam-world.ts'

type Made = { ServiceSpecificCredential: Record<string, string> }

async function annsWorld() {
  const cloud = iamWorld()
  await cloud.ask('CreateUser', { UserName: 'ann' })
  const create = async (ServiceName = 'codecommit.amazonaws.com', more: object = {}) => {
    const input = { UserName: 'ann', ServiceName, ...more }
    const answer = await cloud.ask<Made>('CreateServiceSpecificCredential', input)
    return answer.ServiceSpecificCredential
  }
  return { ...cloud, create }
}

describe('service-specific credentials', () => {
  it('tell their password when they are made, and when they are reset', async () => {
    const { ask, create, now } = await annsWorld()
    const made = await create()
    expect(made).toEqual({
      CreateDate: new Date(now()),
      ServiceName: 'codecommit.amazonaws.com',
      ServiceUserName: `ann-at-${account}`,
      ServicePassword: expect.stringMatching(/^[A-Za-z0-9+/]{44}$/) as string,
      ServiceSpecificCredentialId: expect.stringMatching(/^ACCA[A-Z2-7]{17}$/) as string,
      UserName: 'ann',
      Status: 'Active',
    })
    const { ServicePassword: secret, ...shown } = made
    expect(await ask('ListServiceSpecificCredentials', { UserName: 'ann' })).toEqual({
      ServiceSpecificCredentials: [shown],
      IsTruncated: false,
    })
    const { ServiceSpecificCredentialId } = made
    const named = { UserName: 'ann', ServiceSpecificCredentialId }
    const { ServiceSpecificCredential: renewed } = await ask<Made>(
      'ResetServiceSpecificCredential',
      named,
    )
    expect(renewed.ServicePassword).not.toBe(secret)
    await ask('UpdateServiceSpecificCredential', { ...named, Status: 'Inactive' })
    expect(await ask('ListServiceSpecificCredentials', { AllUsers: true })).toMatchObject({
      ServiceSpecificCredentials: [{ Status: 'Inactive' }],
    })
    await ask('DeleteServiceSpecificCredential', named)
    await expectRefusal(
      ask('DeleteServiceSpecificCredential', named),
      'NoSuchEntity',
      404,
      `The Service Specific Credential with id ${ServiceSpecificCredentialId} cannot be found.`,
    )
  })

  it('are two of a user for a service, with names of their own', async () => {
    const { create } = await annsWorld()
    await create()
    expect((await create()).ServiceUserName).toBe(`ann+1-at-${account}`)
    await expectRefusal(
      create(),
      'LimitExceeded',
      409,
      'Cannot exceed quota for ServiceSpecificCredentialsPerUser: 2',
    )
    expect((await create('cassandra.amazonaws.com')).ServiceUserName).toBe(`ann-at-${account}`)
  })

  it('are API keys that may expire for Bedrock, and nothing for other services', async () => {
    const { create, now } = await annsWorld()
    const key = await create('bedrock.amazonaws.com', { CredentialAgeDays: 30 })
    expect(key).toMatchObject({
      ServiceCredentialAlias: `ann-at-${account}`,
      ServiceCredentialSecret: expect.stringMatching(/^[A-Za-z0-9+/]{44}$/) as string,
      ExpirationDate: new Date(now() + 30 * 86_400_000),
    })
    await expectRefusal(
      create('sqs.amazonaws.com'),
      'NotSupportedService',
      404,
      'The service sqs.amazonaws.com does not support service-specific credentials.',
    )
    await expectRefusal(
      create('codecommit.amazonaws.com', { CredentialAgeDays: 30 }),
      'InvalidInput',
      400,
      "Credentials for codecommit.amazonaws.com can't expire.",
    )
  })
})
