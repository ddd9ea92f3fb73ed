/**
 * The condition keys that every request has, beside those of the operation and of the principal.
 *
 * AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
import type { AuthorisationRequest } from '../kernel/authorisation.ts'
import type { Origin } from '../kernel/call.ts'
import type { Caller } from '../kernel/caller.ts'
import { isoSeconds } from '../kernel/iso-seconds.ts'
import type { ContextValues } from '../policy/context.ts'
import { requestTags } from './request-tags.ts'

export function requestContext(asked: AuthorisationRequest): ContextValues {
  const { caller, nowMs, requestedRegion, input, resourceTags, request, context } = asked
  return {
    'aws:CurrentTime': isoSeconds(nowMs),
    'aws:EpochTime': String(Math.floor(nowMs / 1_000)),
    'aws:RequestedRegion': requestedRegion,
    ...(request.origin && originKeys(request.origin)),
    ...serviceKeys(caller, request.via ?? []),
    ...requestTags(input),
    ...tagKeys('aws:ResourceTag', resourceTags?.() ?? {}),
    ...caller.context,
    ...(typeof context === 'function' ? context() : context),
  }
}

/** AWS: a call that a service makes for somebody tells nothing of his machine. */
function originKeys({ address, isEncrypted, headers }: Origin): ContextValues {
  const { 'user-agent': agent, referer } = headers
  return {
    'aws:SourceIp': address.replace(/^::ffff:(?=\d+\.)/, ''),
    'aws:SecureTransport': String(isEncrypted),
    ...(agent !== undefined && { 'aws:UserAgent': agent }),
    ...(referer !== undefined && { 'aws:Referer': referer }),
  }
}

function serviceKeys(caller: Caller, via: readonly string[]): ContextValues {
  const isService = caller.kind === 'service'
  const first = via[0]
  const last = via.at(-1)
  return {
    'aws:PrincipalIsAWSService': String(isService),
    'aws:ViaAWSService': String(via.length > 0),
    ...(isService &&
      caller.service !== undefined && { 'aws:PrincipalServiceName': caller.service }),
    ...(first !== undefined &&
      last !== undefined && {
        'aws:CalledVia': via,
        'aws:CalledViaFirst': first,
        'aws:CalledViaLast': last,
      }),
  }
}

function tagKeys(key: string, tags: Readonly<Record<string, string>>): ContextValues {
  return Object.fromEntries(Object.entries(tags).map(([name, value]) => [`${key}/${name}`, value]))
}
