/** `/_kasane/quotas`: every quota with its value, and a way to set one for a test. */
import type { Kernel } from '../kernel/kernel.ts'
import type { Quota } from '../kernel/limits.ts'
import { type Place, partitionOf } from '../kernel/place.ts'
import type { ServiceDefinition } from '../kernel/service.ts'
import { readMembers } from './body.ts'
import { isRegion } from '../wire/region.ts'
import { badRequest, json, Refusal } from './reply.ts'
import type { Resource } from './resource.ts'

export const quotas: Resource = {
  path: '/quotas',
  says: 'quotas: listed (?service, ?account, ?region) and set',
  methods: {
    async GET({ parts: { kernel }, query }) {
      const place = placeOf(query.get('account') ?? undefined, query.get('region') ?? undefined)
      const service = query.get('service') ?? undefined
      const listed = await quotasOf(kernel, service)
      const values = listed.map(({ quota, server }) => {
        // A global service has one cell, wherever it is asked about.
        const { changing, place: home } = kernel.cells.of(server, place)
        return {
          ...quota,
          value: changing.limits.valueOf(quota),
          default: kernel.quotas.defaultOf(quota, home.region),
          used: quota.used?.(changing),
        }
      })
      return json({ account: place.account, region: place.region, quotas: values })
    },
    async POST({ parts: { kernel }, request }) {
      const names = ['service', 'name', 'value', 'account', 'region'] as const
      const { service, name, value, account, region } = await readMembers(request, names)
      const place = placeOf(account, region)
      if (typeof service !== 'string' || typeof name !== 'string') {
        throw badRequest('InvalidQuota', 'Give "service", "name" and "value".')
      }
      if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
        throw badRequest('InvalidQuota', '"value" takes a whole number that is not negative.')
      }
      const found = findQuota(await quotasOf(kernel, service), name)
      if (!found) throw new Refusal(404, 'NoSuchQuota', `${service} has no quota "${name}".`)
      const { quota, server } = found
      const changed = { service: quota.service, name: quota.name, value }
      const home = kernel.cells.of(server, place).place
      await kernel.changeSafely(() => kernel.quotas.set(home, changed))
      return json({ account: home.account, region: home.region, ...changed })
    },
  },
}

interface Served {
  readonly quota: Quota
  readonly server: ServiceDefinition
}

/** By its name, or by its code where AWS has published one. */
function findQuota(listed: readonly Served[], nameOrCode: string): Served | undefined {
  return (
    listed.find(({ quota }) => quota.name === nameOrCode) ??
    listed.find(({ quota }) => quota.code === nameOrCode)
  )
}

/**
 * Sorted by their own service and name. A service's quotas are known once it is loaded.
 * @param service as Kasane serves it (`cloudwatch`), or as Service Quotas calls it (`monitoring`);
 * absent: all
 */
async function quotasOf(kernel: Kernel, service: string | undefined): Promise<readonly Served[]> {
  const { services } = kernel.parts
  const isServed = service !== undefined && services.names.includes(service)
  const loaded: Served[] = []
  for (const name of isServed ? [service] : services.names) {
    const server = await services.load(name)
    kernel.quotas.register(server?.quotas ?? [])
    if (server) for (const quota of server.quotas ?? []) loaded.push({ quota, server })
  }
  const isAsked = ({ quota }: Served) => isServed || !service || quota.service === service
  const listed = loaded.filter(isAsked)
  if (service !== undefined && !isServed && listed.length === 0) {
    throw new Refusal(404, 'NoSuchService', `Kasane does not serve "${service}".`)
  }
  return listed.sort((one, two) => (sortKey(one) < sortKey(two) ? -1 : 1))
}

function sortKey({ quota: { service, name } }: Served): string {
  return `${service} ${name}`
}

function placeOf(account: unknown = '000000000000', region: unknown = 'us-east-1'): Place {
  if (typeof account !== 'string' || !/^\d{12}$/.test(account)) {
    throw badRequest('InvalidPlace', '"account" takes 12 digits.')
  }
  if (typeof region !== 'string' || !isRegion(region)) {
    throw badRequest('InvalidPlace', '"region" takes the name of a region.')
  }
  return { partition: partitionOf(region), account, region }
}
