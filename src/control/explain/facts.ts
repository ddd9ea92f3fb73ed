/** Facts of a cause as people read them: `queue: jobs`, `until: 2026-01-01T00:00:00.000Z`. */
import type { Cause } from '../../kernel/errors.ts'
import { isoInstant } from '../iso-time.ts'

const textLengthMax = 300

/** Those that no sentence of its own tells. */
export function factLines(why: Cause, told: readonly string[] = []): string[] {
  return Object.entries(why)
    .filter(([name, value]) => name !== 'kind' && !told.includes(name) && value !== undefined)
    .map(([name, value]) => `${nameOf(name)}: ${shown(name, value)}`)
}

export function textFact(why: Cause, name: string): string | undefined {
  const value = why[name]
  return typeof value === 'string' ? value : undefined
}

export function numberFact(why: Cause, name: string): number | undefined {
  const value = why[name]
  return typeof value === 'number' ? value : undefined
}

/** `1,300`, `1.5`. */
export function counted(units: number): string {
  return units.toLocaleString('en-US', { maximumFractionDigits: 3 })
}

/** `receivedAtMs` is shown as `received at`. */
function nameOf(name: string): string {
  return name
    .replace(/Ms$/, '')
    .replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
}

function shown(name: string, value: unknown): string {
  if (typeof value === 'number' && /(?:At|until)Ms$/.test(name)) return isoInstant(value)
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))
  return text.length > textLengthMax ? `${text.slice(0, textLengthMax)} …` : text
}
