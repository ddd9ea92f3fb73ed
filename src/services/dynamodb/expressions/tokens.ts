/** Cuts an expression into tokens. */
import { syntaxError } from './errors.ts'

export interface Token {
  readonly kind: 'name' | 'alias' | 'value' | 'number' | 'sign' | 'end'
  readonly text: string
  readonly at: number
}

const pattern =
  /\s*(?:(?<name>[A-Za-z_][A-Za-z0-9_]*)|(?<alias>#[A-Za-z0-9_]+)|(?<value>:[A-Za-z0-9_]+)|(?<number>[0-9]+)|(?<sign><>|<=|>=|[=<>(),.[\]+-]))/y

/** @throws AwsError ValidationException */
export function tokensOf(expression: string): readonly Token[] {
  const tokens: Token[] = []
  const end = expression.trimEnd().length
  let at = 0
  while (at < end) {
    pattern.lastIndex = at
    const match = pattern.exec(expression)
    if (!match?.groups) throw unknownCharacter(expression, at)
    const [kind, text] = Object.entries(match.groups).find(([, found]) => found !== undefined) ?? []
    at = pattern.lastIndex
    if (text === undefined) throw unknownCharacter(expression, at)
    tokens.push({ kind: kind as Token['kind'], text, at: at - text.length })
  }
  tokens.push({ kind: 'end', text: '<EOF>', at: end })
  return tokens
}

function unknownCharacter(expression: string, at: number) {
  const start = at + expression.slice(at).search(/\S/)
  const token = [...expression.slice(start)][0] ?? ''
  const near = expression.slice(Math.max(0, start - nearWidth), start + token.length + nearWidth)
  return syntaxError(token, near.trim())
}

/** How much is told around a character that no token begins with; AWS's own width isn't public. */
const nearWidth = 5
