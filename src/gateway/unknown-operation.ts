/** What AWS answers when a request names no operation of its service. */
import { type AwsError, unmodelledError } from '../kernel/errors.ts'
import type { Exchange } from './exchange.ts'

export function unknownOperation(exchange: Exchange): AwsError {
  const { style, operationName } = exchange
  if (style === 'form') return unknownAction(exchange)
  if (style === 'rest') return unknownRoute(exchange)
  // AWS: the framework of its JSON APIs answers without a text; its CBOR twin as Smithy's servers.
  const status = style === 'cbor' ? 404 : 400
  const reason = `There is no operation "${operationName}".`
  return unmodelledError('UnknownOperationException', status, '', { kind: 'validation', reason })
}

/** AWS: https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html, texts as answered. */
function unknownAction({ operationName, model, facts }: Exchange): AwsError {
  if (operationName === '') {
    const text = 'The request is missing an action or a required parameter.'
    return unmodelledError('MissingAction', 400, text, { kind: 'validation', reason: text })
  }
  const protocols = model?.json.protocols ?? []
  const message =
    protocols[0] === 'query' && facts
      ? `Could not find operation ${operationName} for version ${facts.apiVersion}`
      : protocols[0] === 'ec2'
        ? `The action ${operationName} is not valid for this web service.`
        : `The action ${operationName} is not valid for this endpoint.`
  return unmodelledError('InvalidAction', 400, message, { kind: 'validation', reason: message })
}

function unknownRoute({ head, protocol }: Exchange): AwsError {
  const reason = `No operation has ${head.method} ${head.path}.`
  const why = { kind: 'validation', reason } as const
  if (protocol?.name === 'restXml') {
    const text = 'The specified method is not allowed against this resource.'
    return unmodelledError('MethodNotAllowed', 405, text, why)
  }
  // AWS: Lambda and API Gateway judge a request before they route it, so this is a refusal.
  const text = 'Unable to determine service/operation name to be authorized'
  return unmodelledError('AccessDeniedException', 403, text, why)
}
