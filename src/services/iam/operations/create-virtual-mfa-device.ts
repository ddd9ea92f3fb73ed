import {
  CreateVirtualMFADevice,
  DeleteVirtualMFADevice,
  ListVirtualMFADevices,
} from '../../../generated/iam.ts'
import { mfaDeviceEnabled, mfaDeviceExists } from '../credential-errors.ts'
import type { MfaDevice } from '../credential-state.ts'
import { mfaSerialNumber, ofDevice, requireDevice, writeDevice } from '../mfa-devices.ts'
import { iamOperation } from '../operation.ts'
import { pageOfAll } from '../paging.ts'
import { andTagged } from '../resources.ts'
import { tagsMember, withTags } from '../tags.ts'
import { newSeed } from '../totp.ts'

/**
 * The seed is told once. AWS draws it as a QR code too, which this answer leaves out.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateVirtualMFADevice.html
 */
export const createVirtualMFADevice = iamOperation(CreateVirtualMFADevice, {
  resource: ({ Path: path = '/', VirtualMFADeviceName: name, Tags: tags }, place) =>
    andTagged({ resource: mfaSerialNumber(place, path, name) }, 'iam:TagMFADevice', tags),

  run({ input, state, place, clock, random }) {
    const { Path: path = '/', VirtualMFADeviceName: name } = input
    const serialNumber = mfaSerialNumber(place, path, name)
    if (state.mfaDevices.get(serialNumber)) throw mfaDeviceExists(serialNumber)
    const device: MfaDevice = {
      serialNumber,
      name,
      path,
      seed: newSeed(random),
      tags: withTags('MFADevice', [], input.Tags),
      createdAtMs: clock.now(),
    }
    state.mfaDevices.put(device)
    return {
      VirtualMFADevice: {
        SerialNumber: serialNumber,
        Base32StringSeed: Buffer.from(device.seed),
        ...tagsMember(device.tags),
      },
    }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteVirtualMFADevice.html */
export const deleteVirtualMFADevice = iamOperation(DeleteVirtualMFADevice, {
  resource: ofDevice,

  run({ input, state }) {
    const device = requireDevice(state, input.SerialNumber)
    if (device.userId !== undefined) throw mfaDeviceEnabled(device.serialNumber)
    state.mfaDevices.delete(device.serialNumber)
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListVirtualMFADevices.html */
export const listVirtualMFADevices = iamOperation(ListVirtualMFADevices, {
  resource: () => '*',

  run(call) {
    const { input, state } = call
    const { AssignmentStatus: asked = 'Any' } = input
    const devices = [...state.mfaDevices.range()].filter(
      ({ userId }) => asked === 'Any' || (asked === 'Assigned') === (userId !== undefined),
    )
    const { items, ...more } = pageOfAll(devices, input, ({ serialNumber }) => serialNumber)
    return { VirtualMFADevices: items.map((device) => writeDevice(call, device)), ...more }
  },
})
