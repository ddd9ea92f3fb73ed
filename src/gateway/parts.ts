/** What the gateway is made of; the composition root hands it in. */
import type { Caller } from '../kernel/caller.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { Models } from '../model/models.ts'
import type { Identities } from '../ports/identities.ts'
import type { Catalogue } from './catalogue.ts'
import type { RequestHead } from './exchange.ts'
import type { HostNames } from './host-name.ts'
import type { Journal } from './journal.ts'

export interface GatewayParts {
  readonly kernel: Kernel
  readonly models: Models
  readonly catalogue: Catalogue
  readonly hostNames: HostNames
  readonly identities: Identities
  /** Told of each call of a user or role, before it runs. */
  noteUse(use: KeyUse): void
  readonly journal: Journal
  readonly access: AccessRules
  /** Whether a REST service has a route for the request. */
  knowsRoute(service: string, head: RequestHead): boolean
}

export interface KeyUse {
  readonly caller: Caller
  /** As IAM's actions begin: `sqs`. */
  readonly namespace: string
  readonly region: string
}

/** Who may talk to this cloud at all. */
export interface AccessRules {
  /** Host names, besides loopback's and AWS's, by which this cloud is reached. */
  readonly hosts: readonly string[]
  /** Any IP address as `Host`: the listener is on all of the machine's. */
  readonly anyAddress: boolean
  /** Origins of web pages that may call; `*` for all. */
  readonly origins: readonly string[]
  /** Access keys that nobody knows act as root of their account. */
  readonly trustsAnyKey: boolean
}
