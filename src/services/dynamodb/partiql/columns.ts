/** What a SELECT answers of each item. */
import type { AttributeValue } from '../../../generated/dynamodb.ts'
import { type Attributes, mapOf } from '../attribute-value.ts'
import { type BoundPath, valueAt } from '../expressions/path.ts'
import type { Step } from '../expressions/syntax.ts'
import { duplicateColumn } from './syntax-errors.ts'
import type { Select } from './syntax.ts'
import { pathOf } from './where.ts'

export interface Columns {
  /** `undefined`: all there is. */
  readonly paths?: readonly BoundPath[]
  of(item: Attributes): Attributes
}

/** @throws AwsError ValidationException */
export function columnsOf({ columns }: Select): Columns {
  if (columns === '*') return { of: (item) => item }
  const paths = columns.map(pathOf)
  const named = paths.map(({ steps }) => ({ steps, name: columnName(steps) }))
  const names = named.map(({ name }) => name)
  const twice = names.find((name, at) => names.indexOf(name) < at)
  if (twice !== undefined) throw duplicateColumn(twice)
  return {
    paths,
    of(item) {
      const row = mapOf<AttributeValue>()
      for (const { name, steps } of named) {
        const value = valueAt(item, steps)
        if (value) row[name] = value
      }
      return row
    },
  }
}

/** AWS: by the last step that has a name, and the indexes behind it: `m.k[0]` is `k[0]`. */
function columnName(steps: readonly Step[]): string {
  const last = steps.findLastIndex((step) => typeof step === 'string')
  const [name, ...indexes] = steps.slice(last)
  return String(name) + indexes.map((index) => `[${index}]`).join('')
}
