/** Checks an input against its model and words what is wrong, as the operation's service does. */
import { compileCheck, type Fault } from './faults.ts'
import { findMissingMember } from './missing-member.ts'
import type { OperationModel, StructureShape } from './model.ts'
import type { ValidationJson } from './model-json.ts'
import { javaName, printValue } from './printed-value.ts'
import { validationStyle } from './validation-style.ts'

export interface ValidationFailure {
  /** The name of an error in the model, else of one in `commonErrors`, else a code as it stands. */
  readonly code: string
  readonly status: number
  readonly message: string
}

type Validator = (input: unknown) => ValidationFailure | undefined

const validators = new WeakMap<OperationModel, Validator>()

/**
 * @param input the operation's input as the wire made it: of the model's types, members without a
 *   value absent
 * @returns the refusal, all faults in one message where the service does so; `undefined` for valid input
 */
export function validate(operation: OperationModel, input: unknown): ValidationFailure | undefined {
  let validator = validators.get(operation)
  if (!validator) {
    validator = compileValidator(operation)
    validators.set(operation, validator)
  }
  return validator(input)
}

const nothing: Validator = () => undefined

function compileValidator(operation: OperationModel): Validator {
  const { input } = operation
  const style = validationStyle(operation)
  if (!input || style.style === 'none') return nothing
  const fail = failure(operation, style)
  if (style.style === 'missing') return missingValidator(input, style, fail)
  const check = compileCheck(input)
  if (!check) return nothing
  const root = style.inputInPath ? [`${javaName(operation.name)}Input`] : []
  const word = style.style === 'coral' ? coralMessage : singleMessage
  return (value) => {
    const faults: Fault[] = []
    check(value, { path: [...root], faults, elementsNotNull: style.elementsNotNull === true })
    return faults.length === 0 ? undefined : fail(word(faults, style))
  }
}

function missingValidator(
  input: StructureShape,
  style: ValidationJson,
  fail: (message: string) => ValidationFailure,
): Validator {
  const text = style.text ?? 'The request must contain the parameter {}'
  return (value) => {
    const name = findMissingMember(input, value)
    return name === undefined ? undefined : fail(text.replace('{}', () => name))
  }
}

function failure(
  { service }: OperationModel,
  style: ValidationJson,
): (message: string) => ValidationFailure {
  const code = style.code ?? 'ValidationException'
  const status =
    service.findError(code)?.error?.status ?? service.json.commonErrors?.[code]?.status ?? 400
  return (message) => ({ code, status, message })
}

/**
 * `2 validation errors detected: Value … at … failed to satisfy constraint: …; Value …`
 *
 * AWS leaves out the values of sensitive members: `Value at 'secretBinary' failed …`.
 */
function coralMessage(faults: readonly Fault[], style: ValidationJson): string {
  const sentences = faults.map((fault) => sentenceFor(fault, style))
  const others = faults.filter((_, index) => sentences[index] === undefined)
  const [sentence] = sentences
  if (others.length === 0 && sentence !== undefined) return sentence
  const told = others.slice(0, style.faultsMax)
  const noun = told.length === 1 ? 'error' : 'errors'
  return `${told.length} validation ${noun} detected: ${told.map(coralFault).join('; ')}`
}

/** The service's own sentence for a pattern that doesn't hold. */
function sentenceFor(
  { path, shape, text }: Fault,
  { patternSentences = {} }: ValidationJson,
): string | undefined {
  if (shape.kind !== 'scalar' || !text.includes(' regular expression pattern: ')) return undefined
  const name = path.slice(path.lastIndexOf('.') + 1)
  return patternSentences[shape.json.pattern ?? '']?.replace('{}', () => name)
}

function coralFault({ path, value, shape, sensitive, text }: Fault): string {
  return `${printedValue()} at '${path}' failed to satisfy constraint: ${text}`

  function printedValue(): string {
    if (sensitive) return 'Value'
    return value === undefined ? 'Value null' : `Value '${printValue(value, shape)}'`
  }
}

/** AWS: ECR, https://github.com/aws-actions/amazon-ecr-login/issues/225 */
function singleMessage(faults: readonly Fault[]): string {
  const [first] = faults as readonly [Fault]
  return `Invalid parameter at '${first.path}' failed to satisfy constraint: '${first.text}'`
}
