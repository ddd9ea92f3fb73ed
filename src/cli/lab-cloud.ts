/** A cloud of a lab's own: a child process that never outlives this one. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { Failure } from './failure.ts'

export interface OwnCloud {
  readonly endpoint: string
  stop(): Promise<void>
}

const endMsMax = 5_000

/** In memory, on a free port. @throws Failure when it doesn't start. */
export async function startOwnCloud(clock: 'held' | 'running' = 'held'): Promise<OwnCloud> {
  const program = process.argv[1] ?? ''
  const words = ['start', '--port', '0', '--clock', clock]
  // By the channel the child hears of our end, whatever that is (kill -9 too), and ends itself.
  const child = spawn(process.execPath, [program, ...words], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let complaint = ''
  child.stderr?.on('data', (chunk: Buffer) => (complaint += chunk.toString()))
  const exited = once(child, 'exit')
  const endpoint = await Promise.race([endpointOf(child.stdout), exited.then(() => undefined)])
  if (endpoint === undefined)
    throw new Failure(`the lab's cloud does not start: ${complaint.trim()}`)
  return {
    endpoint,
    async stop() {
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), endMsMax)
      await exited
      clearTimeout(timer)
    },
  }
}

async function endpointOf(output: NodeJS.ReadableStream | null): Promise<string | undefined> {
  if (!output) return undefined
  for await (const line of createInterface({ input: output })) {
    const [, endpoint] = /^Kasane is ready at (\S+)$/.exec(line) ?? []
    if (endpoint === undefined) continue
    // What it goes on to print has to be read, or it would wait for that.
    output.resume()
    return endpoint
  }
  return undefined
}
