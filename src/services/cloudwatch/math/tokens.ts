/** A math expression cut into words. */
import { MathFault } from './fault.ts'

export type Token =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'name'; readonly value: string }
  | { readonly kind: 'sign'; readonly value: string }

const blank = /\s+/y
const numeral = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y
const name = /[A-Za-z_][A-Za-z0-9_]*/y
const sign = /==|!=|<=|>=|&&|\|\||[-+*/^<>()[\],]/y
/** AWS's own pages print curly quotes, which are taken for what they stand for. */
const text = /'(?:[^'\\]|\\[^])*'|"(?:[^"\\]|\\[^])*"|[“”][^“”]*[“”]/y

/** @throws MathFault */
export function tokensOf(expression: string): readonly Token[] {
  const tokens: Token[] = []
  for (let at = 0; at < expression.length;) {
    const blanks = match(blank, expression, at)
    if (blanks) {
      at += blanks.length
      continue
    }
    const [token, length] = tokenAt(expression, at)
    tokens.push(token)
    at += length
  }
  return tokens
}

function tokenAt(expression: string, at: number): [Token, number] {
  const number = match(numeral, expression, at)
  if (number) return [{ kind: 'number', value: Number(number) }, number.length]
  const word = match(name, expression, at)
  if (word) return [{ kind: 'name', value: word }, word.length]
  const quoted = match(text, expression, at)
  if (quoted) return [{ kind: 'text', value: unquoted(quoted) }, quoted.length]
  const found = match(sign, expression, at)
  if (found) return [{ kind: 'sign', value: found }, found.length]
  throw new MathFault(`unexpected character '${expression[at]}'`)
}

function match(pattern: RegExp, expression: string, at: number): string | undefined {
  pattern.lastIndex = at
  return pattern.exec(expression)?.[0]
}

/** Only the quotes themselves are escaped; what else has a backslash keeps it, for SEARCH. */
function unquoted(quoted: string): string {
  const quote = quoted[0] ?? ''
  return quoted.slice(1, -1).replaceAll(`\\${quote}`, quote)
}
