import type { Node } from 'oxc-parser'
import { type Finding, type Rule, isTestCode } from '../rule.ts'
import { type SourceFile, childrenOf, walk } from '../source.ts'

const fileLinesMax = 500
const functionLinesMax = 70
const functionLinesMedianMax = 11
const serviceListLinesMax = 80
/** A file of which this share is literals is a table, of any size. */
const tableShare = 0.9

export const sizes: Rule = {
  name: 'sizes',
  check: ({ sources }) => [
    ...sources.flatMap((file) => [
      ...checkFile(file),
      ...checkServiceList(file),
      ...checkFunctions(file),
    ]),
    ...checkMedians(sources),
  ],
}

function checkFile(file: SourceFile): Finding[] {
  if (file.lineCount <= fileLinesMax || isTable(file)) return []
  return [finding(file, 1, `${file.lineCount} lines: split what changes for different reasons`)]
}

function checkServiceList(file: SourceFile): Finding[] {
  const isList = /^src\/services\/.+\/service\.ts$/.test(file.path)
  const lines = isList ? linesBesideNames(file) : 0
  if (lines <= serviceListLinesMax || isTable(file)) return []
  return [finding(file, 1, `${lines} lines: service.ts is a list without logic (max 80)`)]
}

/** Imports and listed names don't count: a service has as many operations as AWS gives it. */
function linesBesideNames({ program, text, lineAt }: SourceFile): number {
  const counted = text
    .trimEnd()
    .split('\n')
    .map((line) => !/^\s+\w+,$/.test(line))
  for (const { type, start, end } of program.body) {
    if (type === 'ImportDeclaration') counted.fill(false, lineAt(start) - 1, lineAt(end - 1))
  }
  return counted.filter(Boolean).length
}

/** Tests group cases in functions of any length. */
function checkFunctions(file: SourceFile): Finding[] {
  if (isTestCode(file.path)) return []
  return functionsOf(file).flatMap(({ line, lines, body }) =>
    lines <= functionLinesMax || isLiteral(body)
      ? []
      : [finding(file, line, `a function of ${lines} lines: give its parts names (max 70)`)],
  )
}

/** By folder of the product: a few long functions are no fault where most are short. */
function checkMedians(sources: readonly SourceFile[]): Finding[] {
  const lengths = new Map<string, number[]>()
  for (const file of sources) {
    const folder = /^src\/[^/]+(?=\/)/.exec(file.path)?.[0]
    if (folder === undefined || isTestCode(file.path)) continue
    const known = lengths.get(folder) ?? []
    lengths.set(folder, known)
    for (const { lines } of functionsOf(file)) known.push(lines)
  }
  return [...lengths].flatMap(([path, lines]) => {
    const median = medianOf(lines)
    if (median <= functionLinesMedianMax) return []
    const message = `half of its functions have ${median} lines or more: give their parts names (max ${functionLinesMedianMax})`
    return [{ path, line: 1, message }]
  })
}

function medianOf(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0
}

interface FunctionSize {
  readonly line: number
  readonly lines: number
  readonly body: Node | null
}

function functionsOf({ program, lineAt }: SourceFile): FunctionSize[] {
  const found: FunctionSize[] = []
  walk(program, (node) => {
    if (!isFunction(node)) return
    const line = lineAt(node.start)
    found.push({ line, lines: lineAt(node.end - 1) - line + 1, body: node.body })
  })
  return found
}

function finding({ path }: SourceFile, line: number, message: string): Finding {
  return { path, line, message }
}

type FunctionNode = Node & { readonly body: Node | null }

function isFunction(node: Node): node is FunctionNode {
  return /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type)
}

function isTable({ program, text }: SourceFile): boolean {
  let literal = 0
  const measure = (node: Node): void => {
    if (isCompound(node) && isLiteral(node)) literal += node.end - node.start
    else childrenOf(node).forEach(measure)
  }
  measure(program)
  return literal >= tableShare * text.length
}

function isCompound(node: Node): boolean {
  return node.type === 'ObjectExpression' || node.type === 'ArrayExpression'
}

/** Made of constants alone: nothing in it is computed, called or defined. */
function isLiteral(node: Node | null): boolean {
  if (!node) return false
  let literal = true
  walk(node, ({ type }) => {
    literal &&=
      /^(Literal|ObjectExpression|ArrayExpression|Property|Identifier|UnaryExpression|TemplateLiteral|TemplateElement)$/.test(
        type,
      )
  })
  return literal
}
