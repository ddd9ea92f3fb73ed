/** What a policy says once it is mended: commands set it whole, so what is there stays in it. */
import type { StatementFacts } from '../../policy/access-cause.ts'
import type { LeastStatement } from '../../policy/least-policy.ts'

interface Document {
  readonly Statement?: unknown
}

/** With more statements, and without those that deny: taking them away is another step of the same cure. */
export function withStatements(
  text: string | undefined,
  added: readonly LeastStatement[],
  deniedBy: readonly StatementFacts[],
): string {
  if (text === undefined) return JSON.stringify({ Version: '2012-10-17', Statement: added })
  const document = JSON.parse(text) as Document
  return JSON.stringify({
    ...document,
    Statement: [...othersIn(document, deniedBy), ...added],
  })
}

/** Without any that denies; `undefined`: nothing is left. */
export function withoutStatements(
  text: string | undefined,
  deniedBy: readonly StatementFacts[],
): string | undefined {
  if (text === undefined) return undefined
  const document = JSON.parse(text) as Document
  const Statement = othersIn(document, deniedBy)
  return Statement.length === 0 ? undefined : JSON.stringify({ ...document, Statement })
}

/** By what they say: a policy may have changed since, and its statements may have moved. */
function othersIn({ Statement = [] }: Document, deniedBy: readonly StatementFacts[]): unknown[] {
  const denials = new Set(deniedBy.map(({ text }) => JSON.stringify(JSON.parse(text))))
  return [Statement].flat().filter((one) => !denials.has(JSON.stringify(one)))
}
