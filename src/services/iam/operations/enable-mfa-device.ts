import {
  DeactivateMFADevice,
  EnableMFADevice,
  GetMFADevice,
  ListMFADevices,
  ResyncMFADevice,
} from '../../../generated/iam.ts'
import { mfaDeviceInUse } from '../credential-errors.ts'
import { mfaDevicesPerUser } from '../credential-limits.ts'
import type { MfaDevice } from '../credential-state.ts'
import { devicesOf, requireCodes, requireDevice, requireDeviceOf } from '../mfa-devices.ts'
import { iamOperation } from '../operation.ts'
import { pageOfAll } from '../paging.ts'
import { checkRoomFor } from '../quotas.ts'
import { ofUser } from '../resources.ts'
import { requireNamedOrCaller, requireUser } from '../users.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_EnableMFADevice.html */
export const enableMFADevice = iamOperation(EnableMFADevice, {
  resource: ofUser,

  run(call) {
    const { input, state, clock } = call
    const user = requireUser(state, input.UserName)
    const device = requireDevice(state, input.SerialNumber)
    if (device.userId !== undefined) throw mfaDeviceInUse(device.serialNumber)
    checkRoomFor(call, 'MFADevicesPerUser', mfaDevicesPerUser, devicesOf(state, user).length)
    const lastStep = requireCodes(call, device, input)
    state.mfaDevices.put({ ...device, userId: user.id, enabledAtMs: clock.now(), lastStep })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeactivateMFADevice.html */
export const deactivateMFADevice = iamOperation(DeactivateMFADevice, {
  resource: ofUser,

  run({ input, state, caller }) {
    const user = requireNamedOrCaller(state, input.UserName, caller)
    const device = requireDeviceOf(state, user, input.SerialNumber)
    state.mfaDevices.put(disabled(device))
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ResyncMFADevice.html */
export const resyncMFADevice = iamOperation(ResyncMFADevice, {
  resource: ofUser,

  run(call) {
    const { input, state } = call
    const device = requireDeviceOf(state, requireUser(state, input.UserName), input.SerialNumber)
    state.mfaDevices.put({ ...device, lastStep: requireCodes(call, device, input) })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetMFADevice.html */
export const getMFADevice = iamOperation(GetMFADevice, {
  resource: ofUser,

  run({ input, state, caller }) {
    const user = requireNamedOrCaller(state, input.UserName, caller)
    const { serialNumber, enabledAtMs = 0 } = requireDeviceOf(state, user, input.SerialNumber)
    return {
      UserName: user.name,
      SerialNumber: serialNumber,
      EnableDate: new Date(enabledAtMs),
    }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListMFADevices.html */
export const listMFADevices = iamOperation(ListMFADevices, {
  resource: ofUser,

  run({ input, state, caller }) {
    // A root user asks for its own, of which Kasane has none: devices are enabled for users.
    const isOwnRoot = input.UserName === undefined && caller.kind === 'root'
    if (isOwnRoot) return { MFADevices: [], IsTruncated: false }
    const user = requireNamedOrCaller(state, input.UserName, caller)
    const { items, ...more } = pageOfAll(devicesOf(state, user), input, (one) => one.serialNumber)
    const devices = items.map(({ serialNumber, enabledAtMs = 0 }) => ({
      UserName: user.name,
      SerialNumber: serialNumber,
      EnableDate: new Date(enabledAtMs),
    }))
    return { MFADevices: devices, ...more }
  },
})

/** Its codes stay used up. */
function disabled({ userId: _, enabledAtMs: __, ...device }: MfaDevice): MfaDevice {
  return device
}
