/** The services of AWS that have a model here, by the names that requests call them. */
import type { ProtocolName } from '../model/model.ts'

const mebibyte = 1_048_576

/** What identifies a service on the wire. */
export interface ServiceFacts {
  /** As in `models/`. */
  readonly name: string
  readonly apiVersion: string
  /** The service in a credential scope; several services may share one. */
  readonly signingName: string
  /** The first labels of AWS's host names, before the region. */
  readonly endpointPrefix: string
  /** Of `X-Amz-Target`, and of the path of Smithy RPC v2 CBOR. */
  readonly targetPrefix?: string
  readonly protocols: readonly ProtocolName[]
  readonly hasRest: boolean
  /** Other words for the service in host names: `queue` of `us-east-1.queue.amazonaws.com`. */
  readonly hostAliases?: readonly string[]
  /** What stands before the service in a host is the first segment of its paths: S3's buckets. */
  readonly hostsNameResources?: boolean
  /** Longer bodies are refused, unpacked ones too; absent: 16 MiB. Bodies that stream have no limit. */
  readonly bodyBytesMax?: number
  /** How old a signature may be; absent: 15 minutes. */
  readonly signatureMinutes?: number
  /** Paths of its resources, by which a form without a signature is known: queue URLs. */
  readonly resourcePaths?: RegExp
  /** The input's member that names the resource whose path it is. */
  readonly resourceMember?: string
}

/**
 * Of services that don't say: more than any of their calls take, as of DynamoDB's batches (16 MB) and
 * Kinesis's records (10 MiB, in base64).
 */
export const usualBodyBytesMax = 16 * mebibyte

export class Catalogue {
  readonly services: readonly ServiceFacts[]
  /** Answers what names no service at all, as S3 does. */
  readonly last: ServiceFacts | undefined
  readonly #byTarget = new Map<string, ServiceFacts>()
  readonly #bySigningName = new Map<string, ServiceFacts[]>()
  readonly #byHost = new Map<string, ServiceFacts>()
  readonly #byVersion = new Map<string, ServiceFacts[]>()

  constructor(services: readonly ServiceFacts[]) {
    this.services = services
    this.last = services.find((service) => service.hostsNameResources)
    for (const service of services) {
      if (service.targetPrefix !== undefined) this.#byTarget.set(service.targetPrefix, service)
      append(this.#bySigningName, service.signingName, service)
      append(this.#byVersion, service.apiVersion, service)
      for (const word of [service.endpointPrefix, ...(service.hostAliases ?? [])]) {
        if (!this.#byHost.has(word)) this.#byHost.set(word, service)
      }
    }
  }

  find(name: string): ServiceFacts | undefined {
    return this.services.find((service) => service.name === name)
  }

  findByTarget(prefix: string): ServiceFacts | undefined {
    return this.#byTarget.get(prefix)
  }

  /** Several where they share a name: API Gateway's two APIs. */
  listBySigningName(name: string): readonly ServiceFacts[] {
    return this.#bySigningName.get(name) ?? none
  }

  /** @param words such as `sqs`, `streams.dynamodb`, `queue` */
  findByHost(words: string): ServiceFacts | undefined {
    return this.#byHost.get(words)
  }

  /** Those whose form API has this `Version`. */
  listByVersion(version: string): readonly ServiceFacts[] {
    return (this.#byVersion.get(version) ?? none).filter(takesForms)
  }

  findByPath(path: string): ServiceFacts | undefined {
    return this.services.find(({ resourcePaths }) => resourcePaths?.test(path))
  }
}

const none: readonly ServiceFacts[] = []

/**
 * What IAM's actions of the service begin with: the name that it signs by, but for CloudWatch, which
 * signs as `monitoring`. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html
 */
export function actionPrefixOf({ signingName }: Pick<ServiceFacts, 'signingName'>): string {
  return signingName === 'monitoring' ? 'cloudwatch' : signingName
}

export function takesForms({ protocols }: Pick<ServiceFacts, 'protocols'>): boolean {
  return protocols.includes('query') || protocols.includes('ec2')
}

function append<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key)
  if (list) list.push(value)
  else lists.set(key, [value])
}
