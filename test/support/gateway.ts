/** A gateway over a few services, in memory, with a held clock: for tests of the chain itself. */
import type { IamMode } from '../../src/gateway/audit.ts'
import type { AccessRules } from '../../src/gateway/parts.ts'
import { Clock } from '../../src/kernel/clock.ts'
import { seededRandom } from '../../src/kernel/random.ts'
import type { ServiceDefinition } from '../../src/kernel/service.ts'
import { memoryStore } from '../../src/kernel/store/memory-store.ts'
import { createCloud } from '../../src/server/cloud.ts'
import type { AccessKey } from '../../src/server/configured-keys.ts'
import { heldRealTime, testStartMs } from './world.ts'

export interface GatewayOptions {
  readonly services?: readonly ServiceDefinition[]
  readonly accessKeys?: readonly AccessKey[]
  readonly access?: Partial<AccessRules>
  readonly iam?: IamMode
}

export function gatewayOf(options: GatewayOptions = {}) {
  const { services = [], accessKeys = [], access, iam = 'on' } = options
  const real = heldRealTime()
  const bugs: unknown[] = []
  const cloud = createCloud({
    store: memoryStore(),
    clock: new Clock(real, { mode: 'held', heldAtMs: testStartMs }),
    random: seededRandom('gateway'),
    accessKeys,
    iam,
    services,
    freezesEntities: true,
    access: { hosts: [], anyAddress: false, origins: [], trustsAnyKey: true, ...access },
    reportBug: (error) => bugs.push(error),
  })
  return { ...cloud, real, bugs }
}
