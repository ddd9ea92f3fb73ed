/**
 * The three ways a call can fail: an `AwsError` that AWS would give too, a `NotEmulated` that says
 * what Kasane lacks, and anything else, which is a bug and answered as InternalFailure.
 */

/** An error of a service's model; made by codegen, see `errorShape`. */
export interface ErrorDescriptor {
  readonly service: string
  /** The shape's name in the model. */
  readonly name: string
  /** The code that clients of the service's first protocol see. */
  readonly code: string
  readonly status: number
}

/**
 * Why a call was refused, as data: what `explain` turns into cause and cure.
 * `kind` tells which of AWS's mechanisms refused; the other members are that mechanism's facts.
 */
export interface Cause {
  readonly kind:
    | 'access'
    | 'quota'
    | 'throughput'
    | 'state'
    | 'dependency'
    | 'validation'
    | 'not-found'
    | 'signature'
    | 'not-emulated'
  readonly [fact: string]: unknown
}

export class AwsError extends Error {
  override readonly name = 'AwsError'
  readonly code: string
  readonly status: number
  /** The model's shape; `undefined` for codes that the model lacks (AccessDenied, Throttling …). */
  readonly shape: string | undefined
  /** Further members of the error's structure, as the model names them. */
  readonly members: Readonly<Record<string, unknown>>
  readonly why: Cause | undefined

  constructor(error: {
    code: string
    status: number
    message: string
    shape?: string
    members?: Readonly<Record<string, unknown>>
    why?: Cause
  }) {
    super(error.message)
    this.code = error.code
    this.status = error.status
    this.shape = error.shape
    this.members = error.members ?? {}
    this.why = error.why
  }
}

/** An error of the service's model, with AWS's message and the cause as data. */
export function awsError(
  descriptor: ErrorDescriptor,
  message: string,
  more: { members?: Readonly<Record<string, unknown>>; why?: Cause } = {},
): AwsError {
  const { code, status, name } = descriptor
  return new AwsError({ code, status, shape: name, message, ...more })
}

/** An error that the service's model doesn't list, such as SQS's InvalidParameterValue. */
export function unmodelledError(
  code: string,
  status: number,
  message: string,
  why?: Cause,
): AwsError {
  return new AwsError({ code, status, message, ...(why && { why }) })
}

/** What Kasane lacks, said aloud: HTTP 501, code `NotEmulated`, naming the feature. */
export class NotEmulated extends AwsError {
  constructor(feature: string) {
    super({
      code: 'NotEmulated',
      status: 501,
      message: `Kasane does not emulate ${feature}.`,
      why: { kind: 'not-emulated', feature },
    })
  }
}
