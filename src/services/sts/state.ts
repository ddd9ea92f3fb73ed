/**
 * What STS keeps, in one account: nothing of the sessions themselves, which stand in their tokens,
 * sealed by the account's secret. So a cloud's credentials outlive its restarts, and no cloud knows
 * another's.
 */
import type { Changing, Reading } from '../../kernel/call.ts'
import { collection, defineState } from '../../kernel/collection.ts'

export interface Secret {
  /** There is one, `sessions`. */
  readonly name: string
  /** 64 bytes in base64: half of them seals, half of them makes secret access keys. */
  readonly value: string
}

export const state = defineState({
  secrets: collection({ version: 1, key: (secret: Secret) => [secret.name] }),
})

export type StsReading = Reading<typeof state>
export type StsChange = Changing<typeof state>
