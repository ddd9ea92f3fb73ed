/**
 * The account's users and the state of their credentials, as comma-separated values.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
import { isoSeconds } from '../../kernel/iso-seconds.ts'
import { keysOf } from './access-keys.ts'
import { entityArn, iamArn } from './arns.ts'
import { reportFreshMs, reporting } from './credential-limits.ts'
import type { CredentialReport, LoginProfile, Status } from './credential-state.ts'
import { devicesOf } from './mfa-devices.ts'
import { findPasswordPolicy } from './passwords.ts'
import type { AccessKey, IamChange, IamReading, User } from './state.ts'

const name = 'credential report'
const dayMs = 86_400_000

export function findReport({ state }: IamReading): CredentialReport | undefined {
  return state.credentialReports.get(name)
}

/** AWS: a report is good for four hours. */
export function isFresh({ clock }: IamReading, { generatedAtMs }: CredentialReport): boolean {
  return generatedAtMs !== undefined && clock.now() < generatedAtMs + reportFreshMs
}

export function startReport({ state, clock, at, durations }: IamChange): void {
  state.credentialReports.put({ name, startedAtMs: clock.now() })
  at(clock.now() + durations.msOf(reporting), 'makeCredentialReport', name)
}

/** As things are now. */
export function makeReport(change: IamChange): void {
  const { state, clock } = change
  const startedAtMs = findReport(change)?.startedAtMs ?? clock.now()
  const content = writeReport(change)
  state.credentialReports.put({ name, startedAtMs, content, generatedAtMs: clock.now() })
}

const columns = [
  'user',
  'arn',
  'user_creation_time',
  'password_enabled',
  'password_last_used',
  'password_last_changed',
  'password_next_rotation',
  'mfa_active',
  ...['access_key_1', 'access_key_2'].flatMap((key) => [
    `${key}_active`,
    `${key}_last_rotated`,
    `${key}_last_used_date`,
    `${key}_last_used_region`,
    `${key}_last_used_service`,
  ]),
  ...['cert_1', 'cert_2'].flatMap((cert) => [`${cert}_active`, `${cert}_last_rotated`]),
]

function writeReport(reading: IamReading): string {
  const users = [...reading.state.users.index('name').range()]
  const rows = [columns, rootRow(reading), ...users.map((user) => userRow(reading, user))]
  return rows.map((row) => row.map(writeCell).join(',')).join('\n')
}

/** Names and paths may hold commas and quotes. RFC 4180. */
function writeCell(text: string): string {
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** AWS: root users' passwords are told nothing of. */
function rootRow({ state, place }: IamReading): string[] {
  const keys = keysOf(state, { id: place.account })
  const certificates = [...state.signingCertificates.range({ prefix: [place.account] })]
  return [
    '<root_account>',
    iamArn(place, 'root'),
    // An account is as old as Kasane wants it to be.
    writeTime(0),
    'not_supported',
    'no_information',
    'not_supported',
    'not_supported',
    'false',
    ...keyCells(keys[0]),
    ...keyCells(keys[1]),
    ...certificateCells(certificates[0]),
    ...certificateCells(certificates[1]),
  ]
}

function userRow(reading: IamReading, user: User): string[] {
  const { state, place } = reading
  const keys = keysOf(state, user)
  const certificates = [...state.signingCertificates.range({ prefix: [user.id] })]
  return [
    user.name,
    entityArn(place, 'user', user),
    writeTime(user.createdAtMs),
    ...passwordCells(reading, user, state.loginProfiles.get(user.id)),
    String(devicesOf(state, user).length > 0),
    ...keyCells(keys[0]),
    ...keyCells(keys[1]),
    ...certificateCells(certificates[0]),
    ...certificateCells(certificates[1]),
  ]
}

function passwordCells(
  { state }: IamReading,
  { passwordUsedAtMs }: User,
  profile: LoginProfile | undefined,
): string[] {
  if (!profile) return ['false', 'N/A', 'N/A', 'N/A']
  const { maxAgeDays } = findPasswordPolicy(state) ?? {}
  const { changedAtMs } = profile
  return [
    'true',
    passwordUsedAtMs === undefined ? 'no_information' : writeTime(passwordUsedAtMs),
    writeTime(changedAtMs),
    maxAgeDays === undefined ? 'N/A' : writeTime(changedAtMs + maxAgeDays * dayMs),
  ]
}

function keyCells(key: AccessKey | undefined): string[] {
  if (!key) return ['false', 'N/A', 'N/A', 'N/A', 'N/A']
  const { status, createdAtMs, lastUsed } = key
  return [
    String(status === 'Active'),
    writeTime(createdAtMs),
    ...(lastUsed
      ? [writeTime(lastUsed.atMs), lastUsed.region, lastUsed.service]
      : ['N/A', 'N/A', 'N/A']),
  ]
}

interface Certificate {
  readonly status: Status
  readonly uploadedAtMs: number
}

function certificateCells(certificate: Certificate | undefined): string[] {
  if (!certificate) return ['false', 'N/A']
  return [String(certificate.status === 'Active'), writeTime(certificate.uploadedAtMs)]
}

/** `2026-01-01T00:00:00+00:00` */
function writeTime(ms: number): string {
  return isoSeconds(ms, '+00:00')
}
