/** What alarms do by themselves as time passes. */
import type { JobDefinition } from '../../../kernel/service.ts'
import type { state } from '../state.ts'
import { noteAction } from './actions.ts'
import { lookAtChildren, lookAtRule } from './composite.ts'
import { evaluateAlarm } from './evaluation.ts'
import { endSuppression } from './suppression.ts'

export const alarmJobs: Readonly<Record<string, JobDefinition<typeof state>>> = {
  evaluate: evaluateAlarm,
  lookAtChildren,
  lookAtRule,
  endSuppression,
  noteAction,
}
