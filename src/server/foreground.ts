/** Runs a cloud in this process until a signal, or a client that may, ends it. */
import { StorageError } from '../kernel/store/storage-error.ts'
import { type Configuration, ConfigurationError, configure, type Flags } from './configuration.ts'
import { ListenError, type RunningServer, startServer } from './server.ts'

/** Resolves with the exit code when the cloud has ended. */
export async function runInForeground(flags: Flags): Promise<number> {
  const started = await start(flags)
  if (!started) return 1
  if (!started.isQuiet) greet(started)
  await Promise.race([untilSignal(), started.stopAsked])
  await started.stop()
  return 0
}

function greet({ endpoint, token }: RunningServer): void {
  console.log(`Kasane is ready at ${endpoint}`)
  if (token !== undefined) console.log(`From other machines /_kasane takes the token ${token}`)
  // LocalStack's word, for which Testcontainers and scripts wait.
  console.log('Ready.')
}

async function start(flags: Flags): Promise<RunningServer | undefined> {
  try {
    const configuration: Configuration = configure(flags, process.env)
    return await startServer(configuration)
  } catch (error) {
    if (!isForUser(error)) throw error
    console.error(`kasane: ${error.message}`)
    return undefined
  }
}

function isForUser(error: unknown): error is Error {
  return (
    error instanceof ConfigurationError ||
    error instanceof ListenError ||
    error instanceof StorageError
  )
}

/** A second signal ends the process at once. */
function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    let isEnding = false
    const end = () => {
      if (isEnding) process.exit(1)
      isEnding = true
      resolve()
    }
    process.on('SIGTERM', end)
    process.on('SIGINT', end)
    process.on('SIGHUP', end)
  })
}
