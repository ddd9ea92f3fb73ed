import {
  GenerateServiceLastAccessedDetails,
  GetServiceLastAccessedDetails,
  GetServiceLastAccessedDetailsWithEntities,
} from '../../../generated/iam.ts'
import { NotEmulated } from '../../../kernel/errors.ts'
import {
  type Accessor,
  isDone,
  requireAccessJob,
  requireSubject,
  usesOf,
  writeAccessor,
  writeJob,
  writeServices,
} from '../access-advisor.ts'
import { accessJobKeptMs } from '../credential-limits.ts'
import type { ServiceUse } from '../credential-state.ts'
import { iamOperation } from '../operation.ts'
import { pageOfAll } from '../paging.ts'
import { ofArn } from '../resources.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GenerateServiceLastAccessedDetails.html */
export const generateServiceLastAccessedDetails = iamOperation(GenerateServiceLastAccessedDetails, {
  resource: ({ Arn: arn }, place, own) => ofArn(arn, place, own),

  run(call) {
    const { input, state, clock, newId, at } = call
    const { Arn: arn, Granularity: granularity = 'SERVICE_LEVEL' } = input
    if (granularity === 'ACTION_LEVEL') throw new NotEmulated('the last access of single actions')
    requireSubject(call, arn)
    const id = newId()
    state.accessJobs.put({ id, arn, granularity, createdAtMs: clock.now() })
    at(clock.now() + accessJobKeptMs, 'forgetAccessJob', id)
    return { JobId: id }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetServiceLastAccessedDetails.html */
export const getServiceLastAccessedDetails = iamOperation(GetServiceLastAccessedDetails, {
  resource: () => '*',

  run(call) {
    const { input } = call
    const job = requireAccessJob(call, input.JobId)
    const common = { ...writeJob(call, job), JobType: job.granularity }
    if (!isDone(call, job)) return { ...common, ServicesLastAccessed: [] }
    const services = writeServices(call, requireSubject(call, job.arn))
    const { items, ...more } = pageOfAll(services, input, (one) => one.ServiceNamespace)
    return { ...common, ServicesLastAccessed: items, ...more }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetServiceLastAccessedDetailsWithEntities.html */
export const getServiceLastAccessedDetailsWithEntities = iamOperation(
  GetServiceLastAccessedDetailsWithEntities,
  {
    resource: () => '*',

    run(call) {
      const { input } = call
      const job = requireAccessJob(call, input.JobId)
      const common = writeJob(call, job)
      if (!isDone(call, job)) return { ...common, EntityDetailsList: [] }
      const { accessors } = requireSubject(call, job.arn)
      const used = new Map(
        usesOf(call, accessors, input.ServiceNamespace).map(({ entity, use }) => [entity.id, use]),
      )
      const all = accessors.map((accessor) => ({ accessor, use: used.get(accessor.entity.id) }))
      const { items, ...more } = pageOfAll(all, input, newestFirst)
      const details = items.map(({ accessor, use }) => ({
        EntityInfo: writeAccessor(call, accessor),
        ...(use && { LastAuthenticated: new Date(use.atMs) }),
      }))
      return { ...common, EntityDetailsList: details, ...more }
    },
  },
)

/** AWS: whoever used the service last stands first; those who never did come behind, by name. */
function newestFirst({ accessor, use }: { accessor: Accessor; use: ServiceUse | undefined }) {
  const { name, id } = accessor.entity
  return `${String(10 ** 15 - (use?.atMs ?? 0)).padStart(16, '0')} ${name} ${id}`
}
