/** Kasane inside another program: for tests, with or without a port. */
import { durationMs, instantMs } from '../control/iso-time.ts'
import { localstackSite } from '../control/localstack-site.ts'
import type { IamMode } from '../gateway/audit.ts'
import type { JournalEntry } from '../gateway/journal.ts'
import type { Incident } from '../kernel/incidents.ts'
import { Clock, type ClockMode, machineTime } from '../kernel/clock.ts'
import { machineRandom, seededRandom } from '../kernel/random.ts'
import type { ServiceDefinition } from '../kernel/service.ts'
import { type Cloud, createCloud } from './cloud.ts'
import type { AccessKey } from './configured-keys.ts'
import { localstackParts } from './control-parts.ts'
import { inProcess, type SdkRequestHandler } from './in-process.ts'
import { openKeeping } from './keeping.ts'
import { requireOptions } from './library-options.ts'
import { reportBug } from './log.ts'
import { resetCloud } from './whole-state.ts'

export interface KasaneOptions {
  /** Listens on this port of 127.0.0.1, 0: any free one. Absent or `false`: calls come by `requestHandler()`. */
  readonly port?: number | false
  /** `held` (the default): time moves only when told. */
  readonly clock?: ClockMode
  /** Where a held clock stands at first: an ISO 8601 instant. Absent: now. */
  readonly startAt?: string
  /** Keeps everything there; absent: in memory. */
  readonly dataDir?: string
  /** Keys whose signatures are verified; any other key is root of its account. */
  readonly accessKeys?: readonly AccessKey[]
  /** How callers are judged; absent: `on`, as AWS does. */
  readonly iam?: IamMode
  /** Changes of status, such as a table's CREATING, take as long as on AWS. */
  readonly realDurations?: boolean
  /** The same ids and the same chance in every run. */
  readonly seed?: string
  /** Under test of Kasane itself: services of one's own, and entities that nobody may change. */
  readonly services?: readonly ServiceDefinition[]
  readonly freezesEntities?: boolean
}

export interface Kasane {
  /** `http://127.0.0.1:PORT`; without a port a name that only `requestHandler()` answers. */
  readonly endpoint: string
  readonly clock: KasaneClock
  /** For `new SQSClient({ requestHandler, … })` of the AWS SDK v3: no socket is used. */
  requestHandler(): SdkRequestHandler
  /** What a client of the AWS SDK v3 is made with: endpoint, region, credentials and handler. */
  clientConfig(): ClientConfig
  /** The newest requests, oldest first. */
  requests(): readonly JournalEntry[]
  /** The newest refusals with their causes, oldest first. */
  incidents(): readonly Incident[]
  /** Forgets all state. */
  reset(): Promise<void>
  /** Ends it, with everything written; what is asked of it later is refused with an error. */
  stop(): Promise<void>
}

export interface KasaneClock {
  now(): Date
  /** By milliseconds, or an ISO 8601 duration such as `PT1H`; resolves when all that fell due has ended. */
  advance(by: number | string): Promise<void>
  /** To a later instant, ISO 8601 or a Date. */
  set(to: string | Date): Promise<void>
  hold(): void
  run(): void
}

export interface ClientConfig {
  readonly endpoint: string
  readonly region: string
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string }
  readonly requestHandler: SdkRequestHandler
}

/** @throws ConfigurationError, StorageError, ListenError: with a sentence for the user. */
export async function startKasane(options: KasaneOptions = {}): Promise<Kasane> {
  requireOptions(options)
  const { port = false, accessKeys = [], seed } = options
  const random = seed === undefined ? machineRandom() : seededRandom(seed)
  const keeping = await openKeeping({ path: options.dataDir, durable: false, random })
  const cloud = createCloud({
    store: keeping.store,
    ...(keeping.blobs && { blobs: keeping.blobs }),
    clock: clockFor(options),
    random,
    accessKeys,
    ...(options.iam && { iam: options.iam }),
    hasRealDurations: options.realDurations ?? false,
    access: { hosts: [], anyAddress: false, origins: [], trustsAnyKey: true },
    reportBug,
    sites: (made) => [localstackSite(localstackParts(made))],
    ...(options.services && { services: options.services }),
    ...(options.freezesEntities && { freezesEntities: true }),
  })
  const listener = await begin(cloud, port, keeping.close)
  const calls = inProcess(cloud.gateway)
  const endpoint = `http://127.0.0.1:${listener?.port ?? 4566}`
  return {
    endpoint,
    clock: clockOf(cloud, calls.requireOpen),
    requestHandler: () => calls.handler,
    clientConfig: () => ({
      endpoint,
      region: 'us-east-1',
      credentials: anyone,
      requestHandler: calls.handler,
    }),
    requests: () => cloud.journal.list(),
    incidents: () => cloud.kernel.incidents.list(),
    async reset() {
      calls.requireOpen()
      await resetCloud(cloud)
    },
    async stop() {
      if (!calls.end()) return
      cloud.kernel.scheduler.stop()
      await listener?.stop(1_000)
      if (options.dataDir !== undefined) await cloud.kernel.measuring.handOverAll()
      await keeping.close()
    },
  }
}

const anyone = { accessKeyId: 'test', secretAccessKey: 'test' }

function clockFor({ clock = 'held', startAt }: KasaneOptions): Clock {
  const heldAtMs = startAt === undefined ? machineTime.now() : instantMs(startAt)
  return new Clock(machineTime, { mode: clock, heldAtMs })
}

function clockOf({ kernel }: Cloud, requireOpen: () => void): KasaneClock {
  const { clock, scheduler } = kernel
  const moveTo = async (toMs: number) => {
    requireOpen()
    if (!(toMs >= clock.now())) throw new RangeError('Time only moves forward.')
    await scheduler.moveTo(toMs)
  }
  return {
    now: () => new Date(clock.now()),
    advance: (by) => moveTo(clock.now() + (typeof by === 'number' ? by : durationMs(by))),
    set: (to) => moveTo(typeof to === 'string' ? instantMs(to) : to.getTime()),
    hold() {
      requireOpen()
      clock.stop()
      scheduler.resume()
    },
    run() {
      requireOpen()
      clock.run()
      scheduler.resume()
    },
  }
}

/** The HTTP server is loaded only where a port is asked for. */
async function begin(
  { kernel, gateway }: Cloud,
  port: number | false,
  giveUp: () => Promise<void>,
) {
  try {
    await kernel.start()
    if (port === false) return undefined
    const { listen } = await import('./listening.ts')
    return await listen(gateway, { host: '127.0.0.1', port })
  } catch (error) {
    await giveUp()
    throw error
  }
}
