/** From a refusal's cause, which is data, to what people need: what, who, why, and what helps. */
import type { Cause } from '../../kernel/errors.ts'
import type { Incident } from '../../kernel/incidents.ts'
import { explainAccess } from './access.ts'
import { explainDependency } from './dependency.ts'
import type { Explainer, Explanation, Surroundings } from './explanation.ts'
import { textFact } from './facts.ts'
import { explainNotEmulated, explainValidation } from './request.ts'
import { explainNotFound } from './not-found.ts'
import { explainQuota, explainThroughput } from './quota.ts'
import { explainSignature } from './signature.ts'
import { explainState } from './state.ts'

const explainers: Readonly<Record<Cause['kind'], Explainer>> = {
  access: explainAccess,
  quota: explainQuota,
  throughput: explainThroughput,
  state: explainState,
  dependency: explainDependency,
  validation: explainValidation,
  'not-found': explainNotFound,
  signature: explainSignature,
  'not-emulated': explainNotEmulated,
}

export function explain(incident: Incident, surroundings: Surroundings): Explanation {
  const { why } = incident
  return {
    what: whatOf(incident, surroundings),
    who: whoOf(incident),
    ...(why ? explainers[why.kind](incident, why, surroundings) : withoutCause(incident)),
  }
}

function whatOf(incident: Incident, surroundings: Surroundings): string {
  const { code, status, message, isAudit, membersRefused } = incident
  const call = callOf(incident, surroundings)
  if (membersRefused !== undefined) {
    const refused =
      membersRefused === 1
        ? 'one of its members was refused'
        : `${membersRefused} of its members were refused, the first of them`
    return `${call} was answered (${status}), but ${refused}: ${code}. ${firstOf(message)}`
  }
  const was = isAudit ? 'would have been refused (--iam audit let it pass)' : 'was refused'
  return `${call} ${was}: ${code} (${status}). ${firstOf(message)}`
}

/** By IAM's action. What Kasane lacks is called as its message has it: no service is loaded that knows. */
function callOf(
  { service, operation, why }: Incident,
  { actionPrefixOf }: Pick<Surroundings, 'actionPrefixOf'>,
): string {
  const feature = why?.kind === 'not-emulated' ? textFact(why, 'feature') : undefined
  if (feature?.endsWith(`:${operation}`)) return feature
  const parts = [actionPrefixOf(service), operation]
  return parts.filter((part) => part !== '').join(':') || 'A request'
}

/** AWS's longer messages go on in paragraphs, which are among the reasons. */
function firstOf(message: string): string {
  return (message.split('\n\n')[0] ?? message).replaceAll('\n', ' ')
}

function whoOf({ caller, account, region, why }: Incident): string {
  const where = region === '' ? '' : `, region ${region}`
  if (caller !== '') return `${caller}, account ${account}${where}`
  const ended = why && textFact(why, 'session')
  if (ended !== undefined) return `${ended}, account ${ended.split(':')[4]}${where}`
  const key = why && textFact(why, 'accessKeyId')
  return `${key === undefined ? 'who is not known' : `who signed with the access key ${key}`}${where}`
}

function withoutCause({ code, status }: Incident): Pick<Explanation, 'why' | 'cure'> {
  if (status < 500) return { why: [`AWS's code ${code} says it; no more is known.`], cure: [] }
  return {
    why: ['Kasane itself failed: this is a bug of Kasane, or of the machine it runs on.'],
    cure: [
      { text: 'The log of "kasane start" has the details, with the request id.', commands: [] },
    ],
  }
}
