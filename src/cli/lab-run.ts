/** `kasane lab run`: labs side by side, each on a cloud of its own or all on one that is there. */
import { mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createColors } from 'picocolors'
import type { Chart } from '../labs/chart.ts'
import type { Lab, Language } from '../labs/lab.ts'
import type { LabPlace, LabResult, Progress } from '../labs/run-lab.ts'
import { chartSvg } from './chart-svg.ts'
import { findCloud } from './cloud.ts'
import { addressOf, endpointGiven, type Run, textOf } from './command.ts'
import { Failure, UsageError } from './failure.ts'
import { type OwnCloud, startOwnCloud } from './lab-cloud.ts'
import { printEnd, printStory, progressOn, quietly } from './lab-text.ts'

/** Answers 1 where a claim did not hold. @throws Failure, UsageError */
export async function runLabs(run: Run, language: Language): Promise<number> {
  const chosen = await chooseLabs(run.args)
  for (const each of chosen) requireWatchable(each, run)
  const folder = textOf(run, 'out')
  if (folder !== undefined) makeFolder(folder)
  const results = await Promise.all(
    chosen.map((each) => runOne(each, run, { language, isNamed: chosen.length > 1 })),
  )
  const ok = results.every((result) => result.ok)
  if (run.options['json']) {
    const isOne = results.length === 1 && !run.args.includes('all')
    run.terminal.out(JSON.stringify(isOne ? results[0] : { ok, labs: results }, null, 2))
  }
  return ok ? 0 : 1
}

async function chooseLabs(names: readonly string[]): Promise<readonly Lab[]> {
  const { labs, findLab } = await import('../labs/labs.ts')
  if (names.includes('all')) return labs
  const found = names.map((name) => findLab(name) ?? refuseName(name, labs))
  // A lab has a name and a number.
  return [...new Set(found)]
}

function refuseName(name: string, labs: readonly Lab[]): never {
  const known = labs.map((each) => each.name).join(', ')
  throw new UsageError(`there is no lab "${name}" (there are: ${known})`)
}

function requireWatchable({ name, isWatchable = false }: Lab, { options }: Run): void {
  if (!options['realTime'] || isWatchable) return
  throw new UsageError(`${name} goes on for days: it can't be watched in real time`)
}

/** Beforehand: nobody is to watch a lab whose charts can't be kept. @throws Failure */
function makeFolder(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isFile()) {
    throw new Failure(`${folder} is a file: --out takes a folder`)
  }
  guarded(folder, () => mkdirSync(folder, { recursive: true }))
}

interface Manner {
  readonly language: Language
  /** Several at once: each line says of which lab it is. */
  readonly isNamed: boolean
}

async function runOne(chosen: Lab, run: Run, { language, isNamed }: Manner): Promise<LabResult> {
  const { runLab } = await import('../labs/run-lab.ts')
  const { hasColours, out: print } = run.terminal
  const colours = createColors(hasColours)
  const out = isNamed ? (line: string) => print(`${colours.dim(`${chosen.name}:`)} ${line}`) : print
  const sheet = { language, out, colours }
  const isQuiet = run.options['json'] === true
  const shown = isQuiet ? quietly : progressOn(sheet)
  // The SDK warns of Node 20's age, which is not what a lab is about.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true'
  const cloud = await cloudFor(run)
  try {
    if (!isQuiet) printStory(chosen, sheet)
    const result = await runLab(chosen, cloud, language, withCharts(shown, run, language))
    if (!isQuiet) printEnd(chosen, result, { ...sheet, endpoint: cloud.endpoint })
    return result
  } finally {
    await cloud.stop()
  }
}

/** Charts are written to files, too, where a folder was given. */
function withCharts(shown: Progress, run: Run, language: Language): Progress {
  const folder = textOf(run, 'out')
  if (folder === undefined) return shown
  return {
    ...shown,
    chart(chart: Chart) {
      shown.chart(chart)
      const file = join(folder, `${chart.name}.svg`)
      guarded(folder, () => writeFileSync(file, chartSvg(chart, language)))
    },
  }
}

/** @throws Failure */
function guarded(folder: string, write: () => void): void {
  try {
    write()
  } catch (error) {
    throw new Failure(`charts can't be written to ${folder}: ${(error as Error).message}`)
  }
}

/** The one that was named, or one of the lab's own, which ends with it. */
async function cloudFor(run: Run): Promise<OwnCloud & Omit<LabPlace, 'endpoint'>> {
  const isRealTime = run.options['realTime'] === true
  if (endpointGiven(run) === undefined) {
    return { ...(await startOwnCloud(isRealTime ? 'running' : 'held')), isRealTime }
  }
  const address = addressOf(run)
  await findCloud(address, run.terminal)
  return { ...address, isRealTime, stop: () => Promise.resolve() }
}
