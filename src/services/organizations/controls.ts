/**
 * The policies that stand over an account, level by level from the root down, ready to be judged.
 * Every call asks for them, so that they are put together once for each change of an organisation.
 */
import { untilChanged } from '../../kernel/until-changed.ts'
import type { CompiledPolicy } from '../../policy/compiled-policy.ts'
import { compiledText } from '../../policy/compiled-texts.ts'
import type { AttachedPolicy } from '../../policy/decision.ts'
import { policiesAttachedTo } from './attachments.ts'
import { findOrganization } from './organization.ts'
import { arnOf, typeFacts } from './policies.ts'
import type {
  ControlType,
  Organization,
  OrganizationsReading,
  OrganizationsState,
  Policy,
} from './state.ts'
import { lineOf, pathOf } from './tree.ts'

type Levels = readonly (readonly AttachedPolicy[])[]

export interface Controls {
  readonly organizationId: string
  /** `o-…/r-…/ou-…/`: the unit that the account is in, or the root. */
  readonly path: string
  /** Absent where nothing of the type binds the account: AWS binds no management account. */
  readonly serviceControl?: Levels
  readonly resourceControl?: Levels
  /** Nothing but full access stands over the account. */
  readonly areOpen: boolean
}

/** `reading` is the management account's; `undefined`: the account isn't in its organisation. */
export function controlsOf(reading: OrganizationsReading, account: string): Controls | undefined {
  const known = knownOf(reading.state)
  let controls = known.get(account)
  if (!controls && (controls = collect(reading, account))) known.set(account, controls)
  return controls
}

/** By account. */
const knownOf = untilChanged<OrganizationsState, Controls>({
  revisionOf,
  isSettled: ({ organizations }) => organizations.isSettled,
})

function revisionOf(state: OrganizationsState): number {
  return (
    state.organizations.revision +
    state.units.revision +
    state.accounts.revision +
    state.policies.revision +
    state.attachments.revision
  )
}

function collect(reading: OrganizationsReading, accountId: string): Controls | undefined {
  const { state, place } = reading
  const organization = findOrganization(state)
  const account = state.accounts.get(accountId)
  if (!organization || !account) return undefined
  const isBound = accountId !== place.account && organization.featureSet === 'ALL'
  const types = isBound ? organization.enabledTypes : []
  const levels = new Map(
    types.map((type) => [type, levelsOf(reading, organization, account.id, type)]),
  )
  const serviceControl = levels.get('SERVICE_CONTROL_POLICY')
  const resourceControl = levels.get('RESOURCE_CONTROL_POLICY')
  return {
    organizationId: organization.id,
    path: pathOf(state, organization, account.parentId),
    ...(serviceControl && { serviceControl }),
    ...(resourceControl && { resourceControl }),
    areOpen: [...levels.values()].every((each) => each.every(isOpen)),
  }
}

function levelsOf(
  { state, place }: OrganizationsReading,
  organization: Organization,
  account: string,
  type: ControlType,
): Levels {
  return lineOf(state, account).map((target) =>
    policiesAttachedTo(state, target, type).map((policy) => ({
      name: policy.name,
      arn: arnOf(place, organization, policy),
      policy: compiled(policy),
    })),
  )
}

function isOpen(level: readonly AttachedPolicy[]): boolean {
  return level.length === 1 && level.every(({ policy }) => fullAccessTexts.has(policy.text))
}

const fullAccessTexts: ReadonlySet<string> = new Set(
  Object.values(typeFacts).map(({ fullAccess }) => fullAccess.content),
)

function compiled({ type, content }: Policy): CompiledPolicy {
  // AWS's own may do what no other resource control policy may: allow.
  const isFull = content === typeFacts[type].fullAccess.content
  const { flavour } = typeFacts[type]
  return compiledText(content, isFull && flavour === 'rcp' ? 'resource' : flavour)
}
