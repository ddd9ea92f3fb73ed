/** The servers that are compared, started as a user starts them. */
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { performance } from 'node:perf_hooks'

export interface Started {
  readonly child: ChildProcess
  readonly pid: number
  readonly endpoint: string
  /** From the spawn to the first answered request. */
  readonly startMs: number
  /** @param signal absent: SIGTERM */
  stop(signal?: NodeJS.Signals): Promise<void>
}

/** Spawns `PROGRAM ARGS` on a free port and asks until it answers. `{port}` stands for the port. */
export async function start(
  args: readonly string[],
  ask: (endpoint: string) => Promise<boolean>,
  program = process.execPath,
): Promise<Started> {
  const port = await freePort()
  const began = performance.now()
  const command = args.map((arg) => arg.replace('{port}', String(port)))
  const child = spawn(program, command, { stdio: ['ignore', 'ignore', 'inherit'] })
  const endpoint = `http://127.0.0.1:${port}`
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  while (!(await ask(endpoint).catch(() => false))) {
    if (child.exitCode !== null) throw new Error(`${program} ${command.join(' ')} ended early`)
    await new Promise((resolve) => setImmediate(resolve))
  }
  return {
    child,
    pid: child.pid ?? 0,
    endpoint,
    startMs: performance.now() - began,
    async stop(signal = 'SIGTERM') {
      child.kill(signal)
      await gone
    },
  }
}

/**
 * What the process occupies, shared pages counted in parts; `Pss_Anon` leaves out files, which the
 * system takes back when it needs to. Linux only.
 */
export function pssMiB(pid: number, which: 'Pss' | 'Pss_Anon' = 'Pss'): number {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
  return Number(new RegExp(`^${which}:\\s+(\\d+)`, 'm').exec(rollup)?.[1] ?? Number.NaN) / 1024
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address ? address.port : 0
      server.close(() => resolve(port))
    })
  })
}
