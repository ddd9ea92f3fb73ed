/** Whose policies say what: IAM's state, as the authoriser asks for it. */
import type { PolicySource } from '../gateway/policy-authoriser.ts'
import type { Caller } from '../kernel/caller.ts'
import { partitionOfArn } from '../kernel/arn.ts'
import type { AttachedPolicy, Policies } from '../policy/decision.ts'
import {
  compiled,
  compiledManagedPolicy,
  policiesOf,
  type PrincipalPolicies,
} from '../services/iam/principals.ts'
import type { IamReading } from '../services/iam/state.ts'

export interface PolicyWorld {
  /** IAM in an account. */
  iamIn(account: string, partition: string): IamReading
  /** An authorisation message that only its account can read. */
  encode(account: string, message: string): string
}

export function policySource({ iamIn, encode }: PolicyWorld): PolicySource {
  return {
    encode,
    policiesOf(caller) {
      if (!hasPolicies(caller)) return nobodys
      const reading = iamIn(caller.account, partitionOfArn(caller.arn))
      const own = ownPolicies(reading, caller)
      const session = sessionPolicies(reading, caller)
      return session ? { ...own, session } : own
    },
    // There are no organisations yet, and nothing stands above an account.
    controlsOf: () => none,
    hasControls: () => false,
    isSameOrganisation: () => false,
  }
}

const none = {}
const nobodys: Pick<Policies, 'identity'> = { identity: [] }

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
  policy: compiled(
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
  return [{ name: 'session policy', policy: compiled(policy, 'session') }, ...managed]
}
