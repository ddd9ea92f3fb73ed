/** Faults of a request, collected: AWS tells all of a kind at once, one a line. */
import type { AwsError } from '../../kernel/errors.ts'
import { invalidCombination, invalidValue, missingParameters } from './errors.ts'

/** Elements of lists may be null on the wire, whatever their types say. */
export function given<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined
}

type Kind = 'missing' | 'value' | 'combination'

const refusals = {
  missing: missingParameters,
  value: invalidValue,
  combination: invalidCombination,
} as const

/**
 * The words are those of answers that were pasted in public and of Eucalyptus's CloudWatch, which
 * repeated AWS's; where neither has any, they follow the others' form.
 */
export class Faults {
  readonly #found: { readonly kind: Kind; readonly message: string }[] = []

  /** @throws AwsError with all faults of the first one's kind */
  check(refusal?: (message: string) => AwsError): void {
    const [first] = this.#found
    if (!first) return
    const same = this.#found.filter(({ kind }) => kind === first.kind)
    const message = same.map((one) => one.message).join('\n')
    throw (refusal ?? refusals[first.kind])(message)
  }

  missing(path: string): void {
    this.#add('missing', `The parameter ${path} is required.`)
  }

  value(message: string): void {
    this.#add('value', message)
  }

  combination(message: string): void {
    this.#add('combination', message)
  }

  either(paths: readonly [string, string]): void {
    const [first, second] = paths
    this.#add('missing', `At least one of the parameters ${first} or ${second} must be specified.`)
  }

  exclusive(paths: readonly [string, string]): void {
    const [first, second] = paths
    this.combination(
      `The parameters ${first} and ${second} are mutually exclusive and you have specified both.`,
    )
  }

  invalid(path: string, value: unknown): void {
    this.value(`The value ${value} for parameter ${path} is invalid.`)
  }

  oneOf(path: string, value: unknown, allowed: readonly unknown[]): void {
    if (value === undefined || allowed.includes(value)) return
    this.value(`The parameter ${path} must be a value in the set [ ${allowed.join(', ')} ].`)
  }

  size(path: string, list: readonly unknown[] | undefined, max: number): void {
    if (!list || list.length <= max) return
    this.value(`The collection ${path} must not have a size greater than ${max}.`)
  }

  text(path: string, value: string | undefined, max: number): void {
    if (!value) return this.missing(path)
    if (value.length > max) {
      this.value(`The parameter ${path} must be shorter than ${max + 1} characters.`)
    }
  }

  #add(kind: Kind, message: string): void {
    this.#found.push({ kind, message })
  }
}
