/** What stands in the way, and whom an event could not reach. */
import type { Incident } from '../../kernel/incidents.ts'
import { awsCommand } from './commands.ts'
import { advice, type Cure, type Explainer, type Surroundings } from './explanation.ts'
import { factLines, textFact } from './facts.ts'
import type { Cause } from '../../kernel/errors.ts'

export const explainDependency: Explainer = (incident, why, surroundings) => ({
  why: [
    textFact(why, 'reason') ?? 'Something else still depends on it, and has to go first.',
    ...factLines(why, ['reason']),
  ],
  cure: cures(incident, why, surroundings),
})

type Words = (type: string, name: string) => readonly string[]

/** By the end of IAM's sentence: the commands that show what has to go. */
const obstacles: readonly (readonly [ending: string, Words])[] = [
  [
    'detach all policies',
    (type, name) => [`list-attached-${type}-policies`, `--${type}-name`, name],
  ],
  ['delete policies', (type, name) => [`list-${type}-policies`, `--${type}-name`, name]],
  ['delete access keys', (_, name) => ['list-access-keys', '--user-name', name]],
  ['delete login profile', (_, name) => ['delete-login-profile', '--user-name', name]],
  ['delete MFA device', (_, name) => ['list-mfa-devices', '--user-name', name]],
  ['remove users from group', (type, name) => membersOf(type, name)],
  [
    'remove roles from instance profile',
    (type, name) =>
      type === 'role'
        ? ['list-instance-profiles-for-role', '--role-name', name]
        : ['get-instance-profile', '--instance-profile-name', name],
  ],
]

function cures(incident: Incident, why: Cause, surroundings: Surroundings): Cure[] {
  const entity = textFact(why, 'entity')
  const type = entityTypes[incident.operation]
  const found = obstacles.find(([ending]) => incident.message.includes(ending))
  if (entity !== undefined && type !== undefined && found) {
    const [ending, wordsOf] = found
    const command = awsCommand(surroundings, incident, ['iam', ...wordsOf(type, entity)])
    return [advice(`AWS says what comes first (${ending}); this shows it:`, command)]
  }
  const policy = textFact(why, 'policy')
  if (policy?.startsWith('arn:')) {
    const wanted = 'versions' in why ? 'list-policy-versions' : 'list-entities-for-policy'
    const words = ['iam', wanted, '--policy-arn', policy]
    return [advice('See what depends on it:', awsCommand(surroundings, incident, words))]
  }
  return [advice('Remove what depends on it, or mend what it depends on, and ask again.')]
}

const entityTypes: Readonly<Record<string, string>> = {
  DeleteUser: 'user',
  DeleteGroup: 'group',
  DeleteRole: 'role',
  DeleteInstanceProfile: 'instance-profile',
}

function membersOf(type: string, name: string): readonly string[] {
  return type === 'group'
    ? ['get-group', '--group-name', name]
    : ['list-groups-for-user', '--user-name', name]
}
