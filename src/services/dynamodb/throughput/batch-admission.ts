/** Lets the parts of a batch through one by one: what is throttled is left undone. */
import type { Consumption } from '../capacity.ts'
import type { DynamodbReading } from '../state.ts'
import { type ItemOperation, throttled, tryAdmit } from './admission.ts'
import type { Throttling } from './refused.ts'

export class BatchAdmission {
  readonly #call: DynamodbReading
  readonly #operation: ItemOperation
  #isAnyLet = false
  #first: Throttling | undefined

  constructor(call: DynamodbReading, operation: ItemOperation) {
    this.#call = call
    this.#operation = operation
  }

  /** `false`: throttled, and to be answered as unprocessed. */
  lets(consumption: Consumption): boolean {
    const throttling = tryAdmit(this.#call, this.#operation, consumption)
    if (throttling) this.#first ??= throttling
    else this.#isAnyLet = true
    return !throttling
  }

  /** @throws AwsError as `admit`, when every part was throttled */
  requireSome(): void {
    if (this.#first && !this.#isAnyLet) throw throttled(this.#call, this.#operation, this.#first)
  }
}
