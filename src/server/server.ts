/** A cloud on a port: opens the store, listens, and ends with everything written. */
import { listenHttp } from '../engines/http-listener.ts'
import type { AccessRules } from '../gateway/parts.ts'
import { Clock, machineTime } from '../kernel/clock.ts'
import { machineRandom, type Random } from '../kernel/random.ts'
import { memoryStore } from '../kernel/store/memory-store.ts'
import type { Store } from '../kernel/store/store.ts'
import type { HttpListener } from '../ports/listeners.ts'
import { type Cloud, createCloud } from './cloud.ts'
import { type Configuration, isLoopbackHost, isWildcard } from './configuration.ts'
import { controlParts } from './control-parts.ts'
import { type ControlSite, controlSite } from './control-site.ts'
import { localstackSite } from './localstack-site.ts'
import { reportBug } from './log.ts'
import { version } from '../version.ts'

export interface RunningServer {
  /** `http://127.0.0.1:4566` */
  readonly endpoint: string
  readonly cloud: Cloud
  /** What `/_kasane` asks of other machines; absent where none can come. */
  readonly token?: string
  /** Ends long polls, lets calls under way finish, writes everything, frees the port. */
  stop(): Promise<void>
}

/** How long calls under way may take once the end has begun. */
const lastCallsMsMax = 1_200

/**
 * @param askToStop called when a client asks for the orderly end
 * @throws StorageError, ListenError: with a sentence for the user.
 */
export async function startServer(
  configuration: Configuration,
  askToStop: () => void,
): Promise<RunningServer> {
  const keeping = await openStore(configuration)
  const random = machineRandom()
  const token = tokenFor(configuration, random)
  const startedAtMs = machineTime.now()
  let endpoint = ''
  let control: ControlSite | undefined
  const cloud = createCloud({
    store: keeping.store,
    clock: new Clock(machineTime, { mode: configuration.clock ?? 'running' }),
    random,
    accessKeys: configuration.accessKeys,
    access: accessRules(configuration),
    reportBug,
    sites: (made) => {
      const about = () => ({ endpoint, ...aboutProcess(configuration, startedAtMs) })
      control = controlSite(() => controlParts(made, { about, askToStop, token }))
      return [localstackSite(made.kernel.parts.services), control]
    },
  })
  const listener = await listen(cloud, configuration).catch(async (error: unknown) => {
    await keeping.close()
    throw error
  })
  endpoint = endpointOf(listener, configuration)
  cloud.kernel.scheduler.resume()
  return {
    endpoint,
    cloud,
    stop() {
      control?.end()
      return stop(cloud, listener, keeping)
    },
    ...(token !== undefined && { token }),
  }
}

function accessRules(configuration: Configuration): AccessRules {
  return {
    hosts: configuration.allowedHosts,
    anyAddress: isWildcard(configuration.host),
    origins: configuration.allowedOrigins,
    trustsAnyKey: configuration.trustsAnyKey,
  }
}

/** Where others can reach the port, steering takes a word that only its user has seen. */
function tokenFor({ host, token }: Configuration, random: Random): string | undefined {
  if (isLoopbackHost(host)) return undefined
  return token ?? Buffer.from(random.bytes(16)).toString('hex')
}

function aboutProcess({ dataDir }: Configuration, startedAtMs: number): object {
  const kept = dataDir === undefined ? { store: 'memory' } : { store: 'disk', dataDir }
  return { pid: process.pid, startedAt: new Date(startedAtMs).toISOString(), ...kept }
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

async function stop({ kernel }: Cloud, listener: HttpListener, keeping: Keeping): Promise<void> {
  kernel.scheduler.stop()
  await listener.stop(lastCallsMsMax)
  await keeping.close()
}
