/**
 * A thousand tests of twenty calls, each with a fresh cloud of its own: in-process with the AWS SDK
 * v3 here, moto's in-process mocks with boto3 there, a hundred in turn. Needs Python 3 with venv,
 * into which moto is installed once: `npm run bench isolated-tests`.
 */
import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { keepFigures } from './support/figures.ts'
import { median, rounded } from './support/statistics.ts'

const rounds = Number(process.argv[2] ?? 10)
const testsPerRound = 100
const venv = '.venv/moto'

installMoto()
const kasane = worker(process.execPath, ['bench/support/isolated-kasane.mjs'])
const moto = worker(`${venv}/bin/python`, ['bench/support/isolated_moto.py'])
const kasaneMs: number[] = []
const motoMs: number[] = []
await kasane.run(20)
await moto.run(20)
for (let round = 0; round < rounds; round++) {
  kasaneMs.push((await kasane.run(testsPerRound)) / testsPerRound)
  motoMs.push((await moto.run(testsPerRound)) / testsPerRound)
}
kasane.end()
moto.end()

const ratios = motoMs.map((ms, round) => ms / (kasaneMs[round] ?? Number.NaN))
keepFigures('isolated-tests', {
  what: `${rounds * testsPerRound} tests of 20 SQS calls, a fresh cloud each: milliseconds a test`,
  kasane: { median: rounded(median(kasaneMs)), rounds: kasaneMs.map((ms) => rounded(ms)) },
  moto: {
    version: moto.version,
    median: rounded(median(motoMs)),
    rounds: motoMs.map((ms) => rounded(ms)),
  },
  ratio: rounded(median(ratios)),
})

function installMoto(): void {
  if (existsSync(`${venv}/bin/python`)) return
  const steps: [string, string[]][] = [
    ['python3', ['-m', 'venv', venv]],
    [`${venv}/bin/pip`, ['install', '--quiet', 'moto[sqs]', 'boto3']],
  ]
  for (const [program, args] of steps) {
    const { status } = spawnSync(program, args, { stdio: ['ignore', 'inherit', 'inherit'] })
    if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed`)
  }
}

/** A process that runs as many tests as it is told, and says how long they took. */
function worker(program: string, args: string[]) {
  const child: ChildProcessByStdio<Writable, Readable, null> = spawn(program, args, {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const python = program.endsWith('python')
  const show = 'import moto; print(moto.__version__)'
  return {
    version: python ? spawnSync(program, ['-c', show], { encoding: 'utf8' }).stdout.trim() : '',
    async run(tests: number): Promise<number> {
      child.stdin.write(`${tests}\n`)
      const { value, done } = await lines.next()
      if (done) throw new Error(`${program} ended early`)
      return Number(value)
    },
    end: () => child.stdin.end(),
  }
}
