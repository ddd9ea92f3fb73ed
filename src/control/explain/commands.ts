/** Command lines that work when they are pasted, whatever the shell's environment says of AWS. */
import type { Incident } from '../../kernel/incidents.ts'
import type { Surroundings } from './explanation.ts'

/** One word for a POSIX shell. */
export function quoted(word: string): string {
  return /^[A-Za-z0-9_\-./:=@%+,]+$/.test(word)
    ? word
    : `'${word.replaceAll("'", String.raw`'\''`)}'`
}

type Where = Pick<Incident, 'account' | 'region'>

/**
 * An AWS CLI command as the account's root user. The endpoint is always said: without it the same
 * command would go to the real AWS.
 */
export function awsCommand(
  { endpoint, trustsAnyKey }: Surroundings,
  { account, region }: Where,
  words: readonly string[],
): string {
  const key = trustsAnyKey ? `AWS_ACCESS_KEY_ID=${account} AWS_SECRET_ACCESS_KEY=test ` : ''
  const options = ['--region', region || 'us-east-1', '--endpoint-url', endpoint]
  return `${key}${['aws', ...words, ...options].map(quoted).join(' ')}`
}

/** The endpoint of commands that are told none. */
const defaultEndpoint = 'http://127.0.0.1:4566'

export function kasaneCommand({ endpoint }: Surroundings, ...words: readonly string[]): string {
  const options = endpoint === defaultEndpoint ? [] : ['--endpoint', endpoint]
  return ['kasane', ...words, ...options].map(quoted).join(' ')
}
