import {
  SimulateCustomPolicy,
  type SimulateCustomPolicyRequest,
  SimulatePrincipalPolicy,
  type SimulatePrincipalPolicyRequest,
} from '../../../generated/iam.ts'
import { accountOf, type Principal } from '../../../policy/principal.ts'
import type { AttachedPolicy, Policies } from '../../../policy/decision.ts'
import type { CompiledPolicy } from '../../../policy/compiled-policy.ts'
import { compiledText } from '../../../policy/compiled-texts.ts'
import { PolicyFault } from '../../../policy/faults.ts'
import type { Flavour } from '../../../policy/flavour.ts'
import { invalidInput } from '../errors.ts'
import { listedDefault } from '../limits.ts'
import { iamOperation } from '../operation.ts'
import { pageOf, type Paged, readMarker } from '../paging.ts'
import { type PolicySource, requireEntity } from '../policy-sources.ts'
import { policiesOf, policiesWithGroups } from '../principals.ts'
import { ofArn } from '../resources.ts'
import {
  type Combination,
  combinations,
  combinationsMax,
  contextOf,
  simulate,
  type Simulation,
  tellingOf,
} from '../simulation.ts'
import {
  callerIsNoUser,
  callerMissing,
  invalidAction,
  invalidOwner,
  severalBoundaries,
} from '../simulation-errors.ts'
import { checkSimulatedLength } from '../simulated-length.ts'
import { simulatedPrincipal, unknownCaller } from '../simulated-principal.ts'
import type { IamReading } from '../state.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html */
export const simulateCustomPolicy = iamOperation(SimulateCustomPolicy, {
  resource: () => '*',

  run(call) {
    const { input } = call
    const identity = given(input.PolicyInputList, 'PolicyInputList', 'identity')
    const serviceControl = input.OrderedOrganizationPolicyInputList?.map(
      ({ ServiceControlPolicyInputList: texts = [] }) =>
        given(texts, 'OrderedOrganizationPolicyInputList', 'scp'),
    )
    const principal = callerOf(call, input)
    const policies = { identity, ...aroundOf(input), ...(serviceControl && { serviceControl }) }
    return answer(simulationOf(call, input, { principal, policies }), input)
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html */
export const simulatePrincipalPolicy = iamOperation(SimulatePrincipalPolicy, {
  resource: ({ PolicySourceArn: arn }, place, own) => ofArn(arn, place, own),

  run(call) {
    const { input } = call
    const source = requireEntity(call, input.PolicySourceArn)
    const own = policiesWithGroups(call, source).filter((one) => !isExcluded(one, input))
    const identity = [...own, ...given(input.PolicyInputList, 'PolicyInputList', 'identity')]
    const boundary = boundaryOf(call, source, input)
    const principal = callerOf(call, input) ?? simulatedPrincipal(call, source)
    const serviceControl = serviceControlOver(call)
    const policies = {
      identity,
      ...(boundary && { boundary }),
      ...aroundOf(input),
      ...(serviceControl && { serviceControl }),
    }
    return answer(simulationOf(call, input, { principal, policies }), input)
  },
})

/** What the organisation puts over the account of the user, group or role. */
function serviceControlOver({ ports, place }: IamReading): Policies['serviceControl'] {
  const levels = ports.organizationDirectory?.serviceControlOver(place.account, place.partition)
  return levels?.map((level) =>
    level.map(({ name, arn, document }) => ({ name, arn, policy: compiledText(document, 'scp') })),
  )
}

type Asked = Omit<SimulateCustomPolicyRequest, 'PolicyInputList'>

function simulationOf(
  { place }: IamReading,
  input: Asked,
  { principal, policies }: { principal: Principal | undefined; policies: Policies },
): Simulation {
  for (const action of input.ActionNames) checkAction(action)
  const account = (principal && accountOf(principal)) ?? place.account
  const owner = ownerOf(input) ?? account
  return {
    actions: input.ActionNames,
    resources: input.ResourceArns ?? ['*'],
    policies,
    principal: principal ?? unknownCaller(place),
    isCallerUnknown: principal === undefined,
    owner,
    context: contextOf(input.ContextEntries),
    isCrossAccount: policies.resource !== undefined && owner !== account,
  }
}

function answer(simulation: Simulation, paged: Paged) {
  const after = readMarker(paged)
  const keyOf = ({ index }: Combination) => String(index).padStart(9, '0')
  const left = behind(combinations(simulation), (one) => after === undefined || keyOf(one) > after)
  const MaxItems = Math.min(paged.MaxItems ?? listedDefault, combinationsMax(simulation))
  const { items, ...more } = pageOf(left, { MaxItems }, keyOf)
  const telling = tellingOf(simulation)
  return { EvaluationResults: items.map((one) => simulate(simulation, one, telling)), ...more }
}

function* behind(all: Iterable<Combination>, isLeft: (one: Combination) => boolean) {
  for (const one of all) if (isLeft(one)) yield one
}

/** Policies of a request: AWS calls them by the list and their place in it. */
function given(texts: readonly string[] = [], list: string, flavour: Flavour): AttachedPolicy[] {
  checkSimulatedLength(texts)
  return texts.map((text, index) => ({
    name: `${list}.${index + 1}`,
    policy: readPolicy(text, flavour),
  }))
}

/** @throws AwsError InvalidInput, since here AWS knows no MalformedPolicyDocument */
function readPolicy(text: string, flavour: Flavour): CompiledPolicy {
  try {
    return compiledText(text, flavour)
  } catch (error) {
    throw error instanceof PolicyFault ? invalidInput(error.message, { policy: text }) : error
  }
}

/** A resource's policy and a boundary that the request brings along. */
function aroundOf(input: Asked): Pick<Policies, 'resource' | 'boundary'> {
  const [resource] = given(
    input.ResourcePolicy ? [input.ResourcePolicy] : [],
    'ResourcePolicy',
    'resource',
  )
  const boundary = boundaryGiven(input)
  return { ...(resource && { resource }), ...(boundary && { boundary }) }
}

function boundaryGiven(input: Asked): AttachedPolicy | undefined {
  const list = 'PermissionsBoundaryPolicyInputList'
  const [boundary, ...more] = given(input[list], list, 'identity')
  if (more.length > 0) throw severalBoundaries()
  return boundary
}

/** A request's boundary stands in for the principal's own. */
function boundaryOf(
  call: IamReading,
  { entity }: PolicySource,
  input: SimulatePrincipalPolicyRequest,
): AttachedPolicy | undefined {
  const own = policiesOf(call, entity.id)?.boundary
  return own && !isExcluded(own, input) ? own : undefined
}

function isExcluded(
  { name, arn, owner, source }: AttachedPolicy,
  { PolicyExclusionList: excluded = [] }: SimulatePrincipalPolicyRequest,
): boolean {
  return excluded.some(({ PolicyArn, InlinePolicyIdentifier: inline }) => {
    if (PolicyArn !== undefined) return PolicyArn === arn
    if (!inline || arn !== undefined) return false
    const isType = inline.AttachmentType.toLowerCase() === source
    return isType && inline.PolicyName === name && inline.AttachmentName === owner
  })
}

/** AWS: a caller must be a user, and one is needed where a resource's policy is judged. */
function callerOf(call: IamReading, input: Asked & { PolicySourceArn?: string }) {
  const { CallerArn: arn, ResourcePolicy: resourcePolicy, PolicySourceArn: source = '' } = input
  if (arn !== undefined) {
    if (!isUserArn(arn)) throw callerIsNoUser(arn)
    return simulatedPrincipal(call, arn)
  }
  if (resourcePolicy !== undefined && !isUserArn(source)) throw callerMissing()
  return undefined
}

function isUserArn(arn: string): boolean {
  return /^arn:[\w-]+:iam::\d{12}:user\/./.test(arn)
}

function checkAction(action: string): void {
  if (!/^[\w-]+:[\w-]+$/.test(action)) throw invalidAction(action)
}

/** AWS: an account's ARN, `arn:aws:iam::111122223333:root`. */
function ownerOf({ ResourceOwner: owner }: Asked): string | undefined {
  if (owner === undefined) return undefined
  const account = /^(?:arn:[\w-]+:iam::)?(\d{12})(?::root)?$/.exec(owner)?.[1]
  if (account === undefined) throw invalidOwner(owner)
  return account
}
