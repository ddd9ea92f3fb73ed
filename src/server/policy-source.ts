/** Whose policies say what: what IAM and Organizations keep, as the authoriser asks for it. */
import type { Owner, PolicySource } from '../gateway/policy-authoriser.ts'
import type { Caller } from '../kernel/caller.ts'
import { partitionOfArn } from '../kernel/arn.ts'
import { compiledText } from '../policy/compiled-texts.ts'
import type { AttachedPolicy, Policies } from '../policy/decision.ts'
import {
  compiledManagedPolicy,
  policiesOf,
  type PrincipalPolicies,
} from '../services/iam/principals.ts'
import type { IamReading } from '../services/iam/state.ts'
import type { Controls } from '../services/organizations/controls.ts'

export interface PolicyWorld {
  /** IAM in an account. */
  iamIn(account: string, partition: string): IamReading
  /** An authorisation message that only its account can read. */
  encode(account: Owner, message: string): string
  /** What an account's organisation has over it; `undefined`: it is in none. */
  controlsOver(account: Owner): Controls | undefined
}

export function policySource({ iamIn, encode, controlsOver }: PolicyWorld): PolicySource {
  const ofCallers = (caller: Caller, { partition }: Owner) =>
    hasAccount(caller) ? controlsOver({ account: caller.account, partition }) : undefined

  /** AWS: a service that calls for somebody's resource tells whose organisation that is in. */
  const sourceOf = ({ kind, account }: Caller, { partition }: Owner) =>
    kind === 'service' ? controlsOver({ account, partition }) : undefined

  return {
    encode,
    policiesOf(caller) {
      if (!hasPolicies(caller)) return nobodys
      const reading = iamIn(caller.account, partitionOfArn(caller.arn))
      const own = ownPolicies(reading, caller)
      const session = sessionPolicies(reading, caller)
      return session ? { ...own, session } : own
    },
    controlsOf(caller, owner) {
      const ofCaller = ofCallers(caller, owner)
      const ofOwner = owner.account === caller.account ? ofCaller : controlsOver(owner)
      if (!ofCaller && !ofOwner) return none
      const serviceControl = ofCaller?.serviceControl
      const resourceControl = ofOwner?.resourceControl
      return {
        ...(serviceControl && { serviceControl }),
        ...(resourceControl && { resourceControl }),
      }
    },
    hasControls: (account) => controlsOver(account)?.areOpen === false,
    isSameOrganisation(account, other) {
      const organization = controlsOver(account)?.organizationId
      return organization !== undefined && organization === controlsOver(other)?.organizationId
    },
    organisationKeys(caller, owner) {
      const ofCaller = ofCallers(caller, owner)
      const ofOwner = controlsOver(owner)
      const ofSource = sourceOf(caller, owner)
      return {
        ...(ofCaller && {
          'aws:PrincipalOrgID': ofCaller.organizationId,
          'aws:PrincipalOrgPaths': [ofCaller.path],
        }),
        ...(ofSource && {
          'aws:SourceOrgID': ofSource.organizationId,
          'aws:SourceOrgPaths': [ofSource.path],
        }),
        'aws:ResourceAccount': owner.account,
        ...(ofOwner && {
          'aws:ResourceOrgID': ofOwner.organizationId,
          'aws:ResourceOrgPaths': [ofOwner.path],
        }),
      }
    },
  }
}

const none = {}

/** Services and strangers have none: those that they are given say whom they speak to. */
function hasAccount({ kind }: Caller): boolean {
  return kind !== 'service' && kind !== 'anonymous' && kind !== 'web-identity'
}

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
