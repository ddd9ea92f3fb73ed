import { type Comment, type Node, type Program, parseSync, visitorKeys } from 'oxc-parser'
import { posix } from 'node:path'

/** A TypeScript file of the repository, parsed. Offsets are indices into `text`. */
export interface SourceFile {
  /** From the repository's root, with forward slashes: `src/kernel/clock.ts`. */
  readonly path: string
  readonly text: string
  readonly lineCount: number
  readonly program: Program
  readonly comments: readonly Comment[]
  readonly imports: readonly ModuleImport[]
  /** The line number, from 1, of an offset. */
  lineAt(offset: number): number
}

/** One mention of another module: import, re-export, `import()` or `import('…').Type`. */
export interface ModuleImport {
  readonly specifier: string
  /** The imported file's path from the root; undefined for packages and Node's own modules. */
  readonly target: string | undefined
  readonly line: number
}

export function parseSource(path: string, text: string): SourceFile {
  const { program, comments, errors } = parseSync(path, text)
  if (errors[0]) throw new Error(`${path} does not parse: ${errors[0].message}`)
  const lineStarts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    lineStarts.push(at + 1)
  }
  const lineAt = (offset: number) => countUpTo(lineStarts, offset)
  return {
    path,
    text,
    lineCount: text.endsWith('\n') ? lineStarts.length - 1 : lineStarts.length,
    program,
    comments,
    imports: findImports(path, program, lineAt),
    lineAt,
  }
}

/** Calls `visit` for every node, parents first. */
export function walk(node: Node, visit: (node: Node, parent: Node | undefined) => void): void {
  walkFrom(node, undefined, visit)
}

function walkFrom(
  node: Node,
  parent: Node | undefined,
  visit: (node: Node, parent: Node | undefined) => void,
): void {
  visit(node, parent)
  for (const child of childrenOf(node)) walkFrom(child, node, visit)
}

/** The nodes directly below `node`. */
export function childrenOf(node: Node): Node[] {
  const members = node as unknown as Record<string, unknown>
  return (visitorKeys[node.type] ?? []).flatMap((key) => [members[key]].flat().filter(isNode))
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value
}

function findImports(
  path: string,
  program: Program,
  lineAt: (offset: number) => number,
): ModuleImport[] {
  const found: ModuleImport[] = []
  walk(program, (node) => {
    if (!('source' in node) || !isNode(node.source) || node.source.type !== 'Literal') return
    const specifier = String(node.source.value)
    found.push({ specifier, target: resolve(path, specifier), line: lineAt(node.start) })
  })
  return found
}

function resolve(from: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined
  return posix.join(posix.dirname(from), specifier)
}

/** How many of the ascending numbers are no greater than `limit`. */
function countUpTo(ascending: readonly number[], limit: number): number {
  let low = 0
  let high = ascending.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ascending[middle] ?? Infinity) <= limit) low = middle + 1
    else high = middle
  }
  return low
}
