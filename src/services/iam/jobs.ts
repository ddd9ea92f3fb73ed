/** What happens by itself as time passes. */
import type { JobDefinition } from '../../kernel/service.ts'
import { makeReport } from './credential-report.ts'
import { finishDeletion, type RoleUsages, usageOfRole } from './linked-roles.ts'
import type { state } from './state.ts'

export const jobs: Readonly<Record<string, JobDefinition<typeof state>>> = {
  makeCredentialReport: { run: (call) => makeReport(call) },

  deleteLinkedRole: {
    before: (call) => usageOfRole(call, call.key),
    run: (call) => finishDeletion(call, call.key, call.prepared as RoleUsages),
  },

  forgetDeletionTask: { run: ({ state, key }) => void state.deletionTasks.delete(key) },

  forgetAccessJob: { run: ({ state, key }) => void state.accessJobs.delete(key) },
}
