/** The request's condition keys. Names are matched without case, tag keys within them too. */
import { lowerAscii } from './ascii.ts'
import type { Principal } from './principal.ts'

export type ContextValues = Readonly<Record<string, string | readonly string[]>>

/** Values, or how to get at them: most decisions look at none. */
export type ContextSource = ContextValues | (() => ContextValues)

/**
 * Condition keys by lower-case name, made when first asked: most decisions never look.
 *
 * What the request says of a key goes before what the principal says, which simulations use.
 */
export class Context {
  readonly #principal: Principal
  readonly #request: ContextSource
  #values: Map<string, string | readonly string[]> | undefined

  constructor(principal: Principal, request: ContextSource) {
    this.#principal = principal
    this.#request = request
  }

  /** `undefined`: the request has no such key. Names are expected in lower case. */
  valuesOf(key: string): readonly string[] | undefined {
    const value = this.#read().get(key)
    return typeof value === 'string' ? [value] : value
  }

  /** The one value of a key, which is what policy variables may use. */
  valueOf(key: string): string | undefined {
    const value = this.#read().get(key)
    if (typeof value === 'string') return value
    return value?.length === 1 ? value[0] : undefined
  }

  #read(): ReadonlyMap<string, string | readonly string[]> {
    if (this.#values) return this.#values
    const values = (this.#values = new Map())
    const request = this.#request
    for (const given of [
      principalContext(this.#principal),
      typeof request === 'function' ? request() : request,
    ]) {
      for (const key in given) values.set(lowerNameOf(key), given[key])
    }
    return values
  }
}

/** Nearly all names come with every request; those of tags are anybody's. */
const lowerNames = new Map<string, string>()
const lowerNamesMax = 1_000

function lowerNameOf(key: string): string {
  let name = lowerNames.get(key)
  if (name === undefined) {
    if (lowerNames.size >= lowerNamesMax) lowerNames.clear()
    lowerNames.set(key, (name = lowerAscii(key)))
  }
  return name
}

/**
 * What a principal says of itself.
 *
 * AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html and
 * the table of principal keys in reference_policies_variables.html.
 */
export function principalContext(principal: Principal): ContextValues {
  switch (principal.kind) {
    case 'root':
      return { ...signed(principal, 'Account'), 'aws:userid': principal.account }
    case 'user':
      return {
        ...signed(principal, 'User'),
        'aws:userid': principal.userId,
        'aws:username': principal.arn.slice(principal.arn.lastIndexOf('/') + 1),
      }
    case 'role-session':
      return {
        ...signed(principal, 'AssumedRole'),
        // AWS: the role's ARN with its path, never the session's.
        'aws:PrincipalArn': principal.roleArn,
        'aws:userid': principal.userId,
      }
    case 'federated-user':
      return { ...signed(principal, 'FederatedUser'), 'aws:userid': principal.userId }
    case 'service':
      return {
        'aws:PrincipalIsAWSService': 'true',
        'aws:PrincipalServiceName': principal.service,
        'aws:PrincipalServiceNamesList': [principal.service],
      }
    case 'web-identity':
      return { 'aws:FederatedProvider': principal.provider }
    case 'anonymous':
      return { 'aws:PrincipalType': 'Anonymous', 'aws:userid': 'anonymous' }
  }
}

function signed(principal: { readonly arn: string; readonly account: string }, type: string) {
  return {
    'aws:PrincipalArn': principal.arn,
    'aws:PrincipalAccount': principal.account,
    'aws:PrincipalType': type,
    'aws:PrincipalIsAWSService': 'false',
  }
}
