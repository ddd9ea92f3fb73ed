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

/** @param texts The body and the query string; a name given twice keeps its first value. */
export function readForm(...texts: readonly string[]): FormNode {
  const root = new FormNode()
  for (const text of texts) {
    for (const pair of text.split('&')) {
      if (pair === '') continue
      const at = pair.indexOf('=')
      const key = at < 0 ? pair : pair.slice(0, at)
      nodeAt(root, decode(key)).value ??= at < 0 ? '' : decode(pair.slice(at + 1))
    }
  }
  return root
}

/** The form's value of a name without dots, such as `Action`. */
export function formValue(form: FormNode, name: string): string | undefined {
  return form.children.get(name)?.value
}

function nodeAt(root: FormNode, key: string): FormNode {
  let node = root
  const names = key.split('.', depthMax + 1)
  if (names.length > depthMax) throw malformedInput(`A key nests more than ${depthMax} levels deep`)
  for (const name of names) {
    let child = node.children.get(name)
    if (!child) node.children.set(name, (child = new FormNode()))
    node = child
  }
  return node
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
