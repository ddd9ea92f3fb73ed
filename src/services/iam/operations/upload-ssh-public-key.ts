import {
  DeleteSSHPublicKey,
  GetSSHPublicKey,
  ListSSHPublicKeys,
  UpdateSSHPublicKey,
  UploadSSHPublicKey,
} from '../../../generated/iam.ts'
import { duplicateSshKey, invalidStatus, noSuchSshKey } from '../credential-errors.ts'
import { sshKeysPerUser } from '../credential-limits.ts'
import type { SshKey } from '../credential-state.ts'
import { iamOperation } from '../operation.ts'
import { pageOfAll } from '../paging.ts'
import { checkRoomFor } from '../quotas.ts'
import { ofUser } from '../resources.ts'
import { pemOfSsh, readSshKey } from '../ssh-keys.ts'
import type { IamState, User } from '../state.ts'
import { newUniqueId } from '../unique-id.ts'
import { requireNamedOrCaller, requireUser } from '../users.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UploadSSHPublicKey.html */
export const uploadSSHPublicKey = iamOperation(UploadSSHPublicKey, {
  resource: ofUser,

  run(call) {
    const { input, state, clock, random, place } = call
    const user = requireUser(state, input.UserName)
    const { body, fingerprint } = readSshKey(input.SSHPublicKeyBody)
    const keys = [...state.sshKeys.range({ prefix: [user.id] })]
    const known = keys.find((key) => key.body === body)
    if (known) throw duplicateSshKey(known.id)
    checkRoomFor(call, 'SSHPublicKeysPerUser', sshKeysPerUser, keys.length)
    const key: SshKey = {
      id: newUniqueId('APKA', place.account, random),
      userId: user.id,
      body,
      fingerprint,
      status: 'Active',
      uploadedAtMs: clock.now(),
    }
    state.sshKeys.put(key)
    return { SSHPublicKey: { ...writeBriefly(user, key), ...contentOf(key, 'SSH') } }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetSSHPublicKey.html */
export const getSSHPublicKey = iamOperation(GetSSHPublicKey, {
  resource: ofUser,

  run({ input, state }) {
    const user = requireUser(state, input.UserName)
    const key = requireSshKey(state, user, input.SSHPublicKeyId)
    return { SSHPublicKey: { ...writeBriefly(user, key), ...contentOf(key, input.Encoding) } }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListSSHPublicKeys.html */
export const listSSHPublicKeys = iamOperation(ListSSHPublicKeys, {
  resource: ofUser,

  run({ input, state, caller }) {
    const user = requireNamedOrCaller(state, input.UserName, caller)
    const all = [...state.sshKeys.range({ prefix: [user.id] })]
    const { items, ...more } = pageOfAll(all, input, ({ id }) => id)
    return { SSHPublicKeys: items.map((key) => writeBriefly(user, key)), ...more }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateSSHPublicKey.html */
export const updateSSHPublicKey = iamOperation(UpdateSSHPublicKey, {
  resource: ofUser,

  run({ input, state }) {
    const user = requireUser(state, input.UserName)
    const key = requireSshKey(state, user, input.SSHPublicKeyId)
    const { Status: status } = input
    if (status === 'Expired') throw invalidStatus(status)
    state.sshKeys.put({ ...key, status })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteSSHPublicKey.html */
export const deleteSSHPublicKey = iamOperation(DeleteSSHPublicKey, {
  resource: ofUser,

  run({ input, state }) {
    const user = requireUser(state, input.UserName)
    const { id } = requireSshKey(state, user, input.SSHPublicKeyId)
    state.sshKeys.delete(user.id, id)
    return {}
  },
})

function requireSshKey(state: IamState, user: User, id: string): SshKey {
  const key = state.sshKeys.get(user.id, id)
  if (!key) throw noSuchSshKey(id)
  return key
}

function writeBriefly(user: User, { id, status, uploadedAtMs }: SshKey) {
  return {
    UserName: user.name,
    SSHPublicKeyId: id,
    Status: status,
    UploadDate: new Date(uploadedAtMs),
  }
}

function contentOf({ body, fingerprint }: SshKey, encoding: 'SSH' | 'PEM') {
  return {
    Fingerprint: fingerprint,
    SSHPublicKeyBody: encoding === 'SSH' ? body : pemOfSsh(body),
  }
}
