/** What a service is: a list of its operations, its state, its jobs; no logic. */
import type { Arn } from './arn.ts'
import type { ResourceCheck, ResourcePolicyKind } from './authorisation.ts'
import type {
  AfterCall,
  BeforeCall,
  Call,
  Changing,
  JobBeforeCall,
  JobCall,
  Reading,
} from './call.ts'
import type { Caller } from './caller.ts'
import type { CallRate } from './call-rates.ts'
import type { StateSpec } from './collection.ts'
import type { Exact } from './exact.ts'
import type { MeasuredMinute } from './metrics.ts'
import type { Quota } from './limits.ts'
import type { OperationDescriptor } from './operation.ts'
import type { Place } from './place.ts'
import type { Wait } from './wait.ts'

type Checks = string | readonly ResourceCheck[]

/** An operation as its file writes it. `resource` can't be left out: nothing runs unasked. */
export interface OperationSteps<Input, Output, S extends StateSpec, Prepared, Result> {
  /**
   * What the caller must be allowed: an ARN (the action is the operation itself), `*`, or a list of
   * checks that must all pass. The first one's account and region tell the cell. `own` is the
   * caller's own cell, for ARNs that the input tells half of: IAM's paths, aliases of keys.
   */
  resource(input: Input, place: Place, own: Reading<S>, caller: Caller): Checks
  /** How often it may be called; see `call-rates.ts`. */
  readonly rates?: readonly CallRate<NoInfer<Input>>[]
  /** Reads bodies, asks engines and other services; sees state, writes none. */
  before?(call: BeforeCall<Input, S>): Promise<Prepared>
  /** The only writer: synchronous, one batch, nothing written when it throws. */
  run(call: Call<Input, S, Prepared>): Result
  /** Works on after the commit; its answer, when it has one, is the call's. */
  after?(call: AfterCall<Input, S, Prepared, Output>): Promise<Output | undefined>
}

/** An operation with its types forgotten, as the kernel runs it. */
export interface OperationDefinition {
  readonly service: string
  readonly name: string
  resource(input: object, place: Place, own: Reading<StateSpec>, caller: Caller): Checks
  readonly rates?: readonly CallRate[]
  before?(call: BeforeCall<object, StateSpec>): Promise<unknown>
  run(call: Call<object, StateSpec, unknown>): object | undefined | Wait
  after?(call: AfterCall<object, StateSpec, unknown, object>): Promise<object | undefined>
}

/** Nothing more where all that `run` returns is AWS's; else what `run` would have to return. */
type KnownMembers<Result, Output> = [Exclude<Result, Wait>] extends [
  Exact<Exclude<Result, Wait>, Output>,
]
  ? unknown
  : { run(call: never): Exact<Exclude<Result, Wait>, Output> | Wait }

/** Makes a service's own `operation` function, which knows its state: `sqsOperation` and kin. */
export function operationsOn<S extends StateSpec>(_state: S) {
  return function define<
    Input extends object,
    Output extends object,
    const Result extends Output | Wait | undefined,
    Prepared = undefined,
  >(
    descriptor: OperationDescriptor<Input, Output>,
    steps: OperationSteps<NoInfer<Input>, Output, S, Prepared, Result> &
      KnownMembers<NoInfer<Result>, Output>,
  ): OperationDefinition {
    const { service, name } = descriptor
    return { service, name, ...steps } as unknown as OperationDefinition
  }
}

export interface JobDefinition<S extends StateSpec, Prepared = unknown> {
  before?(call: JobBeforeCall<S>): Promise<Prepared>
  run(call: JobCall<S, Prepared>): void
  /** Once the batch of `run` is committed; what a crash in between leaves undone stays undone. */
  after?(call: Reading<S> & Pick<JobCall<S, Prepared>, 'key' | 'data' | 'dueMs' | 'prepared'>): void
}

/** An event on its way to one of the service's ARNs. */
export interface DeliveryCall<S extends StateSpec> extends Changing<S> {
  readonly arn: Arn
  readonly body: string
  readonly attributes: Readonly<Record<string, unknown>>
  readonly source: string
  readonly as: string
}

/** A role that AWS has made for a service. */
export interface LinkedRole {
  readonly arn: string
  /** Its service principal: `dynamodb.application-autoscaling.amazonaws.com`. */
  readonly service: string
}

export interface Reception<S extends StateSpec> {
  /** What the sender must be allowed to do to the ARN: `sqs:SendMessage`. */
  readonly action: string
  /** Throwing an AwsError has it tried again. */
  take(call: DeliveryCall<S>): void
}

export interface ServiceDefinition<S extends StateSpec = StateSpec> {
  /** As in `models/`. */
  readonly name: string
  readonly state: S
  /** Another API over the state of the service of this name. */
  readonly stateOf?: string
  readonly operations: readonly OperationDefinition[]
  /** `global`: one cell an account, whatever the region (IAM). */
  readonly scope?: 'regional' | 'global'
  /**
   * AWS has one endpoint of it for each partition; of STS, though global, one in every region.
   * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-requestedregion
   */
  readonly hasOneEndpoint?: true
  readonly quotas?: readonly Quota[]
  readonly jobs?: Readonly<Record<string, JobDefinition<S>>>
  /** Where an ARN that lacks account or region lives; `place` is the call's. */
  home?(arn: Arn, place: Place): Partial<Place>
  /** What IAM's actions of the service begin with, where that isn't its name: `logs`, `states`. */
  readonly actionPrefix?: string
  /** What the policies of its resources are; absent: `grant`. */
  readonly resourcePolicyKind?: ResourcePolicyKind
  /** The tags of a resource, for policies that look at `aws:ResourceTag`. */
  resourceTags?(arn: Arn, state: Reading<S>): Readonly<Record<string, string>>
  /** The policy attached to a resource, as stored. */
  resourcePolicy?(arn: Arn, state: Reading<S>): string | undefined
  /** Policies of its resources may let in callers without credentials. */
  readonly isOpenToAnonymous?: boolean
  /** ARNs of its resources that need a service-linked role, which stays as long as there are any. */
  linkedRoleUses?(role: LinkedRole, state: Reading<S>): readonly string[]
  /** How an event for one of its ARNs enters. */
  readonly delivery?: Reception<S>
  /** Takes in what all services of an account and region measured: of the one that keeps metrics. */
  takeMeasurements?(call: Changing<S>, minutes: readonly MeasuredMinute[]): void
}

export function defineService<S extends StateSpec>(
  service: ServiceDefinition<S>,
): ServiceDefinition {
  return service as unknown as ServiceDefinition
}
