import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { repositoryOf } from './rule.ts'
import { tidy } from './tidy.ts'

/** Larger files are data. */
const textSizeBytesMax = 2_000_000
const binary = /\.(png|jpe?g|ico|woff2?|zip|gz|tgz|cbor|bin)$/

const findings = tidy(repositoryOf(readTexts(process.cwd())))
for (const finding of findings) console.log(finding)
console.log(findings.length === 0 ? 'tidy' : `${findings.length} untidy`)
process.exitCode = findings.length === 0 ? 0 : 1

/** Every text file that git tracks or would track under `root`, by path. */
function readTexts(root: string): Map<string, string> {
  const listed = spawnSync('git', ['ls-files', '-z', '-co', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  if (listed.status !== 0) throw new Error(`tidy asks git which files there are: ${listed.stderr}`)
  const paths = listed.stdout.split('\0').filter((path) => path && !binary.test(path))
  return new Map(
    paths
      .filter((path) => existsSync(path) && statSync(path).size <= textSizeBytesMax)
      .map((path) => [path, readFileSync(path, 'utf8')]),
  )
}
