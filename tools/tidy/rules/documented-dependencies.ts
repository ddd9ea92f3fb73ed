import { type Finding, type Rule } from '../rule.ts'

const decision = 'docs/decisions/0002-dependencies.md'

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

/** Each package of others has a line that says what for, under which licence, why not another. */
export const documentedDependencies: Rule = {
  name: 'documented dependencies',
  check: ({ texts }) => {
    const documented = texts.get(decision) ?? ''
    return [...texts]
      .filter(
        ([path]) => /(^|\/)package\.json$/.test(path) && !/^(test\/fixtures|examples)\//.test(path),
      )
      .flatMap(([path, text]) =>
        packagesOf(JSON.parse(text) as Manifest)
          .filter((name) => !documented.includes(`\`${name}\``))
          .map((name): Finding => ({
            path,
            line: 1,
            message: `${name} has no line in ${decision}`,
          })),
      )
  },
}

function packagesOf(manifest: Manifest): string[] {
  const { dependencies, devDependencies, optionalDependencies } = manifest
  const all = Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies })
  return [...new Set(all.map(nameInDecision))]
}

/** The 39 AWS clients share one line. */
function nameInDecision(name: string): string {
  return name.replace(/^(@aws-sdk\/client-).*/, '$1*')
}
