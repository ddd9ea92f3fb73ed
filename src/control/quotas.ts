/** `/_kasane/quotas`: every quota with its value, and a way to set one for a test. */
import type { Kernel } from '../kernel/kernel.ts'
import type { Quota } from '../kernel/limits.ts'
import { type Place, partitionOf } from '../kernel/place.ts'
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
      await load(kernel, service)
      const listed = kernel.quotas.list().filter((one) => !service || one.service === service)
      const limits = kernel.quotas.limitsFor(place)
      const values = listed.map((one) => ({
        ...one,
        value: limits.valueOf(one),
        default: kernel.quotas.defaultOf(one, place.region),
        used: usedOf(kernel, one, place),
      }))
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
      await load(kernel, service)
      const quota = findQuota(kernel, service, name)
      if (!quota) throw new Refusal(404, 'NoSuchQuota', `${service} has no quota "${name}".`)
      const changed = { service, name: quota.name, value }
      await kernel.changeSafely(() => kernel.quotas.set(place, changed))
      const { account: owner, region: home } = place
      return json({ account: owner, region: home, ...changed })
    },
  },
}

/** By its name, or by its code where AWS has published one. */
function findQuota({ quotas: known }: Kernel, service: string, nameOrCode: string) {
  const own = known.list().filter((quota) => quota.service === service)
  return own.find(({ name }) => name === nameOrCode) ?? own.find(({ code }) => code === nameOrCode)
}

/** Absent where it can't be told. */
function usedOf({ cells, parts }: Kernel, { service, used }: Quota, place: Place) {
  const loaded = parts.services.loaded(service)
  return loaded && used?.(cells.of(loaded, place).changing)
}

/** A service's quotas are known once it is loaded. */
async function load(kernel: Kernel, service: string | undefined): Promise<void> {
  const { services } = kernel.parts
  if (service !== undefined && !services.names.includes(service)) {
    throw new Refusal(404, 'NoSuchService', `Kasane does not serve "${service}".`)
  }
  for (const name of service === undefined ? services.names : [service]) {
    const loaded = await services.load(name)
    kernel.quotas.register(loaded?.quotas ?? [])
  }
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
