/** `kasane lab`: lists the labs, and runs them, each on a cloud of its own. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createColors } from 'picocolors'
import type { Chart } from '../labs/chart.ts'
import type { Lab, Language } from '../labs/lab.ts'
import type { LabPlace, LabResult, Progress } from '../labs/run-lab.ts'
import { findCloud } from './cloud.ts'
import {
  addressOf,
  cloudOptions,
  type Command,
  endpointGiven,
  jsonOption,
  type Run,
  textOf,
} from './command.ts'
import { chartSvg } from './chart-svg.ts'
import { Failure, UsageError } from './failure.ts'
import { type OwnCloud, startOwnCloud } from './lab-cloud.ts'
import { printEnd, printStory, progressOn, quietly } from './lab-text.ts'

const languageOption = {
  name: 'lang',
  value: 'language',
  says: 'en or ja (else as the environment’s LANG says)',
}

export const lab: Command = {
  name: 'lab',
  summary: 'runs a lab: something breaks, is explained and cured',
  commands: [
    {
      name: 'list',
      isDefault: true,
      summary: 'lists the labs',
      options: [languageOption, jsonOption],
      async run(run) {
        const language = languageOf(run)
        const { labs } = await loadLabs()
        const listed = labs.map(({ name, title }) => ({ name, title: title[language] }))
        if (run.options['json']) return run.terminal.out(JSON.stringify(listed))
        const width = Math.max(...listed.map(({ name }) => name.length))
        for (const { name, title } of listed) {
          run.terminal.out(`${name.padEnd(width)}  ${title}`)
        }
      },
    },
    {
      name: 'run',
      summary: 'runs labs, and fails where a claim does not hold',
      args: [['<name...>', 'of the labs; all runs every one']],
      options: [
        ...cloudOptions.map(withoutDefault),
        languageOption,
        { name: 'out', value: 'dir', says: 'writes its charts there as SVG files' },
        { name: 'real-time', says: 'to watch it: nothing moves the clock but time' },
        jsonOption,
      ],
      run: runLabs,
    },
  ],
}

/** Labs have a cloud of their own unless they are told of another. */
function withoutDefault(option: (typeof cloudOptions)[number]) {
  return option.name === 'endpoint'
    ? { ...option, says: 'a cloud that is running (else each lab starts its own, in memory)' }
    : option
}

async function runLabs(run: Run): Promise<number> {
  const language = languageOf(run)
  const chosen = await chooseLabs(run.args)
  for (const each of chosen) requireWatchable(each, run)
  const isOne = chosen.length === 1 && run.args[0] !== 'all'
  const results = await Promise.all(
    chosen.map((each) => runOne(each, run, { language, isNamed: chosen.length > 1 })),
  )
  const ok = results.every((result) => result.ok)
  if (run.options['json']) {
    run.terminal.out(JSON.stringify(isOne ? results[0] : { ok, labs: results }, null, 2))
  }
  return ok ? 0 : 1
}

async function chooseLabs(names: readonly string[]): Promise<readonly Lab[]> {
  const { labs, findLab } = await loadLabs()
  if (names.includes('all')) return labs
  return [...new Set(names)].map((name) => {
    const found = findLab(name)
    if (found) return found
    const known = labs.map((each) => each.name).join(', ')
    throw new UsageError(`there is no lab "${name}" (there are: ${known})`)
  })
}

interface Manner {
  readonly language: Language
  /** Several at once: each line says of which lab it is. */
  readonly isNamed: boolean
}

async function runOne(chosen: Lab, run: Run, { language, isNamed }: Manner): Promise<LabResult> {
  const { runLab } = await import('../labs/run-lab.ts')
  const colours = createColors(run.terminal.hasColours)
  const out = isNamed
    ? (line: string) => run.terminal.out(`${colours.dim(`${chosen.name}:`)} ${line}`)
    : run.terminal.out
  const isQuiet = run.options['json'] === true
  const shown: Progress = isQuiet ? quietly : progressOn({ language, out, colours })
  const progress: Progress = {
    ...shown,
    chart(chart) {
      shown.chart(chart)
      writeChart(chart, run, language)
    },
  }
  const cloud = await cloudFor(run)
  try {
    if (!isQuiet) printStory(chosen, { language, out, colours })
    const result = await runLab(chosen, cloud, language, progress)
    if (!isQuiet) printEnd(chosen, result, { language, out, colours, endpoint: cloud.endpoint })
    return result
  } finally {
    await cloud.stop()
  }
}

function requireWatchable({ name, realMinutes }: Lab, { options }: Run): void {
  if (!options['realTime'] || realMinutes !== undefined) return
  throw new UsageError(`${name} goes on for days: it can't be watched in real time`)
}

function writeChart(chart: Chart, run: Run, language: Language): void {
  const folder = textOf(run, 'out')
  if (folder === undefined) return
  try {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, `${chart.name}.svg`), chartSvg(chart, language))
  } catch (error) {
    throw new Failure(`the chart can't be written to ${folder}: ${(error as Error).message}`)
  }
}

/** The one that was named, or one of the lab's own, which ends with it. */
async function cloudFor(run: Run): Promise<OwnCloud & Omit<LabPlace, 'endpoint'>> {
  const isRealTime = run.options['realTime'] === true
  if (endpointGiven(run) === undefined) {
    return { ...(await startOwnCloud(isRealTime ? 'running' : 'held')), isRealTime }
  }
  const address = addressOf(run)
  await findCloud(address, run.terminal.ask)
  return { ...address, isRealTime, stop: () => Promise.resolve() }
}

function loadLabs() {
  // The SDK warns of Node 20's age, which is not what a lab is about.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true'
  return import('../labs/labs.ts')
}

function languageOf(run: Run): Language {
  const { env } = run.terminal
  const asked = textOf(run, 'lang')
  if (asked === 'en' || asked === 'ja') return asked
  if (asked !== undefined) throw new UsageError(`--lang takes en or ja, not "${asked}"`)
  return /^ja\b|^ja_/.test(env['LC_ALL'] || env['LANG'] || '') ? 'ja' : 'en'
}
