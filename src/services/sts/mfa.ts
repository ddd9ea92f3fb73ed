/** The proof that whoever calls has the user's MFA device at hand. */
import type { Caller } from '../../kernel/caller.ts'
import type { AwsError } from '../../kernel/errors.ts'
import type { KnownMfaDevice } from '../../ports/identity-directory.ts'
import { halfAnMfaProof, noSuchMfaDevice, wrongMfaCode } from './errors.ts'
import type { StsChange, StsReading } from './state.ts'

interface GivenProof {
  readonly SerialNumber?: string | undefined
  readonly TokenCode?: string | undefined
}

type Proof =
  | { readonly kind: 'none' }
  | { readonly kind: 'shown'; readonly device: KnownMfaDevice; readonly step: number }
  | { readonly kind: 'refused'; readonly error: AwsError }

/** Looks, and takes no code. */
export function readMfaProof(
  { ports, clock }: StsReading,
  caller: Caller,
  { SerialNumber: serialNumber, TokenCode: code }: GivenProof,
): Proof {
  if (serialNumber === undefined && code === undefined) return { kind: 'none' }
  if (serialNumber === undefined || code === undefined) {
    return { kind: 'refused', error: halfAnMfaProof() }
  }
  const device = ports.identityDirectory.findMfaDevice(serialNumber)
  if (device?.ownerArn !== caller.arn) {
    return { kind: 'refused', error: noSuchMfaDevice(serialNumber) }
  }
  const step = device.stepOf(code, clock.now())
  if (step === undefined) return { kind: 'refused', error: wrongMfaCode(serialNumber) }
  return { kind: 'shown', device, step }
}

/**
 * Takes the code, which counts once. `undefined`: none was given.
 * @throws AwsError AccessDenied
 */
export function takeMfaProof(
  change: StsChange,
  caller: Caller,
  given: GivenProof,
): number | undefined {
  const proof = readMfaProof(change, caller, given)
  if (proof.kind === 'refused') throw proof.error
  if (proof.kind === 'none') return undefined
  proof.device.take(proof.step)
  return change.clock.now()
}
