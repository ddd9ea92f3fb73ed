/** Calls without credentials, or with some that don't count: how to get others. */
import { accountOfAccessKeyId } from '../../kernel/access-key.ts'
import type { Cause } from '../../kernel/errors.ts'
import type { Incident } from '../../kernel/incidents.ts'
import { awsCommand } from './commands.ts'
import { advice, type Cure, type Explainer, type Surroundings } from './explanation.ts'
import { factLines, textFact } from './facts.ts'
import { nameIn } from './policy-words.ts'
import { type MadeWith, sessionAgain } from './sessions.ts'

type Refused = Pick<Incident, 'service' | 'region'>

export const noCredentials = 'The request carries no credentials'

export function sendCredentials(
  { service, region }: Refused,
  { trustsAnyKey }: Pick<Surroundings, 'trustsAnyKey'>,
): Cure {
  if (!trustsAnyKey) {
    return advice(
      'Send those of an access key that this cloud knows: aws iam create-access-key makes one, kasane start --access-key gives it one.',
    )
  }
  const signing = `--user test:test --aws-sigv4 aws:amz:${region || 'us-east-1'}:${service}`
  return advice(
    `Send some: any will do here, and the access key test is the root user of account 000000000000. curl takes ${signing}, AWS clients look into their environment:`,
    'export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test',
  )
}

export const explainUnknownKey: Explainer = (incident, why, surroundings) => {
  const state = textFact(why, 'state') ?? 'revoked'
  const reason = reasons[state] ?? reasons['revoked'] ?? ''
  return {
    why: [reason, ...factLines(why, ['fault', 'state'])],
    cure: [unknownKeyCure(state, incident, why, surroundings)],
  }
}

const reasons: Readonly<Record<string, string>> = {
  inactive: 'The access key is inactive, which counts as if nobody had it.',
  revoked:
    'Nobody has this access key: it was deleted, or it was made by an earlier run of which nothing was kept.',
  foreign: 'This cloud has not made this access key, and takes no others.',
  tokenless:
    'The access key is a temporary one (ASIA…), and came without its session token: without it AWS knows no such key.',
  barred: 'IAM takes no calls of sessions that were made without an MFA code.',
}

function unknownKeyCure(
  state: string,
  { region }: Refused,
  why: Cause,
  surroundings: Surroundings,
): Cure {
  const id = textFact(why, 'accessKeyId') ?? ''
  const owner = textFact(why, 'owner') ?? ''
  const account = owner.split(':')[4] || accountOfAccessKeyId(id) || '000000000000'
  const command = (...words: readonly string[]) =>
    awsCommand(surroundings, { account, region }, ['iam', ...words])
  switch (state) {
    case 'inactive': {
      const words = ['--user-name', nameIn(owner), '--access-key-id', id, '--status', 'Active']
      return advice('Activate it:', command('update-access-key', ...words))
    }
    case 'foreign':
      return advice(
        'Use a key that aws iam create-access-key has made here, or start Kasane with --access-key, or with --trust-any-key.',
      )
    case 'tokenless':
      return advice(
        'Send all three parts of the temporary credentials: give AWS_SESSION_TOKEN beside the key and secret in the environment, or aws_session_token in the profile. It is the SessionToken of the answer that the key came with; whoever has lost it has to make a new session.',
      )
    case 'barred':
      return advice('Call with the access key of the user itself, or with a session made with MFA.')
    default:
      return advice(
        `Make its user a new key, by aws iam create-access-key --user-name NAME; the users of account ${account}:`,
        command('list-users'),
      )
  }
}

/** Temporary credentials whose time is up. */
export const explainEnded: Explainer = (incident, why, surroundings) => {
  const [session, behind] = [textFact(why, 'session'), textFact(why, 'behind')]
  const made = { ...(why['made'] as MadeWith | undefined), hasMfa: why['hasMfa'] === true }
  return {
    why: [
      'The session is over, by the clock of the cloud.',
      ...factLines(why, ['fault', 'sessionToken', 'session', 'behind', 'made', 'hasMfa']),
    ],
    cure: [
      session === undefined || behind === undefined
        ? advice('Get new temporary credentials: aws sts assume-role, or get-session-token.')
        : sessionAgain({ session, behind, incident, surroundings, made }),
    ],
  }
}
