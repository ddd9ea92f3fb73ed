// Runs the tests and says how many passed: `npm test`, or `npm test -- FILE` with Vitest's options.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runCommand } from '../command.ts'
import { type VitestReport, outcomeOf } from './outcome.ts'

const folder = mkdtempSync(join(tmpdir(), 'kasane-test-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

const reportFile = join(folder, 'report.json')
const vitest = join('node_modules', 'vitest', 'vitest.mjs')
const options = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`]
const run = await runCommand('node', [vitest, 'run', ...options, ...process.argv.slice(2)], {
  echo: true,
})

const reasons = JSON.parse(readFileSync('test/skips.json', 'utf8')) as Record<string, string>
const { passed, failed, skipped, complaints } = outcomeOf(readReport(), reasons)
for (const complaint of complaints) console.error(complaint)
// Vitest also fails for what belongs to no test, such as an unhandled rejection.
const unattributed = !run.ok && failed === 0 ? 1 : 0
console.log(`${passed} passed, ${failed + unattributed} failed, ${skipped} skipped`)
process.exitCode = failed + unattributed === 0 ? 0 : 1

function readReport(): VitestReport {
  try {
    return JSON.parse(readFileSync(reportFile, 'utf8')) as VitestReport
  } catch {
    return { testResults: [] }
  }
}
