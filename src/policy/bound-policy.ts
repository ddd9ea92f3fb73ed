/**
 * Policies as services keep them: the users and roles that a policy names stand there by their
 * unique ids, so that a namesake made later is not meant. Whoever reads the policy is shown ARNs
 * again, and the ids of those that are gone.
 *
 * AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
import { readDocument, type WrittenPrincipal, type WrittenStatement } from './document.ts'
import { invalidPrincipal } from './faults.ts'
import type { Flavour } from './flavour.ts'

/** Who there is, in whatever account; the port `identityDirectory` is one. */
export interface PrincipalDirectory {
  /** `AIDA…` or `AROA…`; `undefined`: there is no such user or role. */
  idOf(arn: string): string | undefined
  /** The ARN that a user or role has now; `undefined`: there is none of that id. */
  arnOf(id: string): string | undefined
}

/**
 * The text to be kept; all but the principals stays as it was written. Without a directory (unit
 * tests of services) ARNs stand for themselves.
 * @throws PolicyFault for what is no policy, and for a principal that doesn't exist
 */
export function boundPolicy(
  text: string,
  flavour: Flavour,
  directory: PrincipalDirectory | undefined,
): string {
  return withPrincipals(text, flavour, (value) => {
    if (!directory || !namesEntity(value)) return value
    const id = isUniqueId(value) ? directory.arnOf(value) && value : directory.idOf(value)
    if (id === undefined) throw invalidPrincipal('AWS', value)
    return id
  })
}

/** The text as whoever asks for it is shown it. */
export function shownPolicy(
  kept: string,
  flavour: Flavour,
  directory: PrincipalDirectory | undefined,
): string {
  if (!/"A(?:IDA|ROA)/.test(kept)) return kept
  return withPrincipals(kept, flavour, (value) =>
    isUniqueId(value) ? (directory?.arnOf(value) ?? value) : value,
  )
}

function namesEntity(value: string): boolean {
  return isUniqueId(value) || /^arn:[^:]+:iam::\d{12}:(?:user|role)\//.test(value)
}

function isUniqueId(value: string): boolean {
  return /^A(?:IDA|ROA)[A-Z0-9]{12,124}$/.test(value)
}

function withPrincipals(text: string, flavour: Flavour, shown: (value: string) => string): string {
  const named = readDocument(text, flavour).statements.flatMap(principalsOf)
  let result = ''
  let from = 0
  for (const { value, start, end } of named.toSorted((one, other) => one.start - other.start)) {
    const other = shown(value)
    if (other === value) continue
    result += text.slice(from, start) + JSON.stringify(other)
    from = end
  }
  return result + text.slice(from)
}

function principalsOf({
  principal,
  notPrincipal,
}: WrittenStatement): Exclude<WrittenPrincipal, '*'> {
  const written = principal ?? notPrincipal
  return written === undefined || written === '*' ? [] : written
}
