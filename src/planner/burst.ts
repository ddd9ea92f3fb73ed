/** How long saved units carry a load that is above the rate, and what gets through afterwards. */
import { requireNumber, requireRate } from './plan-error.ts'
import { shown, type Step, withoutDust } from './step.ts'
import { burstSecondsOfTables } from './token-bucket.ts'

export interface Load {
  readonly requestsPerSecond: number
  readonly unitsPerRequest: number
  readonly provisionedUnitsPerSecond: number
  /** Saved when the load begins (else a full bucket). */
  readonly savedUnits?: number
}

export interface BurstPlan {
  readonly isEnough: boolean
  /** When throttles begin; absent where none do. */
  readonly emptyAfterSeconds?: number
  /** Requests that succeed each second once nothing is saved any more. */
  readonly steadyRequestsPerSecond: number
  readonly refusedShare: number
  readonly working: readonly Step[]
}

/** @throws PlanError */
export function planBurst(load: Load): BurstPlan {
  const provisioned = requireRate('provisioned units', load.provisionedUnitsPerSecond)
  const requests = requireRate('rate', load.requestsPerSecond)
  const units = requireRate('units of a request', load.unitsPerRequest, { isAboveMin: true })
  const saved = load.savedUnits ?? provisioned * burstSecondsOfTables
  requireNumber(saved, { input: 'saved units', min: 0, max: Number.MAX_SAFE_INTEGER })
  const consumed = withoutDust(requests * units)
  const consumedStep: Step = {
    label: 'consumed',
    formula: `${shown(requests)}/s × ${shown(units)}`,
    value: consumed,
    unit: 'units/s',
  }
  if (consumed <= provisioned) {
    const enough = { isEnough: true, steadyRequestsPerSecond: requests, refusedShare: 0 }
    return { ...enough, working: [consumedStep] }
  }
  const emptyAfterSeconds = withoutDust(saved / (consumed - provisioned))
  const steadyRequestsPerSecond = withoutDust(provisioned / units)
  return {
    isEnough: false,
    emptyAfterSeconds,
    steadyRequestsPerSecond,
    refusedShare: withoutDust(1 - steadyRequestsPerSecond / requests),
    working: [
      consumedStep,
      {
        label: 'the bucket is empty after',
        formula: `${shown(saved)} ÷ (${shown(consumed)} − ${shown(provisioned)})`,
        value: emptyAfterSeconds,
        unit: 's',
      },
      {
        label: 'succeeds from then on',
        formula: `${shown(provisioned)} ÷ ${shown(units)}`,
        value: steadyRequestsPerSecond,
        unit: '/s',
      },
    ],
  }
}
