import {
  CreateServiceSpecificCredential,
  DeleteServiceSpecificCredential,
  ListServiceSpecificCredentials,
  ResetServiceSpecificCredential,
  UpdateServiceSpecificCredential,
} from '../../../generated/iam.ts'
import { credentialNeverExpires, invalidStatus, unsupportedService } from '../credential-errors.ts'
import { serviceCredentialsPerUser } from '../credential-limits.ts'
import type { ServiceCredential } from '../credential-state.ts'
import { fixedLimit } from '../errors.ts'
import { iamOperation } from '../operation.ts'
import { pageOfAll } from '../paging.ts'
import { ofUser, withContext } from '../resources.ts'
import {
  credentialServices,
  isApiKey,
  newServiceSecret,
  newServiceUserName,
  ofCredential,
  requireServiceCredential,
  serviceContext,
  writeSecretToo,
  writeServiceCredential,
} from '../service-credentials.ts'
import type { IamState, User } from '../state.ts'
import { newUniqueId } from '../unique-id.ts'
import { requireNamedOrCaller, requireUser } from '../users.ts'

const dayMs = 86_400_000

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceSpecificCredential.html */
export const createServiceSpecificCredential = iamOperation(CreateServiceSpecificCredential, {
  resource: (input, ...asked) =>
    withContext(
      ofUser(input, ...asked),
      serviceContext(input.ServiceName, input.CredentialAgeDays),
    ),

  run(call) {
    const { input, state, place, clock, random } = call
    const { ServiceName: service, CredentialAgeDays: ageDays } = input
    const user = requireUser(state, input.UserName)
    if (!Object.hasOwn(credentialServices, service)) throw unsupportedService(service)
    if (ageDays !== undefined && !isApiKey(service)) throw credentialNeverExpires(service, ageDays)
    const others = credentialsOf(state, user).filter((one) => one.service === service)
    if (others.length >= serviceCredentialsPerUser) {
      const max = serviceCredentialsPerUser
      throw fixedLimit('ServiceSpecificCredentialsPerUser', max, others.length)
    }
    const credential: ServiceCredential = {
      id: newUniqueId('ACCA', place.account, random),
      userId: user.id,
      service,
      userName: newServiceUserName(user, place.account, others),
      secret: newServiceSecret(call),
      status: 'Active',
      createdAtMs: clock.now(),
      ...(ageDays !== undefined && { expiresAtMs: clock.now() + ageDays * dayMs }),
    }
    state.serviceCredentials.put(credential)
    return { ServiceSpecificCredential: writeSecretToo(user, credential) }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListServiceSpecificCredentials.html */
export const listServiceSpecificCredentials = iamOperation(ListServiceSpecificCredentials, {
  resource: (input, ...asked) => (input.AllUsers ? '*' : ofUser(input, ...asked)),

  run({ input, state, caller }) {
    const { ServiceName: service, AllUsers: isAll = false } = input
    const users = isAll
      ? [...state.users.range()]
      : [requireNamedOrCaller(state, input.UserName, caller)]
    const all = users
      .flatMap((user) => credentialsOf(state, user).map((credential) => ({ user, credential })))
      .filter(({ credential }) => service === undefined || credential.service === service)
    const { items, ...more } = pageOfAll(all, input, ({ credential }) => credential.id)
    const credentials = items.map(({ user, credential }) =>
      writeServiceCredential(user, credential),
    )
    return { ServiceSpecificCredentials: credentials, ...more }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateServiceSpecificCredential.html */
export const updateServiceSpecificCredential = iamOperation(UpdateServiceSpecificCredential, {
  resource: ofCredential,

  run(call) {
    const { credential } = requireServiceCredential(call)
    const { Status: status } = call.input
    if (status === 'Expired') throw invalidStatus(status)
    call.state.serviceCredentials.put({ ...credential, status })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ResetServiceSpecificCredential.html */
export const resetServiceSpecificCredential = iamOperation(ResetServiceSpecificCredential, {
  resource: ofCredential,

  run(call) {
    const { user, credential } = requireServiceCredential(call)
    const renewed = { ...credential, secret: newServiceSecret(call) }
    call.state.serviceCredentials.put(renewed)
    return { ServiceSpecificCredential: writeSecretToo(user, renewed) }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteServiceSpecificCredential.html */
export const deleteServiceSpecificCredential = iamOperation(DeleteServiceSpecificCredential, {
  resource: ofCredential,

  run(call) {
    const { user, credential } = requireServiceCredential(call)
    call.state.serviceCredentials.delete(user.id, credential.id)
    return {}
  },
})

function credentialsOf(state: IamState, { id }: Pick<User, 'id'>): ServiceCredential[] {
  return [...state.serviceCredentials.range({ prefix: [id] })]
}
