/** Which policies say what a caller may do: its own, and those that its session was made with. */
import { partitionOfArn } from '../../kernel/arn.ts'
import type { Caller } from '../../kernel/caller.ts'
import { compiledText } from '../../policy/compiled-texts.ts'
import type { AttachedPolicy, Policies } from '../../policy/decision.ts'
import type { ReadingOf } from './directory.ts'
import { compiledManagedPolicy, policiesOf, type PrincipalPolicies } from './principals.ts'
import type { IamReading } from './state.ts'

type CallerPolicies = Pick<Policies, 'identity' | 'boundary' | 'session'>

/** Of users, roles and federated users; of anybody else there are none. */
export function callerPolicies(readingOf: ReadingOf): (caller: Caller) => CallerPolicies {
  return (caller) => {
    if (!hasPolicies(caller)) return nobodys
    const reading = readingOf(caller.account, partitionOfArn(caller.arn))
    const own = ownPolicies(reading, caller)
    const session = sessionPolicies(reading, caller)
    return session ? { ...own, session } : own
  }
}

const nobodys: PrincipalPolicies = { identity: [] }

function hasPolicies({ kind }: Caller): boolean {
  return kind === 'user' || kind === 'role' || kind === 'federated'
}

/** Whoever is behind the credentials; nobody's, when he is gone. */
function ownPolicies(reading: IamReading, { account, userId, session }: Caller): PrincipalPolicies {
  const id = session?.behindId ?? userId
  if (id === account) return { identity: [rootUsers] }
  return policiesOf(reading, id) ?? { identity: [] }
}

/** AWS: a federated user of the root user may do what its session's policies say. */
const rootUsers: AttachedPolicy = {
  name: 'root user',
  policy: compiledText(
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
    }),
    'identity',
  ),
}

/** `undefined`: none were passed, and the session may do all that its role may. */
function sessionPolicies(reading: IamReading, { session }: Caller): AttachedPolicy[] | undefined {
  const { policy, policyArns } = session ?? {}
  if (policy === undefined && policyArns === undefined) return undefined
  const managed = (policyArns ?? []).flatMap((arn) => compiledManagedPolicy(reading, arn) ?? [])
  if (policy === undefined) return managed
  return [{ name: 'session policy', policy: compiledText(policy, 'session') }, ...managed]
}
