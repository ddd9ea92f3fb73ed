/** What `/_kasane` steers of a running server. */
import type { ControlParts } from '../control/resource.ts'
import { version } from '../version.ts'
import type { Cloud } from './cloud.ts'
import { resetCloud, restoreCloud, snapshotOf } from './whole-state.ts'

export interface ServerFacts {
  /** Of this process: endpoint, pid, store. */
  about(): object
  askToStop(): void
  readonly token: string | undefined
  readonly trustsAnyKey: boolean
}

export function controlParts(
  cloud: Pick<Cloud, 'kernel' | 'journal'>,
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
