/** `--iam audit`: nothing is refused, and what would have been is recorded. */
import type { AuthorisationRequest, Authoriser } from '../kernel/authorisation.ts'
import type { AwsError } from '../kernel/errors.ts'
import type { Incident } from '../kernel/incidents.ts'

/** How strictly callers are judged: as AWS does, in the records alone, or not at all. */
export type IamMode = 'on' | 'audit' | 'off'

export function auditing(judge: Authoriser, record: (incident: Incident) => void): Authoriser {
  return {
    refuse(asked) {
      const refusal = judge.refuse(asked)
      if (refusal) record(incidentOf(asked, refusal))
      return undefined
    },
  }
}

export const allowingAll: Authoriser = { refuse: () => undefined }

function incidentOf(asked: AuthorisationRequest, refusal: AwsError): Incident {
  const { caller, request, action } = asked
  return {
    requestId: request.requestId,
    atMs: asked.nowMs,
    service: asked.service,
    operation: action.slice(action.indexOf(':') + 1),
    account: caller.account,
    region: asked.region,
    caller: caller.arn || caller.service || caller.kind,
    code: refusal.code,
    status: refusal.status,
    message: refusal.message,
    why: refusal.why,
    isAudit: true,
  }
}
