import type { ModelJson } from './model-json.ts'
import { ServiceModel } from './model.ts'

/** The services' models, opened one by one as they are asked for. */
export class Models {
  readonly #read: (service: string) => unknown
  readonly #opened = new Map<string, ServiceModel | undefined>()

  /**
   * @param read the JSON of `models/<service>.json`, `undefined` when there is none; called at most
   *   once for each service
   */
  constructor(read: (service: string) => unknown) {
    this.#read = read
  }

  /** `undefined` when Kasane has no model of such a service. */
  find(service: string): ServiceModel | undefined {
    if (this.#opened.has(service)) return this.#opened.get(service)
    const json = this.#read(service) as ModelJson | undefined
    const model = json && new ServiceModel(json)
    this.#opened.set(service, model)
    return model
  }

  /** @throws Error when there is no such model: a service without one is a bug. */
  require(service: string): ServiceModel {
    const model = this.find(service)
    if (!model) throw new Error(`there is no model of ${service}`)
    return model
  }
}
