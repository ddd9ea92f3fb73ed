/** Statements by what they can be about, so that a decision looks at few of them. */
import { textOf } from './glob.ts'
import { matchesAction, type Statement } from './statement.ts'

/** Those whose actions match an action. */
export interface Candidates {
  /** Statements that name whole ARNs only, by ARN. */
  readonly byResource: ReadonlyMap<string, readonly Statement[]>
  /** Whose resources have wildcards or variables, or are all but some. */
  readonly others: readonly Statement[]
}

/** Remembered for each index: how many actions and statements under them. */
const rememberedMax = 2_000

export class StatementIndex {
  /** By whole action: these match it. */
  readonly #exact = new Map<string, Statement[]>()
  /** By the action's service: their patterns may match. A statement stands once in each list. */
  readonly #byService = new Map<string, Statement[]>()
  /** All services. */
  readonly #general: Statement[] = []
  /** By action: calls come again and again with the same few. */
  readonly #remembered = new Map<string, Candidates>()
  #rememberedCount = 0

  constructor(statements: readonly Statement[]) {
    for (const statement of statements) this.#add(statement)
  }

  /** `action` in lower case. */
  about(action: string): Candidates {
    let known = this.#remembered.get(action)
    if (!known) this.#remember(action, (known = candidatesOf(this.#matching(action))))
    return known
  }

  /** Whether any statement is about something of a service. */
  isAboutService(service: string): boolean {
    if (this.#general.length > 0 || this.#byService.has(service)) return true
    return [...this.#exact.keys()].some((action) => serviceOf(action) === service)
  }

  #add(statement: Statement): void {
    const services = patternServices(statement)
    if (!services) {
      this.#general.push(statement)
      return
    }
    for (const service of services) append(this.#byService, service, statement)
    for (const action of statement.actions.exact) {
      if (!services.has(serviceOf(action))) append(this.#exact, action, statement)
    }
  }

  #matching(action: string): Statement[] {
    const possible = [...(this.#byService.get(serviceOf(action)) ?? []), ...this.#general]
    return [
      ...(this.#exact.get(action) ?? []),
      ...possible.filter(({ actions }) => matchesAction(actions, action)),
    ]
  }

  #remember(action: string, candidates: Candidates): void {
    const count = 1 + candidates.byResource.size + candidates.others.length
    if (this.#rememberedCount + count > rememberedMax) {
      this.#remembered.clear()
      this.#rememberedCount = 0
    }
    this.#rememberedCount += count
    this.#remembered.set(action, candidates)
  }
}

export function serviceOf(action: string): string {
  return action.slice(0, Math.max(action.indexOf(':'), 0))
}

/** The services in which a statement has patterns; `undefined`: it may be about any service. */
function patternServices({ actions }: Statement): Set<string> | undefined {
  if (actions.isNot) return undefined
  const services = new Set<string>()
  for (const { units } of actions.patterns) {
    const colon = units.indexOf(58)
    const prefix = units.slice(0, Math.max(colon, 0))
    if (colon < 0 || prefix.some((unit) => unit < 0)) return undefined
    services.add(textOf(prefix))
  }
  return services
}

function candidatesOf(statements: readonly Statement[]): Candidates {
  const byResource = new Map<string, Statement[]>()
  const others: Statement[] = []
  for (const statement of statements) {
    const arns = wholeArns(statement)
    if (!arns) others.push(statement)
    for (const arn of arns ?? []) append(byResource, arn, statement)
  }
  if (others.length === 0 && byResource.size === 0) return none
  return { byResource: byResource.size === 0 ? none.byResource : byResource, others }
}

/** Shared: most policies are about few of the actions that are asked for. */
const none: Candidates = { byResource: new Map(), others: [] }

/** `undefined`: it is about more than these. */
function wholeArns({ resources }: Statement): ReadonlySet<string> | undefined {
  if (!resources || resources.isNot || resources.isAll) return undefined
  const arns = new Set<string>()
  for (const { literal } of resources.patterns) {
    if (literal === undefined) return undefined
    arns.add(literal)
  }
  return arns
}

function append(map: Map<string, Statement[]>, key: string, statement: Statement): void {
  const list = map.get(key)
  if (list) list.push(statement)
  else map.set(key, [statement])
}
