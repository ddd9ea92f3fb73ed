import { type Finding, type Rule } from '../rule.ts'

interface Ban {
  readonly pattern: RegExp
  readonly message: string
}

/** Written in pieces, so that this file does not object to itself. */
const bans: readonly Ban[] = [
  {
    pattern: new RegExp(`(?<![\\w.~-])/${'work'}/(main|shared|\\.)|\\.\\./${'shared'}/`),
    message: 'names a path of one machine: the repository stands alone',
  },
  {
    pattern: new RegExp(
      `registry\\.${'npmjs'}|registry\\.${'yarnpkg'}|${'pypi'}\\.org|${'python'}hosted`,
    ),
    message: 'names a package registry: use the package manager as it is configured',
  },
  {
    pattern: new RegExp(`"${'resolved'}": "http`),
    message:
      'a lock file records where packages came from: npm config omit-lockfile-registry-resolved',
  },
]

/** Models and vectors are AWS's text. */
const theirs = /^(models|test\/wire\/vectors)\//

/** The repository speaks of the product alone, and names no machine and no registry. */
export const repositoryLanguage: Rule = {
  name: 'repository language',
  check: ({ texts }) =>
    [...texts]
      .filter(([path]) => !theirs.test(path))
      .flatMap(([path, text]) =>
        bans
          .filter(({ pattern }) => pattern.test(text))
          .flatMap(({ pattern, message }) => findLines(path, text, pattern, message)),
      ),
}

function findLines(path: string, text: string, pattern: RegExp, message: string): Finding[] {
  return text
    .split('\n')
    .flatMap((line, index) => (pattern.test(line) ? [{ path, line: index + 1, message }] : []))
}
