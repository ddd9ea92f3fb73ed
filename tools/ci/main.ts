// Runs every suite to its end, whatever the others do, and sums what they counted.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CommandResult, runCommand } from '../command.ts'
import { countsOf } from './counts.ts'

/** Node 20 is what CI runs on; this is the newest line that Kasane promises to run on. */
const laterNode = 'node@24'

const scratch = mkdtempSync(join(tmpdir(), 'kasane-ci-'))
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }))

const suites: readonly (readonly [name: string, run: () => Promise<CommandResult>])[] = [
  ['npm run check', () => runCommand('npm', ['run', '--silent', 'check'], { echo: true })],
  ['npm test', () => runCommand('npm', ['test', '--silent'], { echo: true })],
  [`unit tests on ${laterNode}`, () => testOnLaterNode('--project', 'unit')],
  [`npm start on ${laterNode}`, () => testOnLaterNode('test/journeys/fresh-clone.test.ts')],
]

let passed = 0
let failed = 0
const summary: string[] = []
for (const [name, run] of suites) {
  console.log(`\n=== ${name}`)
  const result = await run()
  const counts = countsOf(result)
  passed += counts.passed
  failed += counts.failed
  const minutes = (result.durationMs / 60_000).toFixed(1)
  summary.push(`${name}: ${counts.passed} passed, ${counts.failed} failed, ${minutes} min`)
}
console.log(`\n${summary.join('\n')}`)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

async function testOnLaterNode(...tests: readonly string[]): Promise<CommandResult> {
  const installed = await installLaterNode()
  if (!installed.ok) return installed
  const env = { PATH: `${join(scratch, 'node_modules', '.bin')}:${process.env['PATH']}` }
  const version = await runCommand('node', ['--version'], { env, echo: true })
  if (!version.output.startsWith('v24.')) return { ...version, ok: false }
  return runCommand('node', ['tools/run.mjs', 'tools/test/main.ts', ...tests], { env, echo: true })
}

/** From the registry that npm is configured for; the package brings node's own binary. */
function installLaterNode(): Promise<CommandResult> {
  writeFileSync(join(scratch, 'package.json'), '{"private":true}')
  const args = ['install', '--no-save', '--no-audit', '--no-fund', laterNode]
  return runCommand('npm', args, { cwd: scratch, echo: true })
}
