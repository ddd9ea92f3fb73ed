import { spawn } from 'node:child_process'

export interface CommandResult {
  readonly ok: boolean
  /** Standard output and standard error, in the order they came. */
  readonly output: string
  readonly durationMs: number
}

export interface CommandOptions {
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly cwd?: string
  /** Also shows the output while it comes. */
  readonly echo?: boolean
}

/** Runs a program to its end. A program that cannot be started is a failure, not an exception. */
export function runCommand(
  command: string,
  args: readonly string[],
  { env, cwd, echo = false }: CommandOptions = {},
): Promise<CommandResult> {
  const startedMs = performance.now()
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const take = (stream: NodeJS.WriteStream) => (chunk: Buffer) => {
    output += chunk.toString()
    if (echo) stream.write(chunk)
  }
  child.stdout.on('data', take(process.stdout))
  child.stderr.on('data', take(process.stderr))
  return new Promise((done) => {
    const end = (ok: boolean) => done({ ok, output, durationMs: performance.now() - startedMs })
    child.on('error', (error) => {
      output += `${command}: ${error.message}\n`
      end(false)
    })
    child.on('close', (code) => end(code === 0))
  })
}
