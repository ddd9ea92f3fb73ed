/** What explanations ask of the running cloud. */
import { parseArn } from '../kernel/arn.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { Surroundings } from './explain/explanation.ts'
import type { ControlCall } from './resource.ts'

export function surroundingsOf({ parts, request }: ControlCall): Surroundings {
  const { kernel, trustsAnyKey = true } = parts
  return {
    endpoint: endpointFor(parts.about() as { readonly endpoint?: string }, request.headers['host']),
    nowMs: kernel.clock.now(),
    trustsAnyKey,
    findQuota: (service, name) =>
      kernel.parts.services.loaded(service)?.quotas?.find((quota) => quota.name === name),
    isServed: (service) => kernel.parts.services.names.includes(service),
    actionPrefixOf: (service) => kernel.parts.services.loaded(service)?.actionPrefix ?? service,
    isGlobal: (service) => kernel.parts.services.loaded(service)?.scope === 'global',
    resourcePolicyOf: (arn) => resourcePolicyOf(kernel, arn),
    arnOf: (id) => kernel.parts.ports?.identityDirectory?.arnOf(id),
  }
}

/** By the name that this client knows: in a container it is another than the listener's own. */
function endpointFor(
  { endpoint = 'http://127.0.0.1:4566' }: { readonly endpoint?: string },
  host: string | undefined,
): string {
  return host === undefined ? endpoint : endpoint.replace(/\/\/.*$/, `//${host}`)
}

function resourcePolicyOf(kernel: Kernel, arn: string): string | undefined {
  const parsed = parseArn(arn)
  // AWS: a role's trust policy is STS's to judge by.
  const name = parsed?.service === 'iam' ? 'sts' : parsed?.service
  const service = name === undefined ? undefined : kernel.parts.services.loaded(name)
  if (!parsed || !service?.resourcePolicy) return undefined
  const { partition, account, region } = parsed
  const place = { partition, account, region: region || 'us-east-1' }
  const home = { ...place, ...service.home?.(parsed, place) }
  return service.resourcePolicy(parsed, kernel.cells.of(service, home).changing)
}
