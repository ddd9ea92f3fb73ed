/** Quotas of alarms. */
import type { Quota } from '../../../kernel/limits.ts'

export const alarmQuotas: readonly Quota[] = []
