/** Credentials for one service each, for clients that can't sign requests. */
import type { ResourceCheck } from '../../kernel/authorisation.ts'
import type { Caller } from '../../kernel/caller.ts'
import type { Place } from '../../kernel/place.ts'
import { noSuchServiceCredential } from './credential-errors.ts'
import type { ServiceCredential } from './credential-state.ts'
import { ofUser, withContext } from './resources.ts'
import type { IamChange, IamReading, User } from './state.ts'
import { requireNamedOrCaller } from './users.ts'

/**
 * What signs in: a user name with a password, or an API key.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceSpecificCredential.html
 */
export const credentialServices: Readonly<Record<string, 'password' | 'api key'>> = {
  'bedrock.amazonaws.com': 'api key',
  'cassandra.amazonaws.com': 'password',
  'codecommit.amazonaws.com': 'password',
  'logs.amazonaws.com': 'api key',
}

/**
 * Of a user, with the service whose credential it is. AWS:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
 */
export function ofCredential(
  input: { readonly UserName?: string; readonly ServiceSpecificCredentialId: string },
  place: Place,
  own: IamReading,
  caller: Caller,
): ResourceCheck[] {
  const id = input.ServiceSpecificCredentialId ?? ''
  const credential = own.state.serviceCredentials.index('id').first({ prefix: [id] })
  const checks = ofUser(input, place, own, caller)
  return credential ? withContext(checks, serviceContext(credential.service)) : checks
}

export function serviceContext(service: string | undefined, ageDays?: number) {
  return {
    ...(service !== undefined && { 'iam:ServiceSpecificCredentialServiceName': service }),
    ...(ageDays !== undefined && { 'iam:ServiceSpecificCredentialAgeDays': String(ageDays) }),
  }
}

interface Asked extends Pick<IamReading, 'state'> {
  readonly input: { readonly UserName?: string; readonly ServiceSpecificCredentialId: string }
  readonly caller: Caller
}

/** @throws AwsError NoSuchEntity */
export function requireServiceCredential({ state, input, caller }: Asked) {
  const user = requireNamedOrCaller(state, input.UserName, caller)
  const credential = state.serviceCredentials.get(user.id, input.ServiceSpecificCredentialId)
  if (!credential) throw noSuchServiceCredential(input.ServiceSpecificCredentialId)
  return { user, credential }
}

export function newServiceSecret({ random }: Pick<IamChange, 'random'>): string {
  return Buffer.from(random.bytes(33)).toString('base64')
}

/** AWS: `ann-at-111122223333`, and `ann+1-at-111122223333` for the second. */
export function newServiceUserName(
  user: User,
  account: string,
  others: readonly ServiceCredential[],
): string {
  const taken = new Set(others.map(({ userName }) => userName))
  for (let n = 0; ; n++) {
    const name = `${user.name}${n === 0 ? '' : `+${n}`}-at-${account}`
    if (!taken.has(name)) return name
  }
}

export function writeServiceCredential(user: User, credential: ServiceCredential) {
  const { id, service, userName, status, createdAtMs, expiresAtMs } = credential
  return {
    UserName: user.name,
    Status: status,
    ...(isApiKey(service) ? { ServiceCredentialAlias: userName } : { ServiceUserName: userName }),
    CreateDate: new Date(createdAtMs),
    ...(expiresAtMs !== undefined && { ExpirationDate: new Date(expiresAtMs) }),
    ServiceSpecificCredentialId: id,
    ServiceName: service,
  }
}

/** The secret is told when it is made, and never again. */
export function writeSecretToo(user: User, credential: ServiceCredential) {
  const { service, secret } = credential
  return {
    ...writeServiceCredential(user, credential),
    ...(isApiKey(service) ? { ServiceCredentialSecret: secret } : { ServicePassword: secret }),
  }
}

export function isApiKey(service: string): boolean {
  return credentialServices[service] === 'api key'
}
