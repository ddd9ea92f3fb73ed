/** Virtual MFA devices: they are made for the account, and then enabled for a user. */
import type { ResourceCheck } from '../../kernel/authorisation.ts'
import type { Place } from '../../kernel/place.ts'
import { iamArn } from './arns.ts'
import { noSuchMfaDevice, notTheUsersDevice, wrongAuthenticationCode } from './credential-errors.ts'
import type { MfaDevice } from './credential-state.ts'
import { ofTagged } from './resources.ts'
import type { IamReading, IamState, User } from './state.ts'
import { stepOfPair } from './totp.ts'
import { writeUser } from './users.ts'

export function mfaSerialNumber(place: Place, path: string, name: string): string {
  return iamArn(place, `mfa${path}${name}`)
}

export function ofDevice(
  { SerialNumber: serialNumber }: { readonly SerialNumber: string },
  _place: Place,
  { state }: IamReading,
): ResourceCheck[] {
  return ofTagged(serialNumber, state.mfaDevices.get(serialNumber))
}

/** @throws AwsError NoSuchEntity */
export function requireDevice(state: IamState, serialNumber: string): MfaDevice {
  const device = state.mfaDevices.get(serialNumber)
  if (!device) throw noSuchMfaDevice(serialNumber)
  return device
}

/** @throws AwsError NoSuchEntity */
export function requireDeviceOf(state: IamState, user: User, serialNumber: string): MfaDevice {
  const device = requireDevice(state, serialNumber)
  if (device.userId !== user.id) throw notTheUsersDevice(serialNumber, user.name)
  return device
}

export function devicesOf({ mfaDevices }: IamState, { id }: Pick<User, 'id'>): MfaDevice[] {
  return [...mfaDevices.index('user').range({ prefix: [id] })]
}

interface Codes {
  readonly AuthenticationCode1: string
  readonly AuthenticationCode2: string
}

/**
 * The step of the second of two codes in a row, both newer than those that were taken before.
 * @throws AwsError InvalidAuthenticationCode
 */
export function requireCodes({ clock }: IamReading, device: MfaDevice, codes: Codes): number {
  const { AuthenticationCode1: first, AuthenticationCode2: second } = codes
  const step = stepOfPair(device.seed, [first, second], clock.now())
  if (step === undefined || step - 1 <= (device.lastStep ?? -1)) {
    throw wrongAuthenticationCode(device.serialNumber)
  }
  return step
}

/** As ListVirtualMFADevices shows it, which never tells the seed. */
export function writeDevice(reading: IamReading, device: MfaDevice) {
  const user = device.userId === undefined ? undefined : reading.state.users.get(device.userId)
  const { enabledAtMs } = device
  return {
    SerialNumber: device.serialNumber,
    ...(user && { User: writeUser(reading, user) }),
    ...(enabledAtMs !== undefined && { EnableDate: new Date(enabledAtMs) }),
  }
}
