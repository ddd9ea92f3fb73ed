/** Which resources need a service-linked role, asked of every service that can tell. */
import { parseArn } from '../kernel/arn.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { endpointRegionOf, partitionOf, type Place } from '../kernel/place.ts'
import { regionsOf } from '../kernel/regions.ts'
import type { LinkedRole, ServiceDefinition } from '../kernel/service.ts'
import type { RoleUsage } from '../ports/role-usage.ts'

type World = Pick<Kernel, 'store' | 'cells' | 'parts'>

/** `kernel` is asked when it is first needed, since it is handed the port itself. */
export function cloudRoleUsage(kernel: () => World): RoleUsage {
  return {
    async of(arn, service) {
      const { account = '', partition = '' } = parseArn(arn) ?? {}
      const { store, parts } = kernel()
      const { names, load } = parts.services
      const asked = await Promise.all(names.map((name) => load(name)))
      const services = asked.filter((one) => one !== undefined)
      return regionsOf(store, account)
        .filter((region) => partitionOf(region) === partition)
        .map((region) => ({
          region: shownRegion(region),
          resources: services.flatMap((one) =>
            usesIn(kernel(), one, { partition, account, region }, { arn, service }),
          ),
        }))
        .filter(({ resources }) => resources.length > 0)
    },
  }
}

/** A global service is asked once, in the region of its own. */
function usesIn(
  { cells }: World,
  service: ServiceDefinition,
  place: Place,
  role: LinkedRole,
): readonly string[] {
  const isGlobal = place.region.endsWith('-global')
  if (!service.linkedRoleUses || isGlobal !== (service.scope === 'global')) return []
  return service.linkedRoleUses(role, cells.of(service, place).changing)
}

function shownRegion(region: string): string {
  return region.endsWith('-global') ? endpointRegionOf(partitionOf(region)) : region
}
