/** From a refusal's cause, which is data, to what people need: what, who, why, and what helps. */
import type { Cause } from '../../kernel/errors.ts'
import type { Incident } from '../../kernel/incidents.ts'
import { explainAccess } from './access.ts'
import { explainDependency } from './dependency.ts'
import type { Explainer, Explanation, Surroundings } from './explanation.ts'
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
    what: whatOf(incident),
    who: whoOf(incident),
    ...(why ? explainers[why.kind](incident, why, surroundings) : withoutCause(incident)),
  }
}

function whatOf({ service, operation, code, status, message, isAudit }: Incident): string {
  const call = [service, operation].filter((part) => part !== '').join(':') || 'A request'
  const was = isAudit ? 'would have been refused (--iam audit let it pass)' : 'was refused'
  return `${call} ${was}: ${code} (${status}). ${message}`
}

function whoOf({ caller, account, region }: Incident): string {
  const place = [`account ${account}`, region && `region ${region}`].filter(Boolean).join(', ')
  return `${caller || 'nobody that is known'}, ${place}`
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
