import type { Node } from 'oxc-parser'
import { type Finding, type Rule, isTestCode } from '../rule.ts'
import { type SourceFile, walk } from '../source.ts'

interface Ban {
  /** As written in code: `Date.now`, `setTimeout`. */
  readonly names: readonly string[]
  readonly instead: string
  /** Path prefixes where it is free. */
  readonly homes: readonly string[]
}

const timeHomes = ['src/kernel/clock.ts', 'src/engines/', 'src/cli/', 'src/labs/']

const bans: readonly Ban[] = [
  {
    names: ['Date.now', 'new Date()', 'Date()', 'performance.now', 'process.hrtime'],
    instead: "the call's now() or the clock",
    homes: timeHomes,
  },
  {
    names: ['setTimeout', 'setInterval', 'setImmediate'],
    instead: 'an instant in the data, or due work: at(dueMs, work)',
    homes: timeHomes,
  },
  {
    names: [
      'Math.random',
      'randomUUID',
      'randomBytes',
      'randomInt',
      'randomFill',
      'randomFillSync',
      'getRandomValues',
    ],
    instead: "the call's newId() or random, which tests repeat",
    homes: ['src/kernel/random.ts', 'src/cli/', 'src/labs/'],
  },
]

/** Time and chance are injected, so that clocks can be held and runs repeated. */
export const bannedCalls: Rule = {
  name: 'banned calls',
  check: ({ sources }) => sources.filter(({ path }) => isProduct(path)).flatMap(findBanned),
}

function isProduct(path: string): boolean {
  return path.startsWith('src/') && !isTestCode(path)
}

function findBanned(file: SourceFile): Finding[] {
  const applying = bans.filter(({ homes }) => !homes.some((home) => file.path.startsWith(home)))
  const found: Finding[] = []
  walk(file.program, (node, parent) => {
    const name = nameOf(node, parent)
    const ban = name && applying.find(({ names }) => names.includes(name))
    if (!ban) return
    found.push({
      path: file.path,
      line: file.lineAt(node.start),
      message: `${name} is banned here: use ${ban.instead}`,
    })
  })
  return found
}

/** How a ban would name what this node mentions. */
function nameOf(node: Node, parent: Node | undefined): string | undefined {
  if (node.type === 'NewExpression' || node.type === 'CallExpression') {
    const isDate = node.callee.type === 'Identifier' && node.callee.name === 'Date'
    if (!isDate || node.arguments.length > 0) return undefined
    return node.type === 'NewExpression' ? 'new Date()' : 'Date()'
  }
  if (node.type === 'MemberExpression') return nameOfMember(node)
  return node.type === 'Identifier' && isReference(node, parent) ? node.name : undefined
}

function nameOfMember(node: Node & { type: 'MemberExpression' }): string | undefined {
  if (node.computed || node.object.type !== 'Identifier') return undefined
  const { object, property } = node
  if (property.type !== 'Identifier') return undefined
  // `crypto.randomUUID` and `globalThis.setTimeout` are the bare functions by another path.
  if (['crypto', 'globalThis', 'timers'].includes(object.name)) return property.name
  return `${object.name}.${property.name}`
}

/** False for the `setTimeout` of `clock.setTimeout`, `{ setTimeout: … }` and `setTimeout(): void`. */
function isReference(node: Node, parent: Node | undefined): boolean {
  if (!parent) return false
  if (parent.type === 'ImportSpecifier') return parent.imported === node
  if (parent.type === 'MemberExpression') return parent.computed || parent.object === node
  if ('key' in parent && parent.key === node) return 'shorthand' in parent && parent.shorthand
  return true
}
