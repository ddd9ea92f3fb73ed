import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { expectRefusal, iamWorld } from '../testing/iam-world.ts'

const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 })
const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()

async function annsWorld() {
  const cloud = iamWorld()
  await cloud.ask('CreateUser', { UserName: 'ann' })
  type Made = { SSHPublicKey: { SSHPublicKeyId: string; SSHPublicKeyBody: string } }
  const upload = (SSHPublicKeyBody: string) =>
    cloud.ask<Made>('UploadSSHPublicKey', { UserName: 'ann', SSHPublicKeyBody })
  return { ...cloud, upload }
}

describe('SSH public keys', () => {
  it('come in either form and are shown in both', async () => {
    const { ask, upload, now } = await annsWorld()
    const { SSHPublicKey: made } = await upload(pem)
    const named = { UserName: 'ann', SSHPublicKeyId: made.SSHPublicKeyId }
    expect(made).toEqual({
      ...named,
      Fingerprint: expect.stringMatching(/^(?:[0-9a-f]{2}:){15}[0-9a-f]{2}$/) as string,
      SSHPublicKeyBody: expect.stringMatching(/^ssh-rsa AAAAB3NzaC1yc2E/) as string,
      Status: 'Active',
      UploadDate: new Date(now()),
    })
    type Got = { SSHPublicKey: { SSHPublicKeyBody: string } }
    const got = await ask<Got>('GetSSHPublicKey', { ...named, Encoding: 'PEM' })
    expect(createPublicKey(got.SSHPublicKey.SSHPublicKeyBody).equals(publicKey)).toBe(true)
    await expectRefusal(
      upload(`${made.SSHPublicKeyBody} ann@laptop`),
      'DuplicateSSHPublicKey',
      400,
      'The SSH public key is already associated with the specified IAM user.',
    )
  })

  it('are deactivated and deleted, and stand in the way of their user', async () => {
    const { ask, upload } = await annsWorld()
    const { SSHPublicKey: made } = await upload(pem)
    const named = { UserName: 'ann', SSHPublicKeyId: made.SSHPublicKeyId }
    await ask('UpdateSSHPublicKey', { ...named, Status: 'Inactive' })
    expect(await ask('ListSSHPublicKeys', { UserName: 'ann' })).toMatchObject({
      SSHPublicKeys: [{ ...named, Status: 'Inactive' }],
    })
    await expectRefusal(
      ask('DeleteUser', { UserName: 'ann' }),
      'DeleteConflict',
      409,
      'Cannot delete entity, must remove referenced objects first.',
    )
    await ask('DeleteSSHPublicKey', named)
    await expectRefusal(
      ask('GetSSHPublicKey', { ...named, Encoding: 'SSH' }),
      'NoSuchEntity',
      404,
      `The Public Key with id ${made.SSHPublicKeyId} cannot be found.`,
    )
  })

  it('are RSA keys of at least 2,048 bits', async () => {
    const { upload } = await annsWorld()
    const weak = generateKeyPairSync('rsa', { modulusLength: 1_024 }).publicKey
    const curve = generateKeyPairSync('ed25519').publicKey
    for (const body of [
      'ssh-rsa',
      'ssh-rsa AAAA',
      'garbage',
      weak.export({ type: 'spki', format: 'pem' }).toString(),
      curve.export({ type: 'spki', format: 'pem' }).toString(),
    ]) {
      await expectRefusal(upload(body), 'InvalidPublicKey', 400, 'The public key is invalid.')
    }
  })
})
