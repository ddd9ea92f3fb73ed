/** A service small enough to watch time by: `Remind` writes down its text an hour later. */
import type { Reading } from '../../kernel/call.ts'
import { collection, defineState } from '../../kernel/collection.ts'
import type { Quota } from '../../kernel/limits.ts'
import { operation } from '../../kernel/operation.ts'
import { defineService, operationsOn } from '../../kernel/service.ts'

interface Reminder {
  readonly text: string
  readonly atMs: number
}

const state = defineState({
  reminders: collection({ version: 1, key: (reminder: Reminder) => [reminder.text] }),
})

const reminderOperation = operationsOn(state)

const remind = reminderOperation(operation<{ text: string }, object>('reminders', 'Remind'), {
  resource: () => '*',
  run({ input, clock, at }) {
    at(clock.now() + 3_600_000, 'remind', input.text)
    return {}
  },
})

const read = reminderOperation(
  operation<object, { instants?: readonly number[]; max?: number }>('reminders', 'Read'),
  {
    resource: () => '*',
    run: ({ state, limits }) => ({
      instants: [...state.reminders.range()].map(({ atMs }) => atMs),
      max: limits.valueOf(remindersMax),
    }),
  },
)

const remindersMax: Quota = {
  service: 'reminders',
  name: 'Reminders per account',
  value: 10,
  unit: 'None',
  adjustable: true,
  source: 'made up for tests',
  used: ({ state: { reminders } }: Reading<typeof state>) => reminders.count(),
}

export const reminders = defineService({
  name: 'reminders',
  state,
  operations: [remind, read],
  quotas: [remindersMax],
  jobs: {
    remind: {
      run: ({ state, key, clock }) => state.reminders.put({ text: key, atMs: clock.now() }),
    },
  },
})
