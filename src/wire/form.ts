/** `a.b.1=x&…` as the tree that its dots describe. */
import { AwsError } from '../kernel/errors.ts'
import { blanksForPluses } from './percent.ts'
import { asBuffer } from './utf8.ts'
import { malformedInput } from './query-faults.ts'

/** One name of a dotted key: its own value, what stands below it, or both. */
export class FormNode {
  value: string | undefined
  readonly children = new Map<string, FormNode>()
}

/** No shape nests so deeply of its own; longer keys would only build trees. */
const depthMax = 128

/** Metrics of the longest body that CloudWatch takes have half as many. */
const parametersMax = 40_000

/** Five for each parameter: keys of a hundred parts, none twice, would fill a gigabyte. */
const nodesMax = 200_000

/** @throws AwsError MalformedInput for a form that has more parameters than any of AWS's calls. */
export function requireFewParameters(form: Uint8Array): void {
  if (form.length <= parametersMax) return
  const bytes = asBuffer(form)
  let count = 1
  for (let at = bytes.indexOf('&'); at >= 0; at = bytes.indexOf('&', at + 1)) {
    if (++count > parametersMax) {
      throw malformedInput(`The request has more than ${parametersMax} parameters`)
    }
  }
}

/**
 * @param texts The body and the query string; a name given twice keeps its first value.
 * @throws AwsError MalformedInput, MalformedQueryString.
 */
export function readForm(...texts: readonly string[]): FormNode {
  const tree = new FormTree()
  for (const text of texts) {
    for (const pair of text.split('&')) {
      if (pair === '') continue
      const at = pair.indexOf('=')
      const key = at < 0 ? pair : pair.slice(0, at)
      tree.nodeAt(decode(key)).value ??= at < 0 ? '' : decode(pair.slice(at + 1))
    }
  }
  return tree.root
}

class FormTree {
  readonly root = new FormNode()
  #nodes = 0

  nodeAt(key: string): FormNode {
    const names = key.split('.', depthMax + 1)
    if (names.length > depthMax) {
      throw malformedInput(`A key nests more than ${depthMax} levels deep`)
    }
    let node = this.root
    for (const name of names) node = node.children.get(name) ?? this.#added(name, node)
    return node
  }

  #added(name: string, parent: FormNode): FormNode {
    if (++this.#nodes > nodesMax) {
      throw malformedInput(`The keys of the request have more than ${nodesMax} different parts`)
    }
    const node = new FormNode()
    parent.children.set(name, node)
    return node
  }
}

function decode(text: string): string {
  if (!/[%+]/.test(text)) return text
  try {
    return decodeURIComponent(blanksForPluses(text))
  } catch {
    throw new AwsError({
      code: 'MalformedQueryString',
      status: 400,
      message: 'The query string contains a syntax error.',
      why: { kind: 'validation', reason: `"${text.slice(0, 64)}" is not percent-encoded UTF-8` },
    })
  }
}
