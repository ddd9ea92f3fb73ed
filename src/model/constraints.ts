/** What a shape asks of a value by itself: enum, pattern, length, range. */
import type { ScalarShape, Shape } from './model.ts'
import { compilePattern, patternTriedLengthMax } from './pattern.ts'
import { printNumber } from './printed-value.ts'

export interface Constraint {
  /** AWS's sentence, "Member must have length less than or equal to 5". */
  readonly text: string
  holds(value: unknown): boolean
}

/**
 * In the order in which AWS reports several faults of one value: the pattern before the length.
 *
 * AWS: seen in CloudWatch Logs (https://github.com/fluent-plugins-nursery/fluent-plugin-cloudwatch-logs/issues/223),
 * Cognito and DynamoDB.
 */
export function constraintsOf(shape: Shape): Constraint[] {
  if (shape.kind === 'structure') return []
  if (shape.kind === 'list') return lengths(shape.json, (value) => (value as unknown[]).length)
  if (shape.kind === 'map')
    return lengths(shape.json, (value) => Object.keys(value as object).length)
  switch (shape.type) {
    case 'string':
      return [...enums(shape), ...patterns(shape), ...stringLengths(shape)]
    case 'blob':
      return lengths(shape.json, (value) => (value as Uint8Array).length)
    case 'byte':
    case 'short':
    case 'integer':
    case 'long':
    case 'float':
    case 'double':
      return ranges(shape)
    default:
      return []
  }
}

/**
 * In the order in which AWS lists the constraints of a collection's elements: longest, shortest, pattern.
 *
 * AWS: https://github.com/aws-actions/amazon-ecr-login/issues/225 for the form.
 */
export function elementConstraintTexts(shape: Shape): string[] {
  const rank = (text: string) =>
    text.includes(' less than ') ? 0 : text.includes(' greater than ') ? 1 : 2
  return constraintsOf(shape)
    .map(({ text }) => text)
    .toSorted((a, b) => rank(a) - rank(b))
}

function enums(shape: ScalarShape): Constraint[] {
  const values = shape.json.enum
  if (!values) return []
  const allowed: ReadonlySet<unknown> = new Set(values)
  return [
    {
      text: `Member must satisfy enum value set: [${values.join(', ')}]`,
      holds: (value) => allowed.has(value),
    },
  ]
}

function patterns(shape: ScalarShape): Constraint[] {
  if (shape.json.pattern === undefined) return []
  const pattern = compilePattern(shape.json.pattern)
  return [
    {
      text: `Member must satisfy regular expression pattern: ${pattern.source}`,
      holds: (value) =>
        (value as string).length > patternTriedLengthMax || pattern.matches(value as string),
    },
  ]
}

interface Limits {
  readonly min?: number
  readonly max?: number
}

function lengths({ min, max }: Limits, lengthOf: (value: unknown) => number): Constraint[] {
  return [
    ...bound(max, (limit) => ({
      text: `Member must have length less than or equal to ${limit}`,
      holds: (value) => lengthOf(value) <= limit,
    })),
    ...bound(min, (limit) => ({
      text: `Member must have length greater than or equal to ${limit}`,
      holds: (value) => lengthOf(value) >= limit,
    })),
  ]
}

/** A string's length is its number of characters, of which UTF-16 has one or two units each. */
function stringLengths({ json: { min, max } }: ScalarShape): Constraint[] {
  return [
    ...bound(max, (limit) => ({
      text: `Member must have length less than or equal to ${limit}`,
      holds: (value) => {
        const units = (value as string).length
        return units <= limit || (units <= 2 * limit && characterCount(value as string) <= limit)
      },
    })),
    ...bound(min, (limit) => ({
      text: `Member must have length greater than or equal to ${limit}`,
      holds: (value) => {
        const units = (value as string).length
        if (limit <= 1 || units >= 2 * limit) return units >= limit
        return units >= limit && characterCount(value as string) >= limit
      },
    })),
  ]
}

function characterCount(text: string): number {
  let count = 0
  for (const _ of text) count++
  return count
}

function ranges({ type, json: { min, max } }: ScalarShape): Constraint[] {
  return [
    ...bound(max, (limit) => ({
      text: `Member must have value less than or equal to ${printNumber(limit, type)}`,
      holds: (value) => (value as number) <= limit,
    })),
    ...bound(min, (limit) => ({
      text: `Member must have value greater than or equal to ${printNumber(limit, type)}`,
      holds: (value) => (value as number) >= limit,
    })),
  ]
}

function bound(limit: number | undefined, make: (limit: number) => Constraint): Constraint[] {
  return limit === undefined ? [] : [make(limit)]
}
