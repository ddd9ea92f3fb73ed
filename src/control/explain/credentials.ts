/** Calls without credentials: how to send some. */
import type { Incident } from '../../kernel/incidents.ts'
import { advice, type Cure, type Surroundings } from './explanation.ts'

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
