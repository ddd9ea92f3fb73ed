// The one command before a commit: format, lint, types, tidy, models, fast tests. Under two minutes.
//
//   npm run check            everything
//   npm run check -- lint    one step or some
import { runCommand } from '../command.ts'

interface Step {
  readonly name: string
  readonly command: readonly [string, ...string[]]
  /** What to type to mend or to look closer. */
  readonly hint: string
}

/** These need each other's results as little as each other's processor. */
const quick: readonly Step[] = [
  { name: 'format', command: ['oxfmt', '--list-different'], hint: 'npm run format' },
  {
    name: 'lint',
    command: ['oxlint', '--deny-warnings', '--format', 'unix'],
    hint: 'npx oxlint --fix',
  },
  { name: 'types', command: ['tsc', '--noEmit'], hint: 'npx tsc --noEmit' },
  {
    name: 'tidy',
    command: ['node', 'tools/run.mjs', 'tools/tidy/main.ts'],
    hint: 'node tools/run.mjs tools/tidy/main.ts',
  },
  {
    name: 'coverage',
    command: ['node', 'tools/run.mjs', 'tools/coverage/main.ts', '--check'],
    hint: 'npm run coverage',
  },
  ...modelStep(),
]

const slow: readonly Step[] = [
  {
    name: 'tests',
    command: ['node', 'tools/run.mjs', 'tools/test/main.ts', '--project', 'unit'],
    hint: 'npx vitest run --project unit FILE',
  },
]

const path = ['node_modules/.bin', process.env['PATH']].join(':')
const wanted = process.argv.slice(2)
const isWanted = ({ name }: Step) => wanted.length === 0 || wanted.includes(name)

const quickResults = await Promise.all(quick.filter(isWanted).map(runStep))
const slowResults: boolean[] = []
for (const step of slow.filter(isWanted)) slowResults.push(await runStep(step))

const results = [...quickResults, ...slowResults]
const failed = results.filter((ok) => !ok).length
console.log(`${results.length - failed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

async function runStep({ name, command: [program, ...args], hint }: Step): Promise<boolean> {
  const { ok, output, durationMs } = await runCommand(program, args, {
    env: { PATH: path, NO_COLOR: '1' },
  })
  const seconds = `${(durationMs / 1000).toFixed(1)} s`
  if (ok) console.log(`ok    ${name.padEnd(10)}${seconds}`)
  else console.log(`FAIL  ${name.padEnd(10)}${seconds}  (${hint})\n${indent(output)}`)
  return ok
}

function indent(text: string): string {
  return text.trimEnd().replaceAll(/^/gm, '      ')
}

/** Where botocore is installed, the committed models must be what it and the corrections make. */
function modelStep(): Step[] {
  if (!process.env['KASANE_BOTOCORE'] && !process.env['CI']) {
    console.log('skip  models  (set KASANE_BOTOCORE to the folder that botocore was installed to)')
    return []
  }
  const command = ['node', 'tools/run.mjs', 'tools/codegen/check.ts'] as const
  return [{ name: 'models', command, hint: 'npm run codegen' }]
}
