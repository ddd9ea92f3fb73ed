import {
  CreateServiceLinkedRole,
  DeleteServiceLinkedRole,
  GetServiceLinkedRoleDeletionStatus,
} from '../../../generated/iam.ts'
import { entityArn, iamArn } from '../arns.ts'
import { linkedRoleNameTaken, noLinkedRole, noSuchDeletionTask } from '../credential-errors.ts'
import { newEntity } from '../entities.ts'
import {
  findLinkedRole,
  linkedTrustPolicy,
  requireLinkedRole,
  startDeletion,
} from '../linked-roles.ts'
import { iamOperation } from '../operation.ts'
import { ofRole } from '../resources.ts'
import { findRole, requireRole, writeRoleBriefly } from '../roles.ts'
import type { Role } from '../state.ts'

const sessionSecondsMax = 3_600

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceLinkedRole.html */
export const createServiceLinkedRole = iamOperation(CreateServiceLinkedRole, {
  resource({ AWSServiceName: service, CustomSuffix: suffix }, place) {
    const role = findLinkedRole(service, suffix, place.partition)
    const resource = role
      ? entityArn(place, 'role', role)
      : iamArn(place, `role/aws-service-role/${service}/*`)
    return [{ resource, context: { 'iam:AWSServiceName': service } }]
  },

  run(call) {
    const { input, state, place } = call
    const { AWSServiceName: service, CustomSuffix: suffix, Description: description } = input
    const { name, path, policyArn } = requireLinkedRole(service, suffix, place.partition)
    if (findRole(state, name)) throw linkedRoleNameTaken(name)
    const role: Role = {
      ...newEntity(call, 'AROA', { name, path }),
      trustPolicy: linkedTrustPolicy(service),
      ...(description !== undefined && { description }),
      sessionSecondsMax,
      tags: [],
      linkedTo: service,
    }
    state.roles.put(role)
    state.attachments.put({ ownerId: role.id, policyArn })
    return { Role: writeRoleBriefly(call, role) }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteServiceLinkedRole.html */
export const deleteServiceLinkedRole = iamOperation(DeleteServiceLinkedRole, {
  resource: ofRole,

  run(call) {
    const role = requireRole(call.state, call.input.RoleName)
    if (role.linkedTo === undefined) throw noLinkedRole(role.name)
    return { DeletionTaskId: startDeletion(call, role, role.linkedTo).id }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetServiceLinkedRoleDeletionStatus.html */
export const getServiceLinkedRoleDeletionStatus = iamOperation(GetServiceLinkedRoleDeletionStatus, {
  resource: ({ DeletionTaskId: id }, place) => {
    const [, path = '/*'] = /^task(\/.+)\/[^/]+$/.exec(id) ?? []
    return iamArn(place, `role${path}`)
  },

  run({ input, state }) {
    const task = state.deletionTasks.get(input.DeletionTaskId)
    if (!task) throw noSuchDeletionTask(input.DeletionTaskId)
    const { status, failure } = task
    return {
      Status: status,
      ...(failure && {
        Reason: {
          Reason: failure.reason,
          RoleUsageList: failure.usage.map(({ region, resources }) => ({
            Region: region,
            Resources: resources,
          })),
        },
      }),
    }
  },
})
