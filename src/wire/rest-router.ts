/**
 * Finds the operation that a REST request means, by its method, path, query string and headers.
 *
 * Several operations may share method and path: S3's `PUT /{Bucket}/{Key+}` is five of them, told
 * apart by constants in the query string, by required parameters and by required headers.
 */
import type { OperationModel, ServiceModel } from '../model/model.ts'
import type { Headers } from './message.ts'
import { findQuery } from './percent.ts'
import type { Labels } from './protocol.ts'
import { restUri, type RestUri, type Segment } from './rest-uri.ts'

export interface RestMatch {
  readonly operation: OperationModel
  /** Percent-encoded, as they came. */
  readonly labels: Labels
}

export interface RoutedRequest {
  readonly method: string
  /** As sent; for S3's virtual-hosted style with the bucket put before it. */
  readonly path: string
  readonly query: string
  readonly headers: Headers
}

const routers = new WeakMap<ServiceModel, RestRouter>()

/** Compiled once for each model. */
export function restRouter(model: ServiceModel): RestRouter {
  let router = routers.get(model)
  if (!router) routers.set(model, (router = new RestRouter(model)))
  return router
}

class RestRouter {
  readonly #roots = new Map<string, Node>()

  constructor(model: ServiceModel) {
    for (const name of model.operationNames) {
      const operation = model.findOperation(name)
      const uri = operation && restUri(operation)
      if (uri) this.#add(operation, uri)
    }
    for (const root of this.#roots.values()) settle(root)
  }

  /** `undefined`: the service has no such route. */
  find(request: RoutedRequest): RestMatch | undefined {
    const root = this.#roots.get(request.method)
    return root && walk(root, 0, new Candidate(request))
  }

  /** Whether the path is one of the service's under some method: 405 rather than 404. */
  knowsPath(request: RoutedRequest): boolean {
    return [...this.#roots.keys()].some((method) => this.find({ ...request, method }))
  }

  #add(operation: OperationModel, uri: RestUri): void {
    let node = this.#roots.get(uri.method)
    if (!node) this.#roots.set(uri.method, (node = new Node()))
    for (const segment of uri.segments) node = node.child(segment)
    node.routes.push(new Route(operation, uri))
  }
}

/** One place in the paths: what may follow, and the operations whose path ends here. */
class Node {
  readonly literals = new Map<string, Node>()
  label: Node | undefined
  greedy: Node | undefined
  routes: Route[] = []

  child(segment: Segment): Node {
    if (segment.kind === 'label') return (this.label ??= new Node())
    if (segment.kind === 'greedy') return (this.greedy ??= new Node())
    let node = this.literals.get(segment.text)
    if (!node) this.literals.set(segment.text, (node = new Node()))
    return node
  }
}

class Route {
  readonly operation: OperationModel
  readonly constants: readonly (readonly [name: string, value: string | undefined])[]
  readonly labels: readonly string[]
  /** What tells the operation from others of the same path and constants; set by `settle`. */
  parameters: readonly string[] = []
  headers: readonly string[] = []

  constructor(operation: OperationModel, { segments, constants }: RestUri) {
    this.operation = operation
    this.constants = [...constants]
    this.labels = segments.flatMap((segment) => ('name' in segment ? [segment.name] : []))
  }

  get weight(): number {
    return this.constants.length * 100 + this.parameters.length * 10 + this.headers.length
  }

  /** Routes with the same key can be told apart by their required members alone. */
  get key(): string {
    return this.constants
      .map(([name, value]) => `${name}=${value}`)
      .sort()
      .join('&')
  }

  accepts(candidate: Candidate): boolean {
    return (
      this.constants.every(([name, value]) => candidate.has(name, value)) &&
      this.parameters.every((name) => candidate.has(name, undefined)) &&
      this.headers.every((name) => candidate.hasHeader(name))
    )
  }
}

/** The request while it is being matched; its query string is read when first asked for. */
class Candidate {
  readonly #request: RoutedRequest
  readonly values: string[] = []
  /** Where each segment begins in the path, so that a greedy label takes the rest as it stands. */
  readonly segments: readonly string[]
  readonly #starts: number[] = []
  #query: ReadonlyMap<string, readonly string[]> | undefined

