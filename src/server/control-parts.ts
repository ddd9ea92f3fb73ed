/** What `/_kasane` and `/_localstack` tell and steer of a running cloud. */
import type { LocalstackParts } from '../control/localstack-site.ts'
import type { ControlParts } from '../control/resource.ts'
import { machineRandom } from '../kernel/random.ts'
import { version } from '../version.ts'
import type { Cloud } from './cloud.ts'
import { serviceFacts } from './service-list.ts'
import { resetCloud, restoreCloud, snapshotOf } from './whole-state.ts'

type Whole = Pick<Cloud, 'kernel' | 'journal'>

export interface ServerFacts {
  /** Of this process: endpoint, pid, store. */
  about(): object
  askToStop(): void
  readonly token: string | undefined
  readonly trustsAnyKey: boolean
}

export function controlParts(
  cloud: Whole,
  { about, askToStop, token, trustsAnyKey }: ServerFacts,
): ControlParts {
  const { kernel, journal } = cloud
  return {
    kernel,
    journal,
    version,
    about,
    reset: () => resetCloud(cloud),
    snapshot: () => snapshotOf(cloud),
    restore: (file) => restoreCloud(cloud, file),
    stop: askToStop,
    token,
    trustsAnyKey,
  }
}

/** The session's id comes of no seed: each process has one of its own. */
export function localstackParts(cloud: Whole, token?: string): LocalstackParts {
  return {
    kernel: cloud.kernel,
    version,
    services: serviceFacts,
    sessionId: machineRandom().uuid(),
    reset: () => resetCloud(cloud),
    token,
  }
}
