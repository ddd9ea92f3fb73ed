/** Policy documents: read when they come, shown as IAM shows them. */
import { compilePolicy } from '../../policy/compiled-policy.ts'
import { PolicyFault } from '../../policy/faults.ts'
import type { Flavour } from '../../policy/flavour.ts'
import { malformedPolicy } from './errors.ts'

/** @throws AwsError MalformedPolicyDocument */
export function checkDocument(text: string, flavour: Flavour): void {
  refusingFaults(() => compilePolicy(text, flavour))
}

/** @throws AwsError MalformedPolicyDocument for what `work` finds wrong */
export function refusingFaults<Result>(work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    throw error instanceof PolicyFault ? malformedPolicy(error) : error
  }
}

/** AWS: white space doesn't count. */
export function lengthOf(document: string): number {
  let length = 0
  for (let at = 0; at < document.length; at++) if (!isSpace(document.charCodeAt(at))) length++
  return length
}

/**
 * AWS: answers carry documents URL-encoded.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicyVersion.html
 */
export function writeDocument(document: string): string {
  return encodeURIComponent(document).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

function isSpace(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d) || code === 0x85 || code === 0xa0
}
