/** The composition root: a whole cloud, without a listener. */
import { fileURLToPath } from 'node:url'
import { managedPolicyFile } from '../engines/managed-policy-file.ts'
import { modelLoader } from '../engines/model-loader.ts'
import { Catalogue } from '../gateway/catalogue.ts'
import { Gateway } from '../gateway/gateway.ts'
import { HostNames } from '../gateway/host-name.ts'
import { internalCalls } from '../gateway/internal-call.ts'
import { Journal } from '../gateway/journal.ts'
import type { AccessRules, GatewayParts } from '../gateway/parts.ts'
import type { Site } from '../gateway/site.ts'
import type { Blobs } from '../kernel/blobs.ts'
import type { Clock } from '../kernel/clock.ts'
import { realDurations } from '../kernel/durations.ts'
import { Kernel } from '../kernel/kernel.ts'
import { allowingAll, auditing, type IamMode } from '../gateway/audit.ts'
import { policyAuthoriser } from '../gateway/policy-authoriser.ts'
import type { Authoriser } from '../kernel/authorisation.ts'
import type { Random } from '../kernel/random.ts'
import type { ServiceDefinition } from '../kernel/service.ts'
import type { Store } from '../kernel/store/store.ts'
import { Models } from '../model/models.ts'
import { restRouter } from '../wire/rest-router.ts'
import { type AccessKey, configuredKeys } from './configured-keys.ts'
import { cloudIdentities } from './identities.ts'
import { cloudOrganizations } from './organizations.ts'
import { cloudRoleUsage } from './role-usage.ts'
import { policySource, type PolicyWorld } from './policy-source.ts'
import { serviceFacts, serviceSource } from './service-list.ts'

export interface CloudParts {
  readonly store: Store
  readonly blobs?: Blobs
  readonly clock: Clock
  readonly random: Random
  readonly accessKeys: readonly AccessKey[]
  readonly access: AccessRules
  /** Absent: `on`. */
  readonly iam?: IamMode
  /** Changes of status take as long as on AWS. */
  readonly hasRealDurations?: boolean
  /** Services that are there from the start, in place of those of the same name. */
  readonly services?: readonly ServiceDefinition[]
  readonly freezesEntities?: boolean
  /** What is answered beside AWS's APIs. */
  sites?(cloud: Pick<Cloud, 'kernel' | 'journal'>): readonly Site[]
  reportBug(error: unknown, where: string): void
}

export interface Cloud {
  readonly kernel: Kernel
  readonly gateway: Gateway
  readonly journal: Journal
}

/** Models and AWS's policies hold no state, so that all clouds of a process share them. */
const modelsFolder = fileURLToPath(modelsUrl())
const models = new Models(modelLoader(modelsFolder))
const managedPolicies = managedPolicyFile(modelsFolder)
const catalogue = new Catalogue(serviceFacts)
const hostNames = new HostNames(catalogue)

export function createCloud(parts: CloudParts): Cloud {
  const known = cloudIdentities(() => kernel, configuredKeys(parts.accessKeys))
  const { identityDirectory, identities } = known
  const { organizationDirectory, controlsOver } = cloudOrganizations(() => kernel)
  const kernel: Kernel = new Kernel({
    store: parts.store,
    ...(parts.blobs && { blobs: parts.blobs }),
    clock: parts.clock,
    random: parts.random,
    ports: {
      managedPolicies,
      identityDirectory,
      organizationDirectory,
      roleUsage: cloudRoleUsage(() => kernel),
    },
    services: serviceSource(parts.services),
    metricsKeeper: 'cloudwatch',
    ...(parts.hasRealDurations && { durations: realDurations }),
    authoriser: authoriserFor(parts.iam ?? 'on', { ...known, controlsOver }, () => kernel),
    freezesEntities: parts.freezesEntities ?? false,
    callAws: (call) => callAws(call),
    reportBug: parts.reportBug,
  })
  const journal = new Journal()
  const gatewayParts: GatewayParts = {
    kernel,
    models,
    catalogue,
    hostNames,
    journal,
    identities,
    noteUse: (use) => known.used(use),
    access: parts.access,
    knowsRoute: (service, head) => restRouter(models.require(service)).knowsPath(head),
  }
  const callAws = internalCalls(gatewayParts)
  const sites = parts.sites?.({ kernel, journal }) ?? []
  return { kernel, journal, gateway: new Gateway(gatewayParts, sites) }
}

function authoriserFor(mode: IamMode, known: PolicyWorld, kernel: () => Kernel): Authoriser {
  if (mode === 'off') return allowingAll
  const judge = policyAuthoriser(policySource(known))
  return mode === 'on' ? judge : auditing(judge, (incident) => kernel().incidents.record(incident))
}

/** Beside the bundle, or above the sources. */
function modelsUrl(): URL {
  return new URL(import.meta.url.endsWith('.ts') ? '../../models' : '../models', import.meta.url)
}
