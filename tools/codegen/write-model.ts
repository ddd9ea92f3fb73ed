import type { ModelJson } from '../../src/model/model-json.ts'

/** JSON with one operation and one shape a line, these last, so that a change of AWS's reads well in a diff. */
export function writeModel(model: ModelJson): string {
  const { operations, shapes, ...head } = model
  const lines = [
    ...Object.entries(head).map(
      ([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`,
    ),
    `"operations":${entries(operations)}`,
    `"shapes":${entries(shapes)}`,
  ]
  return `{\n${lines.join(',\n')}\n}\n`
}

function entries(values: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries(values).map(
    ([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`,
  )
  return `{\n${lines.join(',\n')}\n}`
}
