/** Opens the service's model, picks the protocol, and finds the operation. */
import { NotEmulated } from '../kernel/errors.ts'
import { type ProtocolName, ServiceModel } from '../model/model.ts'
import { loadProtocol } from '../wire/protocols.ts'
import { restRouter } from '../wire/rest-router.ts'
import type { CallStyle, Exchange } from './exchange.ts'
import { formValue, identifyByForm } from './identify-service.ts'
import type { GatewayParts } from './parts.ts'
import { unknownOperation } from './unknown-operation.ts'

/** Upon the head, or upon the body where only that can tell. */
export function openService(exchange: Exchange, parts: GatewayParts): void | Promise<void> {
  const { facts } = exchange
  if (exchange.protocol || (!facts && exchange.style === 'form' && exchange.sent.length === 0))
    return
  const model = facts ? parts.models.require(facts.name) : strangers
  exchange.model = model
  exchange.style = styleFor(exchange.style, model)
  const protocol = loadProtocol(protocolFor(exchange, model))
  if (!(protocol instanceof Promise)) return void (exchange.protocol = protocol)
  return protocol.then((loaded) => void (exchange.protocol = loaded))
}

/** For calls between services, whose names need no looking for. */
export function openInternal(exchange: Exchange, { models }: GatewayParts): void {
  const { facts, operationName } = exchange
  exchange.model = facts && models.require(facts.name)
  exchange.operation = exchange.model?.findOperation(operationName)
  if (!exchange.operation) throw new Error(`there is no operation ${operationName} to call`)
}

/** What the head names; a form's action is found with its body. */
export function findOperation(exchange: Exchange): void {
  const { model, style, operationName } = exchange
  if (!model || exchange.operation || style === 'form') return
  if (style === 'rest') return findRoute(exchange, model)
  exchange.operation = model.findOperation(operationName)
}

export function findAction(exchange: Exchange, parts: GatewayParts): void | Promise<void> {
  if (exchange.style !== 'form' || exchange.operation) return
  identifyByForm(exchange, parts)
  const opened = openService(exchange, parts)
  if (opened) return opened.then(() => nameAction(exchange))
  nameAction(exchange)
}

/** @throws AwsError in the service's words for what it lacks, NotEmulated for unknown services. */
export function requireOperation(exchange: Exchange): void {
  if (exchange.operation) return
  const { facts, credential, operationName } = exchange
  if (facts || !credential) throw unknownOperation(exchange)
  const { service } = credential.scope
  throw new NotEmulated(operationName ? `${service}:${operationName}` : `the service ${service}`)
}

function nameAction(exchange: Exchange): void {
  if (exchange.style !== 'form') return findOperation(exchange)
  exchange.operationName = formValue(exchange, 'Action') ?? ''
  exchange.operation = exchange.model?.findOperation(exchange.operationName)
}

function findRoute(exchange: Exchange, model: ServiceModel): void {
  const { head, routedPath } = exchange
  const { method, query, headers } = head
  const found = restRouter(model).find({ method, path: routedPath, query, headers })
  if (!found) return
  exchange.operation = found.operation
  exchange.operationName = found.operation.name
  exchange.labels = found.labels
}

/** A REST service knows no forms, and one without routes takes what it can. */
function styleFor(style: CallStyle, { json }: ServiceModel): CallStyle {
  const takesForms = json.protocols.includes('query') || json.protocols.includes('ec2')
  const hasRest = json.protocols.some(isRest)
  if (style === 'form' && hasRest && !takesForms) return 'rest'
  if (style === 'rest' && !hasRest) return takesForms ? 'form' : 'json'
  return style
}

function protocolFor({ head, style }: Exchange, { json }: ServiceModel): ProtocolName {
  const { protocols } = json
  switch (style) {
    case 'json': {
      const type = head.headers['content-type'] ?? ''
      if (type.startsWith('application/x-amz-json-1.0')) return 'json1.0'
      if (type.startsWith('application/x-amz-json-1.1')) return 'json1.1'
      return protocols.includes('json1.0') ? 'json1.0' : 'json1.1'
    }
    case 'cbor':
      return 'rpcv2Cbor'
    case 'form':
      return protocols.includes('ec2') ? 'ec2' : 'query'
    case 'rest':
      return protocols.find(isRest) ?? 'restJson'
  }
}

function isRest(protocol: ProtocolName): boolean {
  return protocol === 'restJson' || protocol === 'restXml'
}

/** Stands in for services that have no model here, so that their refusals have an envelope. */
export const strangers = new ServiceModel({
  service: 'unknown',
  serviceId: 'Unknown',
  apiVersion: '',
  signingName: 'unknown',
  endpointPrefix: 'unknown',
  namespace: 'com.amazonaws',
  protocols: ['json1.1', 'query', 'restJson'],
  operations: {},
  shapes: {},
})
