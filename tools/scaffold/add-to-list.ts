/** Adds an operation to a service's list: its import and its name, each in alphabetical order. */
export function addToList(list: string, name: string, file: string): string {
  const importLine = `import { ${name} } from './operations/${file}.ts'`
  return withName(withImport(list, importLine), name)
}

function withImport(list: string, line: string): string {
  const imports = list.split('\n').filter((one) => one.startsWith('import '))
  const follower = imports.find((one) => fileOf(one) > fileOf(line))
  if (follower !== undefined) return list.replace(follower, `${line}\n${follower}`)
  const last = imports.at(-1)
  if (last === undefined) throw new Error('the service imports nothing yet')
  return list.replace(last, `${last}\n${line}`)
}

function withName(list: string, name: string): string {
  const operations = /( {2}operations: \[\n)((?: {4}\w+,\n)*)/
  if (!operations.test(list)) throw new Error('the service lists no `operations: [`, one a line')
  return list.replace(operations, (_, head: string, names: string) => {
    const known = names.match(/\w+/g) ?? []
    const all = [...new Set([...known, name])].sort()
    return head + all.map((one) => `    ${one},\n`).join('')
  })
}

function fileOf(importLine: string): string {
  return /from '(.*)'/.exec(importLine)?.[1] ?? ''
}
