/** Hands the call to the service that was asked, by way of the kernel, which authorises and runs it. */
import { NotEmulated } from '../kernel/errors.ts'
import { partitionOf, type Place } from '../kernel/place.ts'
import type { OperationDefinition, ServiceDefinition } from '../kernel/service.ts'
import { actionPrefixOf } from './catalogue.ts'
import type { Exchange } from './exchange.ts'
import type { GatewayParts } from './parts.ts'

/** Loads the service on its first call. @throws NotEmulated for what isn't there. */
export function locate(exchange: Exchange, { kernel }: GatewayParts): void | Promise<void> {
  const name = exchange.facts?.name ?? ''
  const { services } = kernel.parts
  const service = services.loaded(name)
  if (service) return settle(exchange, service)
  if (!services.names.includes(name)) return settle(exchange, undefined)
  return services.load(name).then((loaded) => settle(exchange, loaded))
}

export function run(exchange: Exchange, { kernel, noteUse }: GatewayParts): void | Promise<void> {
  const { service, definition, input, caller, head, requestId, protocol } = exchange
  if (!service || !definition || !input || !caller) throw new Error('the call is not ready to run')
  exchange.place = placeOf(caller.account, exchange.region)
  if (caller.kind === 'user' || caller.kind === 'role') {
    noteUse({ caller, namespace: service.actionPrefix ?? service.name, region: exchange.region })
  }
  const output = kernel.execute({
    service,
    operation: definition,
    input,
    caller,
    place: exchange.place,
    note: (refusal) => void (exchange.noted ??= []).push(refusal),
    request: {
      requestId,
      endpoint: endpointOf(exchange),
      protocol: protocol?.name ?? 'internal',
      writesJson: protocol?.name === 'json1.0' || protocol?.name === 'json1.1',
      ...(protocol && { origin: head }),
      onGone: (listener) => void head.onGone?.(listener),
      isGone: head.isGone && (() => head.isGone?.() === true),
    },
  })
  if (!(output instanceof Promise)) return void (exchange.output = output)
  return output.then((answer) => void (exchange.output = answer))
}

function settle(exchange: Exchange, service: ServiceDefinition | undefined): void {
  const { facts, operationName } = exchange
  const definition = service && operationsOf(service).get(operationName)
  if (!definition) {
    throw new NotEmulated(`${facts ? actionPrefixOf(facts) : ''}:${operationName}`)
  }
  exchange.service = service
  exchange.definition = definition
}

const operations = new WeakMap<ServiceDefinition, ReadonlyMap<string, OperationDefinition>>()

function operationsOf(service: ServiceDefinition): ReadonlyMap<string, OperationDefinition> {
  const known = operations.get(service)
  if (known) return known
  const byName = new Map(service.operations.map((operation) => [operation.name, operation]))
  operations.set(service, byName)
  return byName
}

/** Scheme, host and port as the client wrote them, so that URLs in answers lead back here. */
function endpointOf({ head }: Exchange): string {
  return `${head.isEncrypted ? 'https' : 'http'}://${head.headers['host'] ?? '127.0.0.1'}`
}

/** Places come again with each call; strangers' accounts can't fill the memory. */
const placesMax = 10_000
const places = new Map<string, Place>()

function placeOf(account: string, region: string): Place {
  const name = `${account} ${region}`
  const known = places.get(name)
  if (known) return known
  if (places.size >= placesMax) places.clear()
  const place = { partition: partitionOf(region), account, region }
  places.set(name, place)
  return place
}
