/** A cloud on a port: opens the store, listens, and ends with everything written. */
import { listenHttp } from '../engines/http-listener.ts'
import { Clock, machineTime } from '../kernel/clock.ts'
import { machineRandom } from '../kernel/random.ts'
import { memoryStore } from '../kernel/store/memory-store.ts'
import type { Store } from '../kernel/store/store.ts'
import type { HttpListener } from '../ports/listeners.ts'
import { type Cloud, createCloud } from './cloud.ts'
import { type Configuration, isLoopbackHost, isWildcard } from './configuration.ts'
import { reportBug } from './log.ts'
import { version } from '../version.ts'

export interface RunningServer {
  /** `http://127.0.0.1:4566` */
  readonly endpoint: string
  readonly cloud: Cloud
  readonly isQuiet: boolean
  /** What other machines have to show to the control API. */
  readonly token: string | undefined
  /** Resolves when a client has asked it to stop, over the control API. */
  readonly stopAsked: Promise<void>
  /** Ends long polls, lets calls under way finish, writes everything, frees the port. */
  stop(): Promise<void>
}

/** How long calls under way may take once the end has begun. */
const lastCallsMsMax = 1_200

/** @throws StorageError, ListenError: with a sentence for the user. */
export async function startServer(configuration: Configuration): Promise<RunningServer> {
  const { host, allowedHosts, allowedOrigins, trustsAnyKey, accessKeys } = configuration
  const keeping = await openStore(configuration)
  const ending = endOnRequest()
  const token = tokenFor(configuration)
  const cloud = createCloud({
    store: keeping.store,
    surroundings: { about: aboutProcess(configuration), stop: ending.ask, token },
    clock: new Clock(machineTime, { mode: configuration.clock }),
    random: machineRandom(),
    accessKeys,
    access: {
      hosts: allowedHosts,
      anyAddress: isWildcard(host),
      origins: allowedOrigins,
      trustsAnyKey,
    },
    reportBug,
  })
  const listener = await listen(cloud, configuration).catch(async (error: unknown) => {
    await keeping.close()
    throw error
  })
  cloud.kernel.scheduler.resume()
  return {
    endpoint: endpointOf(listener, configuration),
    cloud,
    isQuiet: configuration.isQuiet,
    token,
    stopAsked: ending.asked,
    stop: () => stop(cloud, listener, keeping),
  }
}

/** The port can't be listened on; the message says why. */
export class ListenError extends Error {
  override readonly name = 'ListenError'
}

interface Keeping {
  readonly store: Store
  close(): Promise<void>
}

/** LMDB takes 65 ms to load, so it is asked for with a data directory alone. */
async function openStore({ dataDir, durable }: Configuration): Promise<Keeping> {
  if (dataDir === undefined) {
    const store = memoryStore()
    return { store, close: () => store.close() }
  }
  const { openDataDirectory } = await import('../engines/data-directory.ts')
  return openDataDirectory({ path: dataDir, durable, version })
}

function endOnRequest(): { readonly asked: Promise<void>; ask(): void } {
  let ask: () => void = () => undefined
  const asked = new Promise<void>((resolve) => {
    ask = resolve
  })
  return { asked, ask }
}

/** Where others can reach the port, steering the emulator takes a word that only its user has seen. */
function tokenFor({ host, token }: Configuration): string | undefined {
  if (isLoopbackHost(host)) return undefined
  return token ?? Buffer.from(machineRandom().bytes(16)).toString('hex')
}

function aboutProcess({ dataDir }: Configuration): () => object {
  const kept = dataDir === undefined ? { store: 'memory' } : { store: 'disk', dataDir }
  const startedAt = new Date(machineTime.now()).toISOString()
  return () => ({ pid: process.pid, startedAt, ...kept })
}

function listen({ gateway }: Cloud, { host, port }: Configuration): Promise<HttpListener> {
  return listenHttp(gateway, { host, port }).catch((error: NodeJS.ErrnoException) => {
    throw new ListenError(listenFault(error, host, port))
  })
}

function listenFault(error: NodeJS.ErrnoException, host: string, port: number): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return `Port ${port} of ${host} is taken: another program listens there. --port N takes another one, --port 0 any free one.`
    case 'EACCES':
      return `This user may not listen on port ${port}. --port N takes another one.`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `This machine has no address "${host}". --host takes one of its addresses.`
    default:
      return `Kasane can't listen on ${host}:${port}: ${error.message}`
  }
}

function endpointOf({ port }: HttpListener, { host, https }: Configuration): string {
  const name = isWildcard(host) ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host
  return `${https ? 'https' : 'http'}://${name}:${port}`
}

async function stop({ kernel, control }: Cloud, listener: HttpListener, keeping: Keeping): Promise<void> {
  kernel.scheduler.stop()
  control.end()
  await listener.stop(lastCallsMsMax)
  await keeping.close()
}
