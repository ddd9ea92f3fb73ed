import { type SourceFile, parseSource } from './source.ts'

/** What a rule has to say about one place in the repository. */
export interface Finding {
  readonly path: string
  readonly line: number
  /** A sentence that says what is wrong and what to do instead. */
  readonly message: string
}

export interface Rule {
  readonly name: string
  check(repository: Repository): Finding[]
}

/** The repository as rules see it: in tests it is a handful of made-up files. */
export interface Repository {
  /** Every TypeScript file, those in src/generated left out. */
  readonly sources: readonly SourceFile[]
  /** Every text file that git has or would take, TypeScript included, by path. */
  readonly texts: ReadonlyMap<string, string>
}

export function repositoryOf(texts: ReadonlyMap<string, string>): Repository {
  const sources = [...texts]
    .filter(([path]) => path.endsWith('.ts') || path.endsWith('.tsx'))
    .map(([path, text]) => parseSource(path, text))
  return { sources, texts }
}

/** Code that only tests load: it may import anything. */
export function isTestCode(path: string): boolean {
  return /^(test|bench)\/|\.test\.tsx?$|[.-](contract|cases|fixtures?)\.ts$|\/testing\//.test(path)
}
