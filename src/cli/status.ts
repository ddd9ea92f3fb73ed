/** `kasane status`: what runs, and how it is. */
import { clockLine } from './clock.ts'
import type { Members } from './cloud.ts'
import { cloudOptions, type Command, jsonOption } from './command.ts'

export const status: Command = {
  name: 'status',
  summary: 'shows what runs, and its clock and services',
  options: [...cloudOptions, jsonOption],
  async run({ options, terminal, cloud }) {
    const { endpoint, about, get } = await cloud()
    const [health, clock] = await Promise.all([get('/health'), get('/clock')])
    const { resources: _, ...facts } = about
    if (options['json']) {
      return terminal.out(JSON.stringify({ ...facts, endpoint, ...health, clock }))
    }
    terminal.out(`Kasane ${String(facts['version'])} at ${endpoint}`)
    for (const [name, value] of rows(facts, health, clock)) {
      terminal.out(`${name.padEnd(12)}${value}`)
    }
  },
}

function rows(facts: Members, health: Members, clock: Members): [string, string][] {
  const shown = new Set(['product', 'version', 'api', 'endpoint'])
  const others = Object.entries(facts).filter(
    ([name, value]) => !shown.has(name) && typeof value !== 'object',
  )
  const services = Object.entries((health['services'] ?? {}) as Members)
  const running = services.filter(([, state]) => state === 'running').map(([name]) => name)
  return [
    ['clock', clockLine(clock)],
    ['services', `${services.length}, of them running: ${running.join(', ') || 'none yet'}`],
    ...others.map(([name, value]): [string, string] => [wordsOf(name), String(value)]),
  ]
}

/** `dataDir` is shown as `data dir`. */
function wordsOf(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
}
