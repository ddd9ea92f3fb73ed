/** What a service tells of one of its resources, for whoever judges a call about it. */
import type { Arn } from './arn.ts'
import type { AuthorisationRequest } from './authorisation.ts'
import type { Reading } from './call.ts'
import type { StateSpec } from './collection.ts'
import type { ServiceDefinition } from './service.ts'

type ResourceFacts = Pick<
  AuthorisationRequest,
  'resourcePolicy' | 'resourcePolicyKind' | 'resourceTags'
>

/** `reading` is the resource's cell, asked only when somebody asks for what lies there. */
export function resourceFacts(
  service: ServiceDefinition,
  arn: Arn | undefined,
  reading: () => Reading<StateSpec>,
): ResourceFacts {
  const { resourcePolicy, resourceTags, resourcePolicyKind = 'grant' } = service
  return {
    resourcePolicy: arn && resourcePolicy && (() => resourcePolicy(arn, reading())),
    resourcePolicyKind,
    resourceTags: arn && resourceTags && (() => resourceTags(arn, reading())),
  }
}
