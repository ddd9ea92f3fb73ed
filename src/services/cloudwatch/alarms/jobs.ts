/** What alarms do by themselves as time passes. */
import type { JobDefinition } from '../../../kernel/service.ts'
import type { state } from '../state.ts'

export const alarmJobs: Readonly<Record<string, JobDefinition<typeof state>>> = {}
