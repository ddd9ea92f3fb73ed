/** Modelled errors with given members, as services raise them. */
import { AwsError } from '../../src/kernel/errors.ts'
import type { StructureShape } from '../../src/model/model.ts'

export function raise(error: StructureShape, members: object): AwsError {
  const { message, Message, ...rest } = members as Readonly<Record<string, unknown>>
  const { code = error.name, status, fault } = error.error ?? {}
  return new AwsError({
    code,
    status: status ?? (fault === 'server' ? 500 : 400),
    message: String(message ?? Message ?? ''),
    shape: error.name,
    members: rest,
  })
}
