import { describe, expect, it } from 'vitest'
import type { Role } from '../../../generated/iam.ts'
import type { RoleUsage } from '../../../ports/role-usage.ts'
import { linkedRoleServices } from '../linked-role-services.ts'
import { account, expectRefusal, iamWorld, serviceLinkedPolicyArn } from '../testing/iam-world.ts'

const service = 'ecs.amazonaws.com'
const name = 'AWSServiceRoleForECS'
const arn = `arn:aws:iam::${account}:role/aws-service-role/${service}/${name}`

function linkedWorld(roleUsage?: RoleUsage) {
  const cloud = iamWorld(roleUsage ? { ports: { roleUsage } } : {})
  const create = (AWSServiceName: string, more: object = {}) =>
    cloud.ask<{ Role: Role }>('CreateServiceLinkedRole', { AWSServiceName, ...more })
  const remove = async () => {
    type Answer = { DeletionTaskId: string }
    return (await cloud.ask<Answer>('DeleteServiceLinkedRole', { RoleName: name })).DeletionTaskId
  }
  const status = (DeletionTaskId: string) =>
    cloud.ask('GetServiceLinkedRoleDeletionStatus', { DeletionTaskId })
  return { ...cloud, create, remove, status }
}

describe('service-linked roles', () => {
  it('have AWS’s name, path, trust and policy', async () => {
    const { create, ask } = linkedWorld()
    const { Role: role } = await create(service, { Description: 'mine' })
    expect(role).toMatchObject({
      Path: `/aws-service-role/${service}/`,
      RoleName: name,
      Arn: arn,
    })
    expect(JSON.parse(decodeURIComponent(role.AssumeRolePolicyDocument ?? ''))).toEqual({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
    })
    expect(await ask('ListAttachedRolePolicies', { RoleName: name })).toMatchObject({
      AttachedPolicies: [{ PolicyArn: serviceLinkedPolicyArn }],
    })
  })

  it('are there once, and several with suffixes where AWS allows them', async () => {
    const { create } = linkedWorld()
    await create(service)
    await expectRefusal(
      create(service),
      'InvalidInput',
      400,
      `Service role name ${name} has been taken in this account, please try a different suffix.`,
    )
    await expectRefusal(
      create(service, { CustomSuffix: 'x' }),
      'InvalidInput',
      400,
      'Custom suffix is not allowed for ecs.amazonaws.com',
    )
    await create('autoscaling.amazonaws.com')
    const { Role: second } = await create('autoscaling.amazonaws.com', { CustomSuffix: 'blue' })
    expect(second.RoleName).toBe('AWSServiceRoleForAutoScaling_blue')
  })

  it('are of services that have one', async () => {
    const { create } = linkedWorld()
    for (const stranger of ['sqs.amazonaws.com', 'ecs', 'nothing.example.com']) {
      await expectRefusal(
        create(stranger),
        'InvalidInput',
        400,
        `Service ${stranger} does not support service-linked roles.`,
      )
    }
  })

  it('can’t be changed or deleted as other roles can', async () => {
    const { create, ask } = linkedWorld()
    await create(service)
    const message = `Cannot perform the operation on the protected role '${name}' - this role is only modifiable by AWS`
    await expectRefusal(ask('DeleteRole', { RoleName: name }), 'UnmodifiableEntity', 400, message)
  })

  it('are deleted by a task, which is one while it is under way', async () => {
    const { create, remove, status, ask, advance } = linkedWorld()
    await create(service)
    const task = await remove()
    expect(task).toMatch(
      /^task\/aws-service-role\/ecs\.amazonaws\.com\/AWSServiceRoleForECS\/[0-9a-f-]{36}$/,
    )
    expect(await remove()).toBe(task)
    expect(await status(task)).toEqual({ Status: 'IN_PROGRESS' })
    expect(await ask('GetRole', { RoleName: name })).toMatchObject({ Role: { Arn: arn } })
    await advance(200)
    expect(await status(task)).toEqual({ Status: 'SUCCEEDED' })
    await expectRefusal(
      ask('GetRole', { RoleName: name }),
      'NoSuchEntity',
      404,
      `The role with name ${name} cannot be found.`,
    )
    await create(service)
    await advance(8 * 24 * 3_600_000)
    await expectRefusal(status(task), 'NoSuchEntity', 404, `Deletion task ${task} cannot be found.`)
  })

  it('stay while resources use them, and the task says which', async () => {
    const resources = [`arn:aws:ecs:us-east-1:${account}:cluster/web`]
    const { create, remove, status, ask, advance } = linkedWorld({
      of: async (roleArn) => (roleArn === arn ? [{ region: 'us-east-1', resources }] : []),
    })
    await create(service)
    const task = await remove()
    await advance(200)
    expect(await status(task)).toEqual({
      Status: 'FAILED',
      Reason: {
        Reason: 'The role is in use: delete the resources that use it first.',
        RoleUsageList: [{ Region: 'us-east-1', Resources: resources }],
      },
    })
    expect(await ask('GetRole', { RoleName: name })).toMatchObject({ Role: { Arn: arn } })
  })

  it('DeleteServiceLinkedRole is for them alone', async () => {
    const { ask } = linkedWorld()
    const trust = { Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }
    const document = JSON.stringify({ Version: '2012-10-17', Statement: [trust] })
    await ask('CreateRole', { RoleName: 'plain', AssumeRolePolicyDocument: document })
    await expectRefusal(
      ask('DeleteServiceLinkedRole', { RoleName: 'plain' }),
      'InvalidInput',
      400,
      'The role plain is not a service-linked role.',
    )
  })

  it('are listed once a service, and once by name', () => {
    const services = linkedRoleServices.map(([one]) => one)
    const names = linkedRoleServices.map(([, role]) => role)
    expect(new Set(services).size).toBe(services.length)
    expect(new Set(names).size).toBe(names.length)
  })
})
