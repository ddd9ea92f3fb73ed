/** What is wrong with a JSON body, in AWS's words. */
import { type AwsError, unmodelledError } from '../kernel/errors.ts'
import type { Shape } from '../model/model.ts'

/** How a service words a value of the wrong type; `undefined`: without a text. */
export interface JsonWording {
  /** @param found `STRING_VALUE`, `NUMBER_VALUE`, `DECIMAL_VALUE`, `TRUE_VALUE`, `FALSE_VALUE`. */
  scalar(found: string, wanted: string): string
  /** A list where a scalar is wanted. */
  list(wanted: string): string
  /** A list where a structure or map is wanted. */
  listForObject(wanted: Shape): string
  structure: string
  /** A scalar where a list, map or structure is wanted. */
  field: string
  /** A scalar where a structure is wanted in a list or map. */
  element: string
  blob: string
  base64Length(length: number): string
  base64Character: string
}

const listUnexpected = 'Start of list found where not expected'

/**
 * The framework's words as SQS answers them over JSON. Source: Inqnuam/local-aws-sqs, whose author
 * copied AWS's answers.
 */
export const coralWording: JsonWording = {
  scalar: (found, wanted) => `${found} can not be converted to ${article(wanted)} ${wanted}`,
  list: () => listUnexpected,
  listForObject: () => listUnexpected,
  structure: 'Start of structure or map found where not expected.',
  field: 'Unexpected field type',
  element: 'Unexpected field type',
  blob: 'only base-64-encoded strings are convertible to bytes',
  base64Length: (length) =>
    `Base64 encoded length is expected a multiple of 4 bytes but found: ${length}`,
  base64Character: 'Invalid last non-pad Base64 character dectected',
}

/** DynamoDB's older words, its typing errors included. Source: dynalite's tests, run against AWS. */
export const dynamodbWording: JsonWording = {
  ...coralWording,
  scalar: (found, wanted) =>
    found === 'STRING_VALUE' && wanted === 'Boolean'
      ? 'Unexpected token received from parser'
      : `${found} cannot be converted to ${wanted}`,
  list: (wanted) => `Unrecognized collection type class java.lang.${wanted}`,
  listForObject: (wanted) =>
    `Unrecognized collection type ${wanted.kind === 'structure' ? 'class ' : ''}${javaName(wanted)}`,
  element: 'Unexpected value type in payload',
  structure: 'Start of structure or map found where not expected',
}

function javaName(shape: Shape): string {
  switch (shape.kind) {
    case 'structure':
      return `com.amazonaws.dynamodb.v20120810.${shape.name}`
    case 'list':
      return `java.util.List<${javaName(shape.member.shape)}>`
    case 'map':
      return `java.util.Map<java.lang.String, ${javaName(shape.value.shape)}>`
    default:
      return `java.lang.${shape.type.charAt(0).toUpperCase()}${shape.type.slice(1)}`
  }
}

function article(noun: string): string {
  return /^[AEIOU]/.test(noun) ? 'an' : 'a'
}

export function serializationFault(message = ''): AwsError {
  return unmodelledError('SerializationException', 400, message, {
    kind: 'validation',
    reason: message || 'The body is not JSON.',
  })
}
