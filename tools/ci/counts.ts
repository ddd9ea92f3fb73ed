import type { CommandResult } from '../command.ts'

export interface Counts {
  readonly passed: number
  readonly failed: number
}

/**
 * What a suite's last line `N passed, N failed` says. A suite that ends badly without saying so
 * counts as one more failure, one that says nothing as a single test.
 */
export function countsOf({ ok, output }: Pick<CommandResult, 'ok' | 'output'>): Counts {
  const line = [...output.matchAll(/^(\d+) passed, (\d+) failed(?:, \d+ skipped)?$/gm)].at(-1)
  if (!line) return ok ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
  const [passed, failed] = [Number(line[1]), Number(line[2])]
  return { passed, failed: ok || failed > 0 ? failed : 1 }
}
