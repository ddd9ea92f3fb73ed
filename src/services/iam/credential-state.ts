/** What IAM keeps besides users, groups, roles and policies: credentials, providers, reports. */
import { collection } from '../../kernel/collection.ts'
import type { Entity, Tag } from './state.ts'

export type Status = 'Active' | 'Inactive'

/** An OpenID Connect provider; its issuer is its name. */
export interface OidcProvider {
  /** The issuer without its scheme. */
  readonly url: string
  readonly clientIds: readonly string[]
  readonly thumbprints: readonly string[]
  readonly tags: readonly Tag[]
  readonly createdAtMs: number
}

export interface SamlProvider {
  readonly name: string
  readonly id: string
  readonly document: string
  readonly tags: readonly Tag[]
  readonly createdAtMs: number
  readonly validUntilMs: number
}

/** There is one, or none: then AWS's own default holds. */
export interface PasswordPolicy {
  readonly name: 'password policy'
  readonly minimumLength: number
  readonly requireSymbols: boolean
  readonly requireNumbers: boolean
  readonly requireUppercase: boolean
  readonly requireLowercase: boolean
  readonly allowUsersToChange: boolean
  readonly maxAgeDays?: number
  readonly reusePrevention?: number
  readonly hardExpiry: boolean
}

/** A user's password for the console. */
export interface LoginProfile {
  readonly userId: string
  readonly createdAtMs: number
  readonly changedAtMs: number
  readonly resetRequired: boolean
  /** Salted, newest first: the present one, and those before it. */
  readonly passwords: readonly { readonly salt: string; readonly hash: string }[]
}

/** A virtual MFA device. */
export interface MfaDevice {
  readonly serialNumber: string
  readonly name: string
  readonly path: string
  /** Base32 of RFC 4648. */
  readonly seed: string
  readonly tags: readonly Tag[]
  readonly createdAtMs: number
  readonly userId?: string
  readonly enabledAtMs?: number
  /** The last time step whose code was taken: it enabled the device, or opened a session. */
  readonly lastStep?: number
}

export interface ServerCertificate extends Entity {
  readonly body: string
  readonly chain?: string
  readonly privateKey: string
  readonly expiresAtMs: number
  readonly tags: readonly Tag[]
}

export interface SigningCertificate {
  readonly id: string
  readonly userId: string
  readonly body: string
  readonly fingerprint: string
  readonly status: Status
  readonly uploadedAtMs: number
}

export interface SshKey {
  readonly id: string
  readonly userId: string
  /** `ssh-rsa …`. */
  readonly body: string
  readonly fingerprint: string
  readonly status: Status
  readonly uploadedAtMs: number
}

export interface ServiceCredential {
  readonly id: string
  readonly userId: string
  readonly service: string
  /** How the service calls who signs in. */
  readonly userName: string
  readonly secret: string
  readonly status: Status
  readonly createdAtMs: number
  readonly expiresAtMs?: number
}

/** The deletion of a service-linked role, which looks first whether the role is in use. */
export interface DeletionTask {
  readonly id: string
  readonly roleId: string
  readonly roleName: string
  readonly service: string
  readonly status: 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED'
  readonly failure?: {
    readonly reason: string
    readonly usage: readonly { readonly region: string; readonly resources: readonly string[] }[]
  }
}

/** The account's credential report; there is one or none. */
export interface CredentialReport {
  readonly name: 'credential report'
  readonly startedAtMs: number
  /** Absent while it is being made. */
  readonly content?: string
  readonly generatedAtMs?: number
}

/** Asks which services an entity's policies grant, and when they were used last. */
export interface AccessJob {
  readonly id: string
  readonly arn: string
  readonly granularity: 'SERVICE_LEVEL' | 'ACTION_LEVEL'
  readonly createdAtMs: number
}

/** When an entity last called a service. */
export interface ServiceUse {
  /** A user's or a role's. */
  readonly entityId: string
  /** As IAM's actions begin: `sqs`. */
  readonly namespace: string
  readonly atMs: number
  readonly region: string
}

export const credentialCollections = {
  oidcProviders: collection({ version: 1, key: (one: OidcProvider) => [one.url] }),
  samlProviders: collection({ version: 1, key: (one: SamlProvider) => [one.name] }),
  passwordPolicies: collection({ version: 1, key: (one: PasswordPolicy) => [one.name] }),
  loginProfiles: collection({ version: 1, key: (one: LoginProfile) => [one.userId] }),
  mfaDevices: collection({
    version: 1,
    key: (one: MfaDevice) => [one.serialNumber],
    indexes: {
      user: ({ userId, serialNumber }: MfaDevice) =>
        userId === undefined ? undefined : [userId, serialNumber],
    },
  }),
  serverCertificates: collection({
    version: 1,
    key: (one: ServerCertificate) => [one.id],
    indexes: { name: ({ name }: ServerCertificate) => [name.toLowerCase()] },
  }),
  signingCertificates: collection({
    version: 1,
    key: (one: SigningCertificate) => [one.userId, one.id],
    indexes: { fingerprint: (one: SigningCertificate) => [one.fingerprint] },
  }),
  sshKeys: collection({ version: 1, key: (one: SshKey) => [one.userId, one.id] }),
  serviceCredentials: collection({
    version: 1,
    key: (one: ServiceCredential) => [one.userId, one.id],
    indexes: { id: (one: ServiceCredential) => [one.id] },
  }),
  deletionTasks: collection({
    version: 1,
    key: (one: DeletionTask) => [one.id],
    indexes: {
      active: ({ status, roleId }: DeletionTask) =>
        status === 'IN_PROGRESS' ? [roleId] : undefined,
    },
  }),
  credentialReports: collection({ version: 1, key: (one: CredentialReport) => [one.name] }),
  accessJobs: collection({
    version: 1,
    key: (one: AccessJob) => [one.id],
    indexes: { age: (one: AccessJob) => [one.createdAtMs] },
  }),
  serviceUses: collection({
    version: 1,
    key: (one: ServiceUse) => [one.entityId, one.namespace],
  }),
}
