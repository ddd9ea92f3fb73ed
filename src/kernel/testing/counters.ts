/** A small service for the kernel's own tests: counters that jobs and deliveries count up. */
import { AwsError } from '../errors.ts'
import { collection, defineState } from '../collection.ts'
import { operation } from '../operation.ts'
import { defineService, type JobDefinition, operationsOn } from '../service.ts'

export interface Counter {
  readonly name: string
  readonly count: number
}

const state = defineState({
  counters: collection({
    version: 1,
    key: (counter: Counter) => [counter.name],
    indexes: { count: (counter: Counter) => [counter.count] },
  }),
})
export type CountersState = typeof state

const countersOperation = operationsOn(state)

interface Plan {
  readonly inMs: number
  readonly job: string
  readonly key: string
  readonly data?: unknown
}

/** Schedules jobs. */
const planJobs = countersOperation(
  operation<{ jobs: readonly Plan[] }, object>('counters', 'Plan'),
  {
    resource: () => '*',
    run({ input, clock, at }) {
      for (const { inMs, job, key, data } of input.jobs) at(clock.now() + inMs, job, key, data)
      return {}
    },
  },
)

const readCounter = countersOperation(
  operation<{ name: string }, { count?: number }>('counters', 'Read'),
  {
    resource: () => '*',
    run: ({ input, state }) => ({ count: state.counters.get(input.name)?.count ?? 0 }),
  },
)

/** Counts up; refuses afterwards when told so. */
const addOne = countersOperation(
  operation<{ name: string; refuses?: boolean }, { count?: number }>('counters', 'Add'),
  {
    resource: () => '*',
    run({ input, state, touch }) {
      const count = (state.counters.get(input.name)?.count ?? 0) + 1
      state.counters.put({ name: input.name, count })
      touch(input.name)
      if (input.refuses) throw new AwsError({ code: 'Refused', status: 400, message: 'no' })
      return { count }
    },
  },
)

const waitForCount = countersOperation(
  operation<{ name: string; count: number }, { count?: number }>('counters', 'Wait'),
  {
    resource: () => '*',
    run({ input, state, clock, beganAtMs, isLastLook, waitUntil }) {
      const count = state.counters.get(input.name)?.count ?? 0
      const deadlineMs = beganAtMs + 20_000
      if (count >= input.count || isLastLook || clock.now() >= deadlineMs) return { count }
      return waitUntil(deadlineMs, input.name, 20_000)
    },
  },
)

const send = countersOperation(
  operation<
    { to: string; body?: string; deadLetterArn?: string; attemptsMax?: number; ageMsMax?: number },
    object
  >('counters', 'Send'),
  {
    resource: () => '*',
    run({ input, deliver }) {
      const { to, body = '', deadLetterArn, attemptsMax = 3, ageMsMax } = input
      deliver({
        arn: to,
        body,
        source: 'arn:aws:counters:us-east-1:123456789012:sender',
        as: 'counters.amazonaws.com',
        ...(deadLetterArn !== undefined && { deadLetterArn }),
        retry: {
          attemptsMax,
          firstDelayMs: 1_000,
          factor: 2,
          delayMsMax: 3_000,
          ...(ageMsMax !== undefined && { ageMsMax }),
        },
      })
      return {}
    },
  },
)

export type CountersJobs = Readonly<Record<string, JobDefinition<CountersState>>>

/** `add` counts up its key; further jobs as the test wants them. */
export function counters(jobs: CountersJobs = {}) {
  return defineService({
    name: 'counters',
    state,
    operations: [planJobs, readCounter, addOne, waitForCount, send],
    jobs: {
      add: {
        run({ state, key }) {
          state.counters.put({ name: key, count: (state.counters.get(key)?.count ?? 0) + 1 })
        },
      },
      ...jobs,
    },
    delivery: {
      action: 'counters:Add',
      /** Counts the receiver's name up; refuses afterwards when the body says so. */
      take({ arn, body, state }) {
        const count = (state.counters.get(arn.resource)?.count ?? 0) + 1
        state.counters.put({ name: arn.resource, count })
        if (body === 'refuse' && arn.resource !== 'dead')
          throw new AwsError({ code: 'Refused', status: 400, message: 'no' })
        if (body === 'bug') throw new TypeError('oops')
      },
    },
  })
}
