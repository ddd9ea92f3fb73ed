import type { ModelJson } from '../../src/model/model-json.ts'

/** `src/generated/services.ts`: what the gateway tells services apart by, without opening a model. */
export function writeServiceFacts(models: readonly ModelJson[]): string {
  const rows = models.map((model) => `  ${JSON.stringify(factsOf(model))},`)
  return `// Made from models/ by tools/codegen; edit the models instead.

export interface ServiceFacts {
  /** Kasane's name: the folder, the model, the SDK v3 client's package without \`client-\`. */
  readonly name: string
  readonly serviceId: string
  readonly apiVersion: string
  /** The service in a credential scope; several services may share one. */
  readonly signingName: string
  /** The first labels of AWS's host names, before the region. */
  readonly endpointPrefix: string
  /** Of \`X-Amz-Target\`, and of the path of Smithy RPC v2 CBOR. */
  readonly targetPrefix?: string
  readonly namespace: string
  /** Most precise first. */
  readonly protocols: readonly Protocol[]
  /** The model binds operations to methods and paths. */
  readonly hasRest: boolean
}

export const services: readonly ServiceFacts[] = [
${rows.join('\n')}
]

type Protocol = ${[...new Set(models.flatMap((model) => model.protocols))]
    .sort()
    .map((name) => `'${name}'`)
    .join(' | ')}
`
}

function factsOf(model: ModelJson): Record<string, unknown> {
  return {
    name: model.service,
    serviceId: model.serviceId,
    apiVersion: model.apiVersion,
    signingName: model.signingName,
    endpointPrefix: model.endpointPrefix,
    targetPrefix: model.targetPrefix,
    namespace: model.namespace,
    protocols: model.protocols,
    hasRest: model.protocols.includes('restJson') || model.protocols.includes('restXml'),
  }
}
