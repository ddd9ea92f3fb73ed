/** Root users and AssumeRole: AWS lets none in, and most who start with Kasane call as one. */
import type { Cause } from '../../kernel/errors.ts'
import type { Incident } from '../../kernel/incidents.ts'
import { policyName } from './access-cures.ts'
import { awsCommand } from './commands.ts'
import { advice, type Cure, type Explainer, type Surroundings } from './explanation.ts'
import { textFact } from './facts.ts'

export function isRootAssuming(why: Cause): boolean {
  return why['rule'] === 'root-assumes-no-role'
}

export const explainRootAssuming: Explainer = (incident, why, surroundings) => ({
  why: [
    `AWS lets no root user assume a role, whatever the policies say, and ${incident.caller} is one.`,
    ...(surroundings.trustsAnyKey ? [trustedKeys] : []),
  ],
  cure: [assumingAsUser(incident, why, surroundings)],
})

const trustedKeys =
  'Here an access key of twelve digits is the root user of that account, and any other that nobody has, such as test, is that of account 000000000000.'

const user = 'assumer'

function assumingAsUser(incident: Incident, why: Cause, surroundings: Surroundings): Cure {
  const role = textFact(why, 'resource') ?? ''
  const sessionName = textFact(why, 'sessionName') ?? user
  const what = 'Make a user that may assume the role, and call with its access key'
  if (!/^arn:aws[a-z-]*:iam::\d{12}:role\/./.test(role)) return advice(`${what}.`)
  const action = 'sts:AssumeRole'
  const iam = (...words: readonly string[]) => awsCommand(surroundings, incident, ['iam', ...words])
  const Statement = [{ Effect: 'Allow', Action: action, Resource: role }]
  const document = JSON.stringify({ Version: '2012-10-17', Statement })
  const named = ['--user-name', user]
  const name = policyName({ action, resource: role })
  const policy = ['--policy-name', name, '--policy-document', document]
  // The user's key stands in the environment by then, and no root user's is to go before it.
  const assume = awsCommand({ ...surroundings, trustsAnyKey: false }, incident, [
    ...['sts', 'assume-role', '--role-arn', role, '--role-session-name', sessionName],
  ])
  const key = iam(
    'create-access-key',
    ...named,
    '--query',
    'AccessKey.[AccessKeyId,SecretAccessKey]',
  )
  return advice(
    `${what}, which the last of these puts into the shell's environment. The role's trust policy has to let it in, as one does that names account ${incident.account}:`,
    iam('create-user', ...named),
    iam('put-user-policy', ...named, ...policy),
    `set -- $(${key} --output text) && export AWS_ACCESS_KEY_ID=$1 AWS_SECRET_ACCESS_KEY=$2 && ${assume}`,
  )
}
