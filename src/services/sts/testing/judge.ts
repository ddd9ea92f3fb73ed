/** Judges calls by given policies, as the server does by IAM's. */
import type { Authoriser } from '../../../kernel/authorisation.ts'
import type { Caller } from '../../../kernel/caller.ts'
import { unmodelledError } from '../../../kernel/errors.ts'
import { compilePolicy } from '../../../policy/compiled-policy.ts'
import type { PolicyRequest } from '../../../policy/decision.ts'
import { denialOf } from '../../../policy/denial-text.ts'
import { evaluate } from '../../../policy/evaluate.ts'
import type { Principal } from '../../../policy/principal.ts'

/** `identityPolicies`: documents by the ARN of the user or role that has them. */
export function judge(identityPolicies: Readonly<Record<string, object>>): Authoriser {
  return {
    refuse({ caller, service, action, resource, owner, context, resourcePolicy }) {
      const trust = resourcePolicy?.()
      const document = identityPolicies[caller.session?.behindArn ?? caller.arn]
      const request: PolicyRequest = {
        principal: principalOf(caller),
        action: action.includes(':') ? action : `${service}:${action}`,
        resource,
        resourceAccount: owner,
        context: { ...caller.context, ...context },
        resourcePolicyDecides: service === 'sts' && resource.includes(':role/'),
      }
      const decision = evaluate(request, {
        identity: document ? [compiled(JSON.stringify(document), 'identity')] : [],
        ...(trust !== undefined && { resource: compiled(trust, 'trust') }),
      })
      if (decision.effect === 'allow') return undefined
      const { code, status, message } = denialOf({ service, request, decision })
      return unmodelledError(code, status, message)
    },
  }
}

function compiled(text: string, flavour: 'identity' | 'trust') {
  return { policy: compilePolicy(text, flavour), name: flavour }
}

function principalOf(caller: Caller): Principal {
  const { kind, account, arn, userId, session, provider = '', service = '' } = caller
  const behindArn = session?.behindArn ?? ''
  switch (kind) {
    case 'root':
      return { kind, account, arn }
    case 'user':
      return { kind, account, arn, userId }
    case 'role':
      return { kind: 'role-session', account, arn, userId, roleArn: behindArn }
    case 'federated': {
      const by = { arn: behindArn, userId: session?.behindId ?? '' }
      return { kind: 'federated-user', account, arn, userId, by }
    }
    case 'service':
      return { kind, service }
    case 'web-identity':
      return { kind, provider }
    case 'anonymous':
      return { kind }
  }
}
