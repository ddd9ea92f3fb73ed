/** Runs a cloud in this process until a signal, or a client that may, ends it. */
import { StorageError } from '../kernel/store/storage-error.ts'
import { ConfigurationError, configure, type Flags } from './configuration.ts'
import { ListenError } from './listening.ts'
import { type RunningServer, startServer } from './server.ts'

/** Resolves with the exit code when the cloud has ended: 1 for no start, 2 for wrong flags. */
export async function runInForeground(flags: Flags): Promise<number> {
  const ending = untilAsked()
  const server = await start(flags, ending.ask)
  if (typeof server === 'number') return server
  await ending.asked
  await server.stop()
  return 0
}

async function start(flags: Flags, askToStop: () => void): Promise<RunningServer | number> {
  try {
    const configuration = configure(flags, process.env)
    const server = await startServer(configuration, askToStop)
    if (!configuration.isQuiet) greet(server)
    return server
  } catch (error) {
    if (!isForUser(error)) throw error
    console.error(`kasane: ${error.message}`)
    return error instanceof ConfigurationError ? 2 : 1
  }
}

function greet({ endpoint, token }: RunningServer): void {
  console.log(`Kasane is ready at ${endpoint}`)
  if (token !== undefined) console.log(`From other machines /_kasane takes the token ${token}`)
  // LocalStack's word, for which Testcontainers and scripts wait.
  console.log('Ready.')
}

function isForUser(error: unknown): error is Error {
  return (
    error instanceof ConfigurationError ||
    error instanceof ListenError ||
    error instanceof StorageError
  )
}

/** Resolves at the first signal, or when a client asks; a second signal ends the process at once. */
function untilAsked(): { readonly asked: Promise<void>; ask(): void } {
  let ask = () => {}
  const asked = new Promise<void>((resolve) => {
    ask = resolve
  })
  let isEnding = false
  const onSignal = () => {
    if (isEnding) process.exit(1)
    isEnding = true
    ask()
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, onSignal)
  // A program that has started this one with a channel between them takes it along, however it ends.
  process.once('disconnect', ask)
  process.channel?.unref()
  return { asked, ask }
}
