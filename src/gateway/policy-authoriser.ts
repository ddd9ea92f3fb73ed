/** IAM's answer to each call: the caller's policies and the resource's, judged as AWS judges them. */
import type { AuthorisationRequest, Authoriser } from '../kernel/authorisation.ts'
import type { Caller } from '../kernel/caller.ts'
import { AwsError } from '../kernel/errors.ts'
import { partitionOf, type Place } from '../kernel/place.ts'
import { accessCause } from '../policy/access-cause.ts'
import { callerPrincipal } from '../policy/caller-principal.ts'
import type { CompiledPolicy } from '../policy/compiled-policy.ts'
import { compiledText } from '../policy/compiled-texts.ts'
import type { ContextValues } from '../policy/context.ts'
import type { Policies, PolicyRequest } from '../policy/decision.ts'
import { denialOf, withEncoded } from '../policy/denial-text.ts'
import { evaluate, traceEvaluation } from '../policy/evaluate.ts'
import type { Flavour } from '../policy/flavour.ts'
import { RememberedAllows } from './remembered-allows.ts'
import { requestContext } from './request-context.ts'

/** What the policies of callers and accounts are; IAM and Organizations tell. */
export interface PolicySource {
  /** The caller's own: identity policies, boundary, session policies. */
  policiesOf(caller: Caller): Pick<Policies, 'identity' | 'boundary' | 'session'>
  /** Those that an organisation puts over the caller's and the resource's accounts. */
  controlsOf(caller: Caller, owner: Owner): Pick<Policies, 'serviceControl' | 'resourceControl'>
  /** Whether the account is under an organisation's policies. */
  hasControls(account: Owner): boolean
  isSameOrganisation(account: Owner, other: Owner): boolean
  /** Condition keys that tell where the caller and the resource are: accounts, organisations. */
  organisationKeys(caller: Caller, owner: Owner): ContextValues
  /** An authorisation message that only its account can read. */
  encode(account: Owner, message: string): string
}

/** An account, in the partition of the call: the same number in another is somebody else's. */
export type Owner = Pick<Place, 'account' | 'partition'>

export function policyAuthoriser(source: PolicySource): Authoriser {
  const allows = new RememberedAllows()
  return {
    refuse(asked) {
      if (isOwnRoot(asked) && !source.hasControls(ownerOf(asked))) return undefined
      const policies = policiesFor(source, asked)
      const key = allows.keyFor(asked, policies)
      if (key !== undefined && allows.has(policies, key)) return undefined
      const request = requestOf(source, asked)
      const { effect } = evaluate(request, policies)
      if (effect !== 'allow') return refusal(source, asked, request, policies)
      if (key !== undefined) allows.add(policies, key)
      return undefined
    },
  }
}

/** Most calls of most users: an account's root user at home, where no policy can say no. */
function isOwnRoot(asked: AuthorisationRequest): boolean {
  return (
    asked.caller.kind === 'root' &&
    asked.caller.account === asked.owner &&
    asked.caller.session === undefined &&
    asked.resourcePolicy?.() === undefined
  )
}

function policiesFor(source: PolicySource, asked: AuthorisationRequest): Policies {
  const { caller, resource } = asked
  const text = asked.resourcePolicy?.()
  const policy = text === undefined ? undefined : compiledOrNone(text, flavourOf(asked))
  return {
    ...source.policiesOf(caller),
    ...source.controlsOf(caller, ownerOf(asked)),
    ...(policy && { resource: { name: resource, policy } }),
  }
}

function ownerOf({ owner: account, region }: AuthorisationRequest): Owner {
  return { account, partition: partitionOf(region) }
}

function flavourOf({ resourcePolicyKind: kind }: AuthorisationRequest): Flavour {
  return kind === 'trust' ? 'trust' : 'resource'
}

function requestOf(source: PolicySource, asked: AuthorisationRequest): PolicyRequest {
  const { caller, action, resource, owner, resourcePolicyKind: kind } = asked
  const where = ownerOf(asked)
  const decides = kind !== 'grant' && asked.resourcePolicy?.() !== undefined
  return {
    principal: callerPrincipal(caller),
    action,
    resource,
    resourceAccount: owner,
    context: () => ({ ...source.organisationKeys(caller, where), ...requestContext(asked) }),
    ...(decides && { resourcePolicyDecides: true }),
  }
}

/** Made a second time with all that led to it: refusals are rare, and are explained. */
function refusal(
  source: PolicySource,
  asked: AuthorisationRequest,
  request: PolicyRequest,
  policies: Policies,
): AwsError {
  const decision = traceEvaluation(request, policies)
  const { service, caller } = asked
  const owner = ownerOf(asked)
  const home = { ...owner, account: caller.account }
  const isSameOrganisation = source.isSameOrganisation(home, owner)
  const denial = denialOf({ service, request, decision, isSameOrganisation })
  const { authorizationMessage } = denial
  const { code, status, message } = authorizationMessage
    ? withEncoded(denial, source.encode(home, JSON.stringify(authorizationMessage)))
    : denial
  const why = accessCause({ request, decision, policies })
  return new AwsError({ code, status, message, why })
}

/** `undefined`: the service has let in what IAM can't read, and that allows nothing. */
function compiledOrNone(text: string, flavour: Flavour): CompiledPolicy | undefined {
  try {
    return compiledText(text, flavour)
  } catch {
    return undefined
  }
}
