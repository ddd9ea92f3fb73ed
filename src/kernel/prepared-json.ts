/**
 * A value of an output whose JSON is at hand, for `request.writesJson` alone: it is written as it
 * stands. Whoever keeps what he answers in the wire's own form answers it without building it again.
 */
export class PreparedJson {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** @param text JSON as the output's shape has it; it isn't looked at any more. */
export function preparedJson<Value extends object>(text: string): Value {
  return new PreparedJson(text) as unknown as Value
}
