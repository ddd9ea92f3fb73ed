import { expect, it } from 'vitest'
import { testPlace, world } from '../../test/support/world.ts'
import { arn } from '../kernel/arn.ts'
import { collection, defineState } from '../kernel/collection.ts'
import { operation } from '../kernel/operation.ts'
import { defineService, operationsOn } from '../kernel/service.ts'
import { iam } from '../services/iam/service.ts'
import { cloudRoleUsage } from './role-usage.ts'

const principal = 'ecs.amazonaws.com'
const state = defineState({
  clusters: collection({ version: 1, key: (cluster: { readonly name: string }) => [cluster.name] }),
})

/** ECS with one operation, whose clusters need its role. */
const ecs = defineService({
  name: 'ecs',
  state,
  operations: [
    operationsOn(state)(operation<{ name: string }, object>('ecs', 'CreateCluster'), {
      resource: () => '*',
      run({ input, state }) {
        state.clusters.put({ name: input.name })
        return {}
      },
    }),
  ],
  linkedRoleUses: ({ service }, { state, place }) =>
    service === principal
      ? [...state.clusters.range()].map(({ name }) => arn(place, 'ecs', `cluster/${name}`))
      : [],
})

it('a service-linked role stays while any service, in whatever region, needs it', async () => {
  const roleUsage = cloudRoleUsage(() => cloud.kernel)
  const cloud: ReturnType<typeof world> = world({ services: [iam, ecs], ports: { roleUsage } })
  const { call, advance } = cloud
  const place = { region: 'eu-west-1' }
  const removed = async (RoleName: string) => {
    const { DeletionTaskId } = await call('DeleteServiceLinkedRole', { RoleName })
    await advance(1_000)
    return call('GetServiceLinkedRoleDeletionStatus', { DeletionTaskId })
  }
  await call('CreateServiceLinkedRole', { AWSServiceName: principal })
  await call('CreateServiceLinkedRole', { AWSServiceName: 'elasticache.amazonaws.com' })
  await call('CreateCluster', { name: 'web' }, { place })
  await call('CreateCluster', { name: 'web' }, { place: { account: '222222222222' } })
  expect(await removed('AWSServiceRoleForElastiCache')).toEqual({ Status: 'SUCCEEDED' })
  expect(await removed('AWSServiceRoleForECS')).toMatchObject({
    Status: 'FAILED',
    Reason: {
      RoleUsageList: [
        {
          Region: 'eu-west-1',
          Resources: [`arn:aws:ecs:eu-west-1:${testPlace.account}:cluster/web`],
        },
      ],
    },
  })
})
