/** A REST operation's URI template, taken apart: `/{Bucket}/{Key+}?select&select-type=2`. */
import type { OperationModel } from '../model/model.ts'

export type Segment =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'label'; readonly name: string }
  | { readonly kind: 'greedy'; readonly name: string }

export interface RestUri {
  readonly method: string
  readonly segments: readonly Segment[]
  /** What stands after `?`: names, with the value that they must have, if any. */
  readonly constants: ReadonlyMap<string, string | undefined>
  /** The status of success. */
  readonly status: number
}

const uris = new WeakMap<OperationModel, RestUri>()

/** `undefined`: the operation has no HTTP binding. */
export function restUri(operation: OperationModel): RestUri | undefined {
  const known = uris.get(operation)
  if (known || !operation.json.http) return known
  const [method, uri, status = 200] = operation.json.http
  const [path = '', query = ''] = uri.split('?')
  const made = { method, segments: segmentsOf(path), constants: constantsOf(query), status }
  uris.set(operation, made)
  return made
}

/** A slash at the end means nothing: Lambda's model has it, its clients mostly not. */
function segmentsOf(path: string): Segment[] {
  const texts = path.split('/').slice(1)
  if (texts.at(-1) === '') texts.pop()
  return texts.map((text) => {
    if (!text.startsWith('{')) return { kind: 'literal', text }
    const greedy = text.endsWith('+}')
    return { kind: greedy ? 'greedy' : 'label', name: text.slice(1, greedy ? -2 : -1) }
  })
}

/** SDKs write `x-id=Operation` into some requests, for logs: no service needs it. */
function constantsOf(query: string): ReadonlyMap<string, string | undefined> {
  const pairs = query.split('&').filter((pair) => pair !== '' && !pair.startsWith('x-id='))
  return new Map(
    pairs.map((pair) => {
      const [name = '', value] = pair.split('=')
      return [name, value]
    }),
  )
}
