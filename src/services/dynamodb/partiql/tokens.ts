/** PartiQL's tokens. Comments run from `--` to the line's end, or from `/*` to its counterpart. */
import { malformed } from './syntax-errors.ts'
import { keywords } from './keywords.ts'
import type { Position } from './syntax.ts'

export interface Token {
  readonly kind: 'word' | 'keyword' | 'quoted' | 'string' | 'number' | 'symbol' | 'end'
  /** Of keywords in small letters, of what stands in quotes what it means, else as it is written. */
  readonly text: string
  readonly at: Position
}

const forms = new RegExp(
  [
    String.raw`(?<blank>\s+|--[^\n]*|/\*[^]*?\*/)`,
    String.raw`(?<word>[A-Za-z_$][\w$]*)`,
    String.raw`"(?<quoted>[^"]*(?:""[^"]*)*)"`,
    String.raw`'(?<string>[^']*(?:''[^']*)*)'`,
    String.raw`(?<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)`,
    String.raw`(?<symbol><<|>>|<=|>=|<>|!=|\|\||[-=<>()[\]{},.:;*+/%?])`,
  ].join('|'),
  'y',
)

/** @throws AwsError ValidationException */
export function tokensOf(statement: string): readonly Token[] {
  const tokens: Token[] = []
  const place = new Place()
  forms.lastIndex = 0
  while (forms.lastIndex < statement.length) {
    const match = forms.exec(statement)
    // Our judgement: AWS's words for it are not public.
    if (!match) throw malformed('Invalid character')
    const at = place.of(match[0])
    const token = tokenOf(match.groups ?? {}, at)
    if (token) tokens.push(token)
  }
  tokens.push({ kind: 'end', text: '', at: place.of('') })
  return tokens
}

function tokenOf(
  groups: Readonly<Record<string, string | undefined>>,
  at: Position,
): Token | undefined {
  const { word, quoted, string, number, symbol } = groups
  if (word !== undefined) {
    const small = word.toLowerCase()
    return keywords.has(small)
      ? { kind: 'keyword', text: small, at }
      : { kind: 'word', text: word, at }
  }
  if (quoted !== undefined) return { kind: 'quoted', text: quoted.replaceAll('""', '"'), at }
  if (string !== undefined) return { kind: 'string', text: string.replaceAll("''", "'"), at }
  if (number !== undefined) return { kind: 'number', text: number, at }
  if (symbol !== undefined) return { kind: 'symbol', text: symbol, at }
  return undefined
}

class Place {
  #line = 1
  #column = 1

  /** Where a text begins that follows all those before. */
  of(text: string): Position {
    const at = { line: this.#line, column: this.#column, length: text.length }
    const lastBreak = text.lastIndexOf('\n')
    if (lastBreak < 0) {
      this.#column += text.length
    } else {
      this.#line += text.split('\n').length - 1
      this.#column = text.length - lastBreak
    }
    return at
  }
}
