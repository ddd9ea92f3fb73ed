/** What happens by itself as time passes. */
import type { JobDefinition } from '../../kernel/service.ts'
import { sweptPerTurnMax } from './limits.ts'
import { moveSlice, type TaskKey } from './move-task.ts'
import type { SqsState, state } from './state.ts'

export const jobs: Readonly<Record<string, JobDefinition<typeof state>>> = {
  /** Removes, slice by slice, what is kept under the id of a deleted queue or a purged backlog. */
  sweep: {
    run({ state, clock, at, key: id }) {
      if (sweepSlice(state, id) > 0) at(clock.now(), 'sweep', id)
    },
  },

  moveMessages: {
    run(call) {
      moveSlice(call, call.data as TaskKey)
    },
  },
}

function sweepSlice(state: SqsState, id: string): number {
  const span = { prefix: [id], limit: sweptPerTurnMax }
  const messages = [...state.messages.range(span)]
  const groups = [...state.groups.range(span)]
  const accepted = [...state.accepted.range(span)]
  const attempts = [...state.receiveAttempts.range(span)]
  const paces = [...state.paces.range(span)]
  const tasks = [...state.moveTasks.range(span)]
  for (const { sentAtMs, n } of messages) state.messages.delete(id, sentAtMs, n)
  for (const group of groups) state.groups.delete(id, group.id)
  for (const one of accepted) state.accepted.delete(id, one.scope, one.deduplicationId)
  for (const attempt of attempts) state.receiveAttempts.delete(id, attempt.id)
  for (const { action, groupId } of paces) state.paces.delete(id, action, groupId)
  for (const task of tasks) state.moveTasks.delete(id, task.startedAtMs, task.id)
  return [messages, groups, accepted, attempts, paces, tasks].flat().length
}