  constructor(request: RoutedRequest) {
    this.#request = request
    const { path } = request
    const texts = path.split('/').slice(1)
    let start = 1
    for (const text of texts) {
      this.#starts.push(start)
      start += text.length + 1
    }
    this.segments = texts
  }

  get id(): string | undefined {
    return this.#parameters().get('x-id')?.[0]
  }

  /** The path is at its end, but for one slash. */
  isEnd(depth: number): boolean {
    const left = this.segments.length - depth
    return left === 0 || (left === 1 && this.segments[depth] === '')
  }

  rest(depth: number): string {
    return this.#request.path.slice(this.#starts[depth] ?? this.#request.path.length)
  }

  has(name: string, value: string | undefined): boolean {
    const values = this.#parameters().get(name)
    return values !== undefined && (value === undefined || values.includes(value))
  }

  hasHeader(name: string): boolean {
    return this.#request.headers[name] !== undefined
  }

  #parameters(): ReadonlyMap<string, readonly string[]> {
    return (this.#query ??= findQuery(this.#request.query) ?? new Map())
  }
}

function settle(node: Node): void {
  for (const route of node.routes) {
    const rivals = node.routes.filter((other) => other !== route && other.key === route.key)
    if (rivals.length > 0) discern(route)
  }
  node.routes.sort((a, b) => b.weight - a.weight)
  for (const child of node.literals.values()) settle(child)
  if (node.label) settle(node.label)
  if (node.greedy) settle(node.greedy)
}

function discern(route: Route): void {
  const required = [...(route.operation.input?.members.values() ?? [])].filter(
    (member) => member.required,
  )
  const at = (location: string) =>
    required.filter(({ traits }) => traits.location === location).map(({ wireName }) => wireName)
  route.parameters = at('querystring')
  route.headers = at('header').map((name) => name.toLowerCase())
}

/** Literals before labels before the greedy label; back again where a way leads nowhere. */
function walk(node: Node, depth: number, candidate: Candidate): RestMatch | undefined {
  if (candidate.isEnd(depth)) {
    const found = pick(node.routes, candidate)
    if (found) return found
  }
  const text = candidate.segments[depth]
  if (text === undefined) return undefined
  const literal = node.literals.get(text)
  const found = literal && walk(literal, depth + 1, candidate)
  if (found) return found
  return walkLabel(node, depth, text, candidate) ?? walkGreedy(node, depth, candidate)
}

function walkLabel(
  { label }: Node,
  depth: number,
  text: string,
  candidate: Candidate,
): RestMatch | undefined {
  if (!label || text === '') return undefined
  candidate.values.push(text)
  const found = walk(label, depth + 1, candidate)
  if (!found) candidate.values.pop()
  return found
}

/** Takes all that is left, or all but the literals that follow it in the template. */
function walkGreedy({ greedy }: Node, depth: number, candidate: Candidate): RestMatch | undefined {
  if (!greedy) return undefined
  const rest = candidate.rest(depth)
  if (rest === '') return undefined
  const tails = [...greedy.literals].filter(([text]) => rest.endsWith(`/${text}`))
  for (const [text, node] of tails) {
    candidate.values.push(rest.slice(0, -text.length - 1))
    const found = pick(node.routes, candidate)
    if (found) return found
    candidate.values.pop()
  }
  candidate.values.push(rest)
  const found = pick(greedy.routes, candidate)
  if (!found) candidate.values.pop()
  return found
}

function pick(routes: readonly Route[], candidate: Candidate): RestMatch | undefined {
  const best = routes.find((route) => route.accepts(candidate))
  if (!best) return undefined
  const equals = routes.filter((route) => route.weight === best.weight && route.accepts(candidate))
  // S3's ListBuckets and ListDirectoryBuckets are alike but for their hosts and this.
  const { operation, labels } =
    equals.length > 1
      ? (equals.find((route) => route.operation.name === candidate.id) ?? best)
      : best
  const values: Record<string, string> = {}
  labels.forEach((name, index) => {
    values[name] = candidate.values[index] ?? ''
  })
  return { operation, labels: values }
}
