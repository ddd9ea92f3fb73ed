/** Figures are kept in git, so that a change shows beside the code that made it. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'

/** Prints the figures and writes `bench/figures/<name>.json`. */
export function keepFigures(name: string, figures: Readonly<Record<string, unknown>>): void {
  const machine = { node: process.version, cores: cpus().length, platform: process.platform }
  const measuredAt = new Date().toISOString().slice(0, 10)
  const text = `${JSON.stringify({ measuredAt, machine, ...figures }, null, 2)}\n`
  mkdirSync('bench/figures', { recursive: true })
  writeFileSync(`bench/figures/${name}.json`, text)
  console.log(text)
}
