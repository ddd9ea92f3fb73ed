/** What is emulated, asked of the services themselves. */
import type { ServiceSource } from '../../src/kernel/kernel.ts'
import type { ModelJson } from '../../src/model/model-json.ts'

export interface ServiceCoverage {
  /** As in `models/`. */
  readonly name: string
  /** AWS's name for it, such as `Secrets Manager`. */
  readonly title: string
  /** Operations that run, in alphabetical order. */
  readonly emulated: readonly string[]
  /** Operations that answer NotEmulated. */
  readonly missing: readonly string[]
}

/** @throws Error when a service has an operation that AWS lacks: a bug. */
export async function coverageOf(
  models: readonly ModelJson[],
  services: ServiceSource,
): Promise<readonly ServiceCoverage[]> {
  const rows = models.map(async (model): Promise<ServiceCoverage> => {
    const service = await services.load(model.service)
    const emulated = (service?.operations ?? []).map(({ name }) => name).sort()
    const unknown = emulated.find((name) => !Object.hasOwn(model.operations, name))
    if (unknown !== undefined) throw new Error(`AWS's ${model.service} has no ${unknown}`)
    const missing = Object.keys(model.operations).filter((name) => !emulated.includes(name))
    return { name: model.service, title: model.serviceId, emulated, missing: missing.sort() }
  })
  return (await Promise.all(rows)).sort((a, b) => a.name.localeCompare(b.name))
}
