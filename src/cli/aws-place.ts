/** Where in the cloud a command calls AWS's APIs, or lets its user call them. */
import { addressOf, cloudOptions, type Option, type Run, textOf } from './command.ts'
import { UsageError } from './failure.ts'
import { quoted } from './quoted.ts'

export interface AwsPlace {
  readonly endpoint: string
  /** Twelve digits. */
  readonly account: string
  readonly region: string
}

export const placeOptions: readonly Option[] = [
  { name: 'account', value: 'id', says: 'whose (else 000000000000)' },
  { name: 'region', value: 'name', says: 'where (else AWS_REGION, else us-east-1)' },
  ...cloudOptions,
]

/** As options and environment have it. @throws UsageError */
export function placeOf(run: Pick<Run, 'options' | 'terminal'>): AwsPlace {
  const { env } = run.terminal
  const account = textOf(run, 'account') ?? accountIn(env['AWS_ACCESS_KEY_ID'])
  if (!/^\d{12}$/.test(account)) {
    throw new UsageError(`--account takes twelve digits, not "${account}"`)
  }
  const region =
    textOf(run, 'region') || env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || 'us-east-1'
  return { endpoint: addressOf(run).endpoint, account, region }
}

/**
 * A command of the AWS CLI as the account's root user, for a POSIX shell. It names the endpoint:
 * without it the same command would go to the real AWS.
 */
export function awsCommand(
  { endpoint, account, region }: AwsPlace,
  ...words: readonly string[]
): string {
  const key = `AWS_ACCESS_KEY_ID=${account} AWS_SECRET_ACCESS_KEY=test`
  const there = ['--region', region, '--endpoint-url', endpoint]
  return `${key} ${['aws', ...words, ...there].map(quoted).join(' ')}`
}

function accountIn(accessKeyId = ''): string {
  return /^\d{12}$/.test(accessKeyId) ? accessKeyId : '000000000000'
}
