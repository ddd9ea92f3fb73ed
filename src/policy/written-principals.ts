/**
 * Principals in a policy's text. IAM looks them up when a trust policy is saved, keeps their unique
 * ids, and shows the names again for as long as those ids live.
 *
 * AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
import { readDocument, type WrittenPrincipal, type WrittenStatement } from './document.ts'
import type { Flavour } from './flavour.ts'

/** ARNs of users and roles that a policy names: what must exist, and is bound to unique ids. */
export function namedPrincipals(text: string, flavour: Flavour): string[] {
  const arns = listed(text, flavour).map(({ value }) => value)
  return [...new Set(arns.filter((value) => /^arn:[^:]+:iam::\d{12}:(?:user|role)\//.test(value)))]
}

/** The text with each principal as `shown` has it; all else stays as it was written. */
export function withPrincipals(
  text: string,
  flavour: Flavour,
  shown: (value: string) => string,
): string {
  return listed(text, flavour)
    .toSorted((a, b) => b.start - a.start)
    .reduce((text, { value, start, end }) => {
      const other = shown(value)
      return other === value ? text : text.slice(0, start) + JSON.stringify(other) + text.slice(end)
    }, text)
}

function listed(text: string, flavour: Flavour): Exclude<WrittenPrincipal, '*'>[number][] {
  return readDocument(text, flavour).statements.flatMap(principalsOf)
}

function principalsOf({ principal, notPrincipal }: WrittenStatement) {
  const written = principal ?? notPrincipal
  return written === undefined || written === '*' ? [] : written
}
