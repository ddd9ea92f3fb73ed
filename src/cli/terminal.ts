/** Where a command runs: its environment, its output, the network. Tests hand in another. */
import type { Ask } from './ask.ts'
import { calledAs } from './called-as.ts'

export interface Terminal {
  /** How its shell calls this program: `kasane`, `bin/kasane`. */
  readonly program: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly hasColours: boolean
  /** Real time: milliseconds since 1970 UTC. */
  now(): number
  /** Writes a line to standard output. */
  out(line: string): void
  /** Writes a line to standard error. */
  err(line: string): void
  /** Writes bytes to standard output; resolves when they are taken. */
  write(bytes: Uint8Array): Promise<void>
  /** Standard input. */
  readonly input: AsyncIterable<Uint8Array>
  readonly ask: Ask
}

/** That of this process. */
export function machineTerminal(): Terminal {
  const { env, stdin, stdout, stderr } = process
  // `kasane requests | head` closes the pipe early, which is no failure.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })
  return {
    // Looked up when it is printed: `kasane start` has no need of it.
    get program() {
      const script = process.argv[1] ?? 'kasane'
      return calledAs({ script, folder: process.cwd(), searchPath: env['PATH'] ?? '' })
    },
    env,
    // https://no-color.org: any text but the empty one turns colours off.
    hasColours: stdout.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb',
    now: () => Date.now(),
    out: (line) => void stdout.write(`${line}\n`),
    err: (line) => void stderr.write(`${line}\n`),
    write: (bytes) =>
      new Promise((resolve, reject) => {
        stdout.write(bytes, (error) => (error ? reject(error) : resolve()))
      }),
    input: stdin,
    // Its HTTPS takes longer to load than all the rest of `kasane start`.
    ask: async (question) => (await import('./ask.ts')).askOverHttp(question),
  }
}
