/** The services that are served, each a chunk of its own that is loaded by its first call. */
import { services as models } from '../generated/services.ts'
import type { ServiceFacts } from '../gateway/catalogue.ts'
import type { ServiceSource } from '../kernel/kernel.ts'
import type { ServiceDefinition } from '../kernel/service.ts'

const loaders: Readonly<Record<string, () => Promise<ServiceDefinition>>> = {
  iam: () => import('../services/iam/service.ts').then(({ iam }) => iam),
  organizations: () =>
    import('../services/organizations/service.ts').then(({ organizations }) => organizations),
  sqs: () => import('../services/sqs/service.ts').then(({ sqs }) => sqs),
  sts: () => import('../services/sts/service.ts').then(({ sts }) => sts),
}

/** How requests name services, where the model doesn't say. */
const wireFacts: Readonly<Record<string, Partial<ServiceFacts>>> = {
  dynamodb: {
    // AWS: account-based endpoints, https://docs.aws.amazon.com/sdkref/latest/guide/feature-account-endpoints.html
    hostAliases: ['ddb'],
    // AWS: as dynalite's tests against it have it.
    signatureMinutes: 5,
  },
  ecr: { hostAliases: ['ecr'] },
  s3: { hostsNameResources: true, hostAliases: ['s3-accelerate', 's3-external-1'] },
  sqs: {
    // AWS: https://docs.aws.amazon.com/general/latest/gr/sqs-service.html, "legacy endpoints"
    hostAliases: ['queue'],
    resourcePaths: /^\/(?:queue\/[a-z0-9-]+\/)?\d{12}\/[A-Za-z0-9_.-]+\/?$/,
    resourceMember: 'QueueUrl',
  },
}

/** Everything that has a model, served or not. */
export const serviceFacts: readonly ServiceFacts[] = models.map((facts) => ({
  ...facts,
  ...wireFacts[facts.name],
}))

/** Loads services on demand, or knows from the start those it is given. */
export function serviceSource(given: readonly ServiceDefinition[] = []): ServiceSource {
  const loaded = new Map(given.map((service) => [service.name, service]))
  return {
    names: [...new Set([...loaded.keys(), ...Object.keys(loaders)])],
    loaded: (name) => loaded.get(name),
    async load(name) {
      const known = loaded.get(name)
      const loader = known ? undefined : loaders[name]
      if (!loader) return known
      const service = await loader()
      loaded.set(name, service)
      return service
    },
  }
}
