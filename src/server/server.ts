/** A cloud on a port: opens the store, listens, and ends with everything written. */
import { localstackSite } from '../control/localstack-site.ts'
import type { AccessRules } from '../gateway/parts.ts'
import { Clock, machineTime } from '../kernel/clock.ts'
import { machineRandom, type Random } from '../kernel/random.ts'
import type { Certificate, HttpListener } from '../ports/listeners.ts'
import { type Cloud, createCloud } from './cloud.ts'
import {
  type Configuration,
  ConfigurationError,
  type HttpsChoice,
  isLoopbackHost,
  isWildcard,
} from './configuration.ts'
import { controlParts, localstackParts } from './control-parts.ts'
import { type ControlSite, controlSite } from './control-site.ts'
import { type Keeping, openKeeping } from './keeping.ts'
import { listen } from './listening.ts'
import { reportBug } from './log.ts'

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
  const random = machineRandom()
  const { dataDir: path, durable } = configuration
  const keeping = await openKeeping({ path, durable, random })
  const token = tokenFor(configuration, random)
  const startedAtMs = machineTime.now()
  let endpoint = ''
  let control: ControlSite | undefined
  const cloud = createCloud({
    store: keeping.store,
    ...(keeping.blobs && { blobs: keeping.blobs }),
    clock: new Clock(machineTime, { mode: configuration.clock ?? 'running' }),
    random,
    accessKeys: configuration.accessKeys,
    iam: configuration.iam,
    hasRealDurations: configuration.hasRealDurations,
    access: accessRules(configuration),
    reportBug,
    sites: (made) => {
      const { trustsAnyKey } = configuration
      const about = () => ({ endpoint, ...aboutProcess(configuration, startedAtMs) })
      control = controlSite(() => controlParts(made, { about, askToStop, token, trustsAnyKey }))
      return [localstackSite(localstackParts(made, token)), control]
    },
  })
  const listener = await start(cloud, configuration).catch(async (error: unknown) => {
    await keeping.close()
    throw error
  })
  endpoint = endpointOf(listener, configuration)
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

/** Goes on from what is kept before the first call comes. */
async function start({ kernel, gateway }: Cloud, configuration: Configuration) {
  const { host, port, https } = configuration
  await kernel.start()
  const certificate = https && (await certificateFor(https, kernel.parts.random))
  return listen(gateway, { host, port, ...(certificate && { certificate }) })
}

async function certificateFor(https: HttpsChoice, random: Random): Promise<Certificate> {
  const { readCertificate, selfSignedCertificate } = await import('../engines/certificates.ts')
  if (https === 'self-signed') return selfSignedCertificate(machineTime.now(), random)
  try {
    return readCertificate(https)
  } catch (error) {
    throw new ConfigurationError(`The certificate can't be read: ${(error as Error).message}`)
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

function endpointOf({ port }: HttpListener, { host, https }: Configuration): string {
  const name = isWildcard(host) ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host
  return `${https ? 'https' : 'http'}://${name}:${port}`
}

async function stop({ kernel }: Cloud, listener: HttpListener, keeping: Keeping): Promise<void> {
  kernel.scheduler.stop()
  await listener.stop(lastCallsMsMax)
  await kernel.measuring.handOverAll()
  await keeping.close()
}
