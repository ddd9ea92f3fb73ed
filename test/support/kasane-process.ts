import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/** A cloud in a process of its own, as users start it. */
export interface KasaneProcess {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly url: string
  /** The process that was started: node, or npm where that was asked for. */
  readonly child: ChildProcess
  /** Everything printed so far, standard output and standard error. */
  output(): string
  /** Sends the signal (SIGTERM unless told) and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<Exit>
}

export interface Exit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** From the signal to the end. */
  readonly durationMs: number
}

export interface StartOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string | undefined>>
}

/** Starts this checkout's `bin/kasane start --port 0` with further options. */
export function startKasaneProcess(
  args: readonly string[] = [],
  options: StartOptions = {},
): Promise<KasaneProcess> {
  return startUntilUrl('node', ['bin/kasane', 'start', '--port', '0', ...args], options)
}

/**
 * Starts a command that prints the cloud's URL and resolves once it has.
 * Rejects with all output when the command ends before.
 */
export function startUntilUrl(
  command: string,
  args: readonly string[],
  { cwd, env }: StartOptions = {},
): Promise<KasaneProcess> {
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  // A test that fails half-way must not leave it running.
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  child.once('close', () => process.off('exit', kill))
  const lines: string[] = []
  const output = () => lines.join('\n')
  const ended = new Promise<Omit<Exit, 'durationMs'>>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal }))
  })
  const stop = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<Exit> => {
    const startedMs = performance.now()
    child.kill(signal)
    return { ...(await ended), durationMs: performance.now() - startedMs }
  }
  return new Promise((resolve, reject) => {
    const read = (line: string) => {
      lines.push(line)
      const url = /https?:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0]
      if (url) resolve({ url, child, output, stop })
    }
    createInterface({ input: child.stdout }).on('line', read)
    createInterface({ input: child.stderr }).on('line', read)
    child.on('error', reject)
    const line = [command, ...args].join(' ')
    void ended.then(({ code }) => reject(new Error(`${line} ended with ${code}:\n${output()}`)))
  })
}
