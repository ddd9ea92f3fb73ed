/** Why policies refuse, and the least that lets just this through. */
import type { Cause } from '../../kernel/errors.ts'
import type { Incident } from '../../kernel/incidents.ts'
import type { AccessCause, NearMissFacts, StatementFacts } from '../../policy/access-cause.ts'
import type { PolicyType } from '../../policy/decision.ts'
import { allowing } from './access-cures.ts'
import { noCredentials, sendCredentials } from './credentials.ts'
import { takingAway } from './deny-cures.ts'
import { advice, type Cure, type Explainer, type Surroundings } from './explanation.ts'
import { factLines, textFact } from './facts.ts'
import { callerWords, statementWords } from './policy-words.ts'
import { explainRootAssuming, isRootAssuming } from './root-assumes.ts'

export const explainAccess: Explainer = (incident, why, surroundings) => {
  if (isRootAssuming(why)) return explainRootAssuming(incident, why, surroundings)
  if (!isPolicyCause(why)) return explainOther(why)
  const place = { account: incident.account, region: incident.region }
  const denials = takingAway(why, place, surroundings)
  // The * of operations that name no resource is nothing that could have a policy of its own.
  const isHopeless = isStranger(why) && why.resource.endsWith(':*')
  const steps = numbered([...denials, ...(isHopeless ? [] : allowing(why, place, surroundings))])
  return {
    why: reasons(why, surroundings),
    cure: [
      ...identifying(incident, why, surroundings),
      ...steps.slice(0, denials.length),
      ...meeting(why.nearMisses),
      ...steps.slice(denials.length),
    ],
  }
}

function numbered(steps: readonly Cure[]): readonly Cure[] {
  if (steps.length < 2) return steps
  return steps.map(({ text, commands }, at) =>
    advice(`${at + 1} of ${steps.length} that are needed: ${text}`, ...commands),
  )
}

function isStranger({ principal }: AccessCause): boolean {
  return principal.kind === 'anonymous'
}

function identifying(incident: Incident, why: AccessCause, surroundings: Surroundings): Cure[] {
  return isStranger(why) ? [sendCredentials(incident, surroundings)] : []
}

function isPolicyCause(why: Cause): why is AccessCause {
  return why.kind === 'access' && 'principal' in why && 'cures' in why
}

function reasons(why: AccessCause, surroundings: Surroundings): string[] {
  return [
    ...(isStranger(why) ? [`${noCredentials}, and counts as anybody's.`] : []),
    ...crossing(why),
    ...why.deniedBy.map((found) => `${statementWords(found)} denies it: ${found.text}`),
    ...why.missing.map((type) => missingWords(type, why, surroundings)),
    ...why.nearMisses.map(nearMissWords),
  ]
}

function crossing({ principal, resource, resourceAccount }: AccessCause): string[] {
  if (!('account' in principal) || principal.account === resourceAccount) return []
  return [
    `${resource} belongs to account ${resourceAccount}, the caller to ${principal.account}: both sides have to allow it.`,
  ]
}

function missingWords(type: PolicyType, why: AccessCause, surroundings: Surroundings): string {
  const { action, resource } = why
  const it = `${action} on ${resource}`
  switch (type) {
    case 'identity':
      return `No policy of ${callerWords(why)}${groups(why)} allows ${it}.`
    case 'resource':
      return surroundings.resourcePolicyOf(resource) === undefined
        ? `${resource} has no policy of its own that allows ${action}.`
        : `The policy of ${resource} does not allow ${action} to ${why.caller}.`
    case 'boundary':
      return `The permissions boundary ${why.boundary?.arn ?? ''} of ${callerWords(why)} does not allow ${it}, and no other policy reaches beyond it.`
    case 'session':
      return `The policies that this session was made with do not allow ${it}, and the session reaches no further.`
    case 'service-control':
      return `Service control policies of the organisation do not allow ${it} to account ${'account' in why.principal ? why.principal.account : ''}.`
    case 'resource-control':
      return `Resource control policies of the organisation do not allow ${it}.`
  }
}

function groups({ principal }: AccessCause): string {
  return principal.kind === 'user' ? ' or its groups' : ''
}

function nearMissWords(near: NearMissFacts): string {
  const would = near.effect === 'Allow' ? 'would allow it' : 'would deny it'
  const conditions = near.unmet.map(({ operator, key }) => `${operator} ${key}`).join(', ')
  return `${statementWords(near)} ${would}, but its condition is not met: ${conditions}.`
}

/** A statement that is there, and only wants its condition met. */
function meeting(nearMisses: readonly NearMissFacts[]): Cure[] {
  return nearMisses
    .filter(({ effect }) => effect === 'Allow')
    .map((near: StatementFacts & NearMissFacts) => {
      const keys = near.unmet.map(({ key }) => key).join(', ')
      return advice(`Call so that ${keys} is as ${statementWords(near)} wants it; or else:`)
    })
}

/** Refusals that no policy has a say in: hosts, web pages, actions that aren't for strangers. */
function explainOther(why: Cause): ReturnType<Explainer> {
  const [host, origin] = [textFact(why, 'host'), textFact(why, 'origin')]
  if (host !== undefined) {
    return {
      why: [`Kasane answers only by names that lead to it; "${host}" is none of them.`],
      cure: [advice(`Start it with --allow-host ${host}, or use its address.`)],
    }
  }
  if (origin !== undefined) {
    return {
      why: [`A web page of ${origin} called, and any page could.`],
      cure: [advice(`If the page is yours, start Kasane with --allow-origin ${origin}.`)],
    }
  }
  const owner = textFact(why, 'resource')?.split(':')[4]
  return {
    why: ['The caller may not do this to what belongs to another account.', ...factLines(why)],
    cure: [advice(`Call as an identity of account ${owner || 'that owns it'}.`)],
  }
}
