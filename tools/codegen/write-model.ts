import type { ModelJson } from '../../src/model/model-json.ts'

/** JSON with one operation and one shape a line, so that a change of AWS's reads well in a diff. */
export function writeModel(model: ModelJson): string {
  const lines = Object.entries(model).map(([name, value]) =>
    name === 'operations' || name === 'shapes'
      ? `${JSON.stringify(name)}:${entries(value as Readonly<Record<string, unknown>>)}`
      : `${JSON.stringify(name)}:${JSON.stringify(value)}`,
  )
  return `{\n${lines.join(',\n')}\n}\n`
}

function entries(values: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries(values).map(
    ([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`,
  )
  return `{\n${lines.join(',\n')}\n}`
}
