/** Lets the parts of a batch through one by one: what is throttled is left undone. */
import type { AwsError } from '../../../kernel/errors.ts'
import type { Consumption } from '../capacity.ts'
import type { DynamodbReading } from '../state.ts'
import { type ItemOperation, throttled, tryAdmit } from './admission.ts'
import type { Throttling } from './refused.ts'
import { throttlingError } from './throttling.ts'

type BatchCall = DynamodbReading & { note(refusal: AwsError): void }

export class BatchAdmission {
  readonly #call: BatchCall
  readonly #operation: ItemOperation
  #isAnyLet = false
  readonly #throttlings: Throttling[] = []

  constructor(call: BatchCall, operation: ItemOperation) {
    this.#call = call
    this.#operation = operation
  }

  /** `false`: throttled, and to be answered as unprocessed. */
  lets(consumption: Consumption): boolean {
    const throttling = tryAdmit(this.#call, this.#operation, consumption)
    if (throttling) this.#throttlings.push(throttling)
    else this.#isAnyLet = true
    return !throttling
  }

  /**
   * What is left undone is noted, since its request is answered.
   * @throws AwsError as `admit`, when every part was throttled
   */
  requireSome(): void {
    const [first, ...others] = this.#throttlings
    if (!first) return
    if (!this.#isAnyLet) throw throttled(this.#call, this.#operation, first)
    const refusal = throttlingError(first)
    for (const _ of [first, ...others]) this.#call.note(refusal)
  }
}
