/** Quotas and sizes of credentials, providers and reports. */
import { duration } from '../../kernel/durations.ts'
import { quota } from '../../kernel/limits.ts'
import type { IamReading } from './state.ts'

const source = 'https://docs.aws.amazon.com/general/latest/gr/iam-service.html'

export const oidcProvidersPerAccount = quota({
  service: 'iam',
  name: 'OpenId connect providers per account',
  code: 'L-858F3967',
  value: 100,
  unit: 'None',
  adjustable: true,
  source,
  used: ({ state }: IamReading) => state.oidcProviders.count(),
})

export const samlProvidersPerAccount = quota({
  service: 'iam',
  name: 'SAML providers per account',
  value: 100,
  unit: 'None',
  adjustable: false,
  source,
  used: ({ state }: IamReading) => state.samlProviders.count(),
})

export const serverCertificatesPerAccount = quota({
  service: 'iam',
  name: 'Server certificates per account',
  code: 'L-BF35879D',
  value: 20,
  unit: 'None',
  adjustable: true,
  source,
  used: ({ state }: IamReading) => state.serverCertificates.count(),
})

export const mfaDevicesPerUser = quota({
  service: 'iam',
  name: 'MFA devices per user',
  value: 8,
  unit: 'None',
  adjustable: false,
  source,
})

export const sshKeysPerUser = quota({
  service: 'iam',
  name: 'SSH Public keys per user',
  value: 5,
  unit: 'None',
  adjustable: false,
  source,
})

export const signingCertificatesPerUser = quota({
  service: 'iam',
  name: 'Signing certificates per user',
  value: 2,
  unit: 'None',
  adjustable: false,
  source,
})

export const credentialQuotas = [
  oidcProvidersPerAccount,
  samlProvidersPerAccount,
  serverCertificatesPerAccount,
  mfaDevicesPerUser,
  sshKeysPerUser,
  signingCertificatesPerUser,
]

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const clientIdsPerProvider = 100
export const thumbprintsPerProvider = 5
/** Of one service, for one user. https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceSpecificCredential.html */
export const serviceCredentialsPerUser = 2

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html */
export const reportFreshMs = 4 * 3_600_000
/** How long a report, a deletion of a role or an access job takes. AWS says seconds; how many is our judgement. */
export const reporting = duration(5_000)
export const roleDeletion = duration(5_000)
export const accessJob = duration(5_000)
/** How long the end of a role's deletion can be asked for (judgement). */
export const taskKeptMs = 7 * 24 * 3_600_000
/** AWS: a job's answer can be asked for a day. */
export const accessJobKeptMs = 24 * 3_600_000

/** AWS's password policy where an account has none. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html */
export const defaultPasswordLength = 8
export const defaultPasswordKinds = 3
/** What is remembered of old passwords: the most that a policy can forbid. */
export const passwordsRemembered = 24
