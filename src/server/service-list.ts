/** The services that are served, each a chunk of its own that is loaded by its first call. */
import { services as models } from '../generated/services.ts'
import type { ServiceFacts } from '../gateway/catalogue.ts'
import type { ServiceSource } from '../kernel/kernel.ts'
import type { ServiceDefinition } from '../kernel/service.ts'
import { ownerOf } from './arn-owners.ts'

const loaders: Readonly<Record<string, () => Promise<ServiceDefinition>>> = {
  'application-auto-scaling': () =>
    import('../services/application-auto-scaling/service.ts').then(
      ({ applicationAutoScaling }) => applicationAutoScaling,
    ),
  cloudwatch: () =>
    import('../services/cloudwatch/service.ts').then(({ cloudwatch }) => cloudwatch),
  dynamodb: () => import('../services/dynamodb/service.ts').then(({ dynamodb }) => dynamodb),
  'dynamodb-streams': () =>
    import('../services/dynamodb/streams/service.ts').then(
      ({ dynamodbStreams }) => dynamodbStreams,
    ),
  iam: () => import('../services/iam/service.ts').then(({ iam }) => iam),
  organizations: () =>
    import('../services/organizations/service.ts').then(({ organizations }) => organizations),
  sqs: () => import('../services/sqs/service.ts').then(({ sqs }) => sqs),
  sts: () => import('../services/sts/service.ts').then(({ sts }) => sts),
}

const mebibyte = 1_048_576

/** How requests name services, and how long they may be, where the model doesn't say. */
const wireFacts: Readonly<Record<string, Partial<ServiceFacts>>> = {
  // AWS: "limited to 1 MB in size for HTTP POST requests" (PutMetricData).
  cloudwatch: { bodyBytesMax: mebibyte },
  dynamodb: {
    // AWS: account-based endpoints, https://docs.aws.amazon.com/sdkref/latest/guide/feature-account-endpoints.html
    hostAliases: ['ddb'],
    // AWS: as dynalite's tests against it have it.
    signatureMinutes: 5,
  },
  // AWS: parts of layers of 20 MiB, in base64 (UploadLayerPart).
  ecr: { hostAliases: ['ecr'], bodyBytesMax: 32 * mebibyte },
  // AWS: "Request must be smaller than 70167211 bytes": zipped code of 50 MB, in base64.
  lambda: { bodyBytesMax: 70_167_211 },
  s3: {
    hostsNameResources: true,
    hostAliases: ['s3-accelerate', 's3-external-1'],
    bodyBytesMax: 8 * mebibyte,
  },
  sqs: {
    // 1 MiB of messages, each byte of which may take six in JSON (\u0009) and three in a form.
    bodyBytesMax: 8 * mebibyte,
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
    ownerOf,
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
