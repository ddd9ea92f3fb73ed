/** What an explanation is made of: sentences for people, and commands that can be pasted. */
import type { Incident } from '../../kernel/incidents.ts'
import type { Quota } from '../../kernel/limits.ts'

export interface Explanation {
  /** What was refused, and how. */
  readonly what: string
  /** The caller, its account and region. */
  readonly who: string
  readonly why: readonly string[]
  readonly cure: readonly Cure[]
}

export interface Cure {
  readonly text: string
  /** For a POSIX shell, one line each, complete as they stand. */
  readonly commands: readonly string[]
}

/** What explanations ask of the cloud in which the incident happened. */
export interface Surroundings {
  /** By which this client reaches the cloud: `http://127.0.0.1:4566`. */
  readonly endpoint: string
  readonly nowMs: number
  /** Any access key of twelve digits is the root user of that account. */
  readonly trustsAnyKey: boolean
  findQuota(service: string, name: string): Quota | undefined
  isServed(service: string): boolean
  /** What IAM's actions of the service begin with: `dynamodb` of DynamoDB Streams. */
  actionPrefixOf(service: string): string
  /** It keeps what it has by accounts alone, whatever the region, as IAM does. */
  isGlobal(service: string): boolean
  /** The policy that a resource has now, as it is kept: users and roles stand there by their ids. */
  resourcePolicyOf(arn: string): string | undefined
  /** The ARN that a user or role has now; `undefined`: there is none of that id. */
  arnOf(id: string): string | undefined
}

/** How one kind of cause is explained. */
export type Explainer<Why = Incident['why']> = (
  incident: Incident,
  why: NonNullable<Why>,
  surroundings: Surroundings,
) => Pick<Explanation, 'why' | 'cure'>

export function advice(text: string, ...commands: readonly string[]): Cure {
  return { text, commands }
}
