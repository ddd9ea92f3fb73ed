/** What each protocol says of an error: its name, code, status and whose fault it is. */
import type { AwsError } from '../kernel/errors.ts'
import type { ServiceModel, StructureShape } from '../model/model.ts'

export interface WireError {
  readonly code: string
  readonly message: string
  readonly status: number
  readonly fault: 'Sender' | 'Receiver'
  /** `undefined` for errors that the model lacks. */
  readonly shape: StructureShape | undefined
  /** What the error's structure holds beside its message. */
  readonly members: Readonly<Record<string, unknown>>
}

export function jsonError(error: AwsError, service: ServiceModel): WireError {
  const shape = shapeOf(error, service)
  const [, common] = commonOf(error, service) ?? []
  const status = statusOf(error, shape)
  return {
    code: shape?.name ?? error.code,
    message: error.message,
    status: shape ? status : (common?.status ?? status),
    fault: faultOf(shape?.error?.fault ?? common?.fault, status),
    shape,
    members: error.members,
  }
}

/** Query's codes, statuses and some texts differ from those that the model gives JSON. */
export function queryError(error: AwsError, service: ServiceModel): WireError {
  const known = jsonError(error, service)
  const { shape } = known
  const { queryStatus, queryMessages = {} } = shape?.error ?? {}
  const own = Object.hasOwn(queryMessages, error.message)
  return {
    ...known,
    code: queryCode(error, service),
    message: own ? (queryMessages[error.message] as string) : error.message,
    status: queryStatus ?? known.status,
  }
}

export function queryCode(error: AwsError, service: ServiceModel): string {
  const shape = shapeOf(error, service)
  if (!shape) return commonOf(error, service)?.[0] ?? error.code
  return shape.error?.queryCode ?? shape.error?.code ?? shape.name
}

/** The `__type` of JSON and CBOR errors that the model lacks, when the service has one. */
export function commonType(error: AwsError, service: ServiceModel): string | undefined {
  return commonOf(error, service)?.[1].jsonType
}

/** Its query code and entry in the model's table, found by that code or by the JSON one. */
function commonOf({ code }: AwsError, { json }: ServiceModel) {
  return Object.entries(json.commonErrors ?? {}).find(
    ([queryCode, { jsonType }]) => queryCode === code || jsonType?.endsWith(`#${code}`),
  )
}

function shapeOf(error: AwsError, service: ServiceModel): StructureShape | undefined {
  return error.shape === undefined ? undefined : service.findError(error.shape)
}

function statusOf(error: AwsError, shape: StructureShape | undefined): number {
  if (!shape) return error.status
  return shape.error?.status ?? (shape.error?.fault === 'server' ? 500 : 400)
}

function faultOf(fault: 'client' | 'server' | undefined, status: number): WireError['fault'] {
  if (fault !== undefined) return fault === 'server' ? 'Receiver' : 'Sender'
  return status >= 500 ? 'Receiver' : 'Sender'
}
