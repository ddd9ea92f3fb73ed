/** Wildcards as regular expressions and variables as text: fine for short, generated strings. */
type Context = Readonly<Record<string, readonly string[]>>

/** A regular expression's source; what `\u0000` marks is literal. */
export function wildcardSource(pattern: string, character: string): string {
  return [...pattern]
    .map((each, at, all) => {
      if (each === mark) return ''
      if (all[at - 1] === mark) return literal(each)
      if (each === '*') return `${character}*`
      return each === '?' ? character : literal(each)
    })
    .join('')
}

/** Replaces variables, marking each of their characters as literal; `undefined`: one has no value. */
export function expand(
  pattern: string,
  context: Context,
): { readonly pattern: string } | undefined {
  let isMissing = false
  const expanded = pattern.replace(/\$\{([^}]*)\}/g, (_, body: string) => {
    if (['*', '?', '$'].includes(body)) return mark + body
    const [key = '', fallback] = body.split(', ')
    const values = context[key.toLowerCase()]
    const value = values?.length === 1 ? values[0] : fallback?.slice(1, -1)
    if (value === undefined) isMissing = true
    return [...(value ?? '')].map((each) => mark + each).join('')
  })
  return isMissing ? undefined : { pattern: expanded }
}

export function unmarked(text: string): string {
  return text.replaceAll(mark, '')
}

const mark = '\u0000'

function literal(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/]/, String.raw`\$&`)
}
