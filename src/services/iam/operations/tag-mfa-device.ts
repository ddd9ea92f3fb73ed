import { ListMFADeviceTags, TagMFADevice, UntagMFADevice } from '../../../generated/iam.ts'
import { ofDevice, requireDevice } from '../mfa-devices.ts'
import { iamOperation } from '../operation.ts'
import { pageOfTags, withoutTags, withTags } from '../tags.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagMFADevice.html */
export const tagMFADevice = iamOperation(TagMFADevice, {
  resource: ofDevice,

  run({ input, state }) {
    const device = requireDevice(state, input.SerialNumber)
    state.mfaDevices.put({ ...device, tags: withTags('MFADevice', device.tags, input.Tags) })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagMFADevice.html */
export const untagMFADevice = iamOperation(UntagMFADevice, {
  resource: ofDevice,

  run({ input, state }) {
    const device = requireDevice(state, input.SerialNumber)
    state.mfaDevices.put({ ...device, tags: withoutTags('MFADevice', device.tags, input.TagKeys) })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListMFADeviceTags.html */
export const listMFADeviceTags = iamOperation(ListMFADeviceTags, {
  resource: ofDevice,
  run: ({ input, state }) => pageOfTags(requireDevice(state, input.SerialNumber).tags, input),
})
