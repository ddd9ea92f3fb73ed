import { type Finding, type Rule } from '../rule.ts'
import { type SourceFile, walk } from '../source.ts'

/** What switches the type checker off says why, on its own line. */
export const reasons: Rule = {
  name: 'reasons',
  check: ({ sources }) => sources.flatMap((file) => [...findEscapes(file), ...findSilenced(file)]),
}

function findEscapes(file: SourceFile): Finding[] {
  const explained = linesWithReason(file)
  const found: Finding[] = []
  walk(file.program, (node) => {
    const what =
      node.type === 'TSAnyKeyword'
        ? '`any`'
        : node.type === 'TSNonNullExpression'
          ? '`!`'
          : undefined
    const line = file.lineAt(node.end - 1)
    if (!what || explained.has(line)) return
    found.push({
      path: file.path,
      line,
      message: `${what} needs a comment on its line that says why`,
    })
  })
  return found
}

function linesWithReason(file: SourceFile): Set<number> {
  return new Set(
    file.comments
      .filter(({ value }) => value.trim().split(/\s+/).length > 1)
      .map(({ start }) => file.lineAt(start)),
  )
}

/** `@ts-expect-error` is welcome with a reason after it; `@ts-ignore` never. */
function findSilenced({ path, comments, lineAt }: SourceFile): Finding[] {
  return comments.flatMap(({ value, start }): Finding[] => {
    const [, word, reason] = /^\s*@ts-(ignore|nocheck|expect-error)(.*)/.exec(value) ?? []
    if (!word || (word === 'expect-error' && reason?.trim())) return []
    return [
      { path, line: lineAt(start), message: `@ts-${word}: use @ts-expect-error with a reason` },
    ]
  })
}
