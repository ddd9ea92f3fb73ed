// Runs the tests and says how many passed: `npm test`, or `npm test -- FILE` with Vitest's options.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type VitestReport, outcomeOf } from './outcome.ts'

const folder = mkdtempSync(join(tmpdir(), 'kasane-test-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

const reportFile = join(folder, 'report.json')
// Where nobody watches, only what failed is of interest.
const reporter = process.stdout.isTTY ? 'default' : 'minimal'
const { status } = spawnSync(
  'node',
  [
    join('node_modules', 'vitest', 'vitest.mjs'),
    'run',
    `--reporter=${reporter}`,
    '--reporter=json',
    `--outputFile.json=${reportFile}`,
    ...process.argv.slice(2),
  ],
  { stdio: 'inherit' },
)

const reasons = JSON.parse(readFileSync('test/skips.json', 'utf8')) as Record<string, string>
const { passed, failed, skipped, complaints } = outcomeOf(readReport(), reasons)
for (const complaint of complaints) console.error(complaint)
// Vitest also fails for what belongs to no test, such as an unhandled rejection.
const unattributed = status !== 0 && failed === 0 ? 1 : 0
console.log(`${passed} passed, ${failed + unattributed} failed, ${skipped} skipped`)
process.exitCode = failed + unattributed === 0 ? 0 : 1

function readReport(): VitestReport {
  try {
    return JSON.parse(readFileSync(reportFile, 'utf8')) as VitestReport
  } catch {
    return { testResults: [] }
  }
}
