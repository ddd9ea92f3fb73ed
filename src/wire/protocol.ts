/** One of AWS's ways of writing a call; the files beside this one each make one. */
import type { AwsError } from '../kernel/errors.ts'
import type { OperationModel, ProtocolName, ServiceModel } from '../model/model.ts'
import type { WireRequest, WireResponse } from './message.ts'

export interface Protocol {
  readonly name: ProtocolName

  /**
   * Reads an operation's input. Structures and maps become plain objects, lists arrays, blobs
   * `Uint8Array`, timestamps `Date`, longs numbers (bigint beyond 2^53), big numbers strings;
   * a streaming payload is handed on as `AsyncIterable<Uint8Array>`.
   * @param labels REST: the URI's labels as matched, still percent-encoded.
   * @throws AwsError SerializationException and its kin when the body can't be read.
   */
  parse(request: WireRequest, operation: OperationModel, labels?: Labels): object

  /** Writes an operation's output. @throws Error on a member that the model lacks, under test. */
  serialise(output: object, operation: OperationModel, about: Answer): WireResponse

  /** Writes an error in the protocol's envelope, with the model's code and status for it. */
  serialiseError(error: AwsError, service: ServiceModel, about: Answer): WireResponse
}

export type Labels = Readonly<Record<string, string>>

export interface Answer {
  readonly requestId: string
  /** The operation's name, where known: query's envelopes carry it. */
  readonly operation?: string
  /** `HEAD`: the answer's body stays away. */
  readonly method?: string
}
