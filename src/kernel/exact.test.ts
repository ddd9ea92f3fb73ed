import { expect, it } from 'vitest'
import { defineState } from './collection.ts'
import { operation } from './operation.ts'
import { operationsOn } from './service.ts'

interface Output {
  readonly text?: string
  readonly list?: readonly { readonly kind: 'x' | 'y'; readonly size?: number }[]
  readonly map?: Readonly<Record<string, string>>
}

const Describe = operation<{ name: string }, Output>('notes', 'Describe')
const noteOperation = operationsOn(defineState({}))
const resource = () => '*'
const text: string = 'text'

it('what AWS answers compiles: several returns, nested lists, maps, waits', () => {
  const map: Record<string, string> = {}
  const operations = [
    noteOperation(Describe, { resource, run: ({ input }) => (input.name ? { text } : {}) }),
    noteOperation(Describe, {
      resource,
      run({ input, waitUntil }) {
        if (input.name === 'a') return waitUntil(1, 'topic', 1)
        if (input.name === 'b') return {}
        return { text, list: [{ kind: 'x' }, { kind: 'y', size: 1 }] }
      },
    }),
    noteOperation(Describe, { resource, run: () => ({ map }) }),
  ]
  expect(operations.map(({ name }) => name)).toEqual(['Describe', 'Describe', 'Describe'])
})

it('what AWS does not answer, or runs unasked, does not compile', () => {
  const refused = [
    // @ts-expect-error AWS has no such member.
    noteOperation(Describe, { resource, run: () => ({ txt: text }) }),
    noteOperation(Describe, {
      resource,
      // @ts-expect-error The same where another return is right.
      run: ({ input }) => (input.name ? { text } : { txt: '' }),
    }),
    noteOperation(Describe, {
      resource,
      // @ts-expect-error The same out of a variable.
      run() {
        const output = { text, other: 1 }
        return output
      },
    }),
    // @ts-expect-error The same within a list.
    noteOperation(Describe, { resource, run: () => ({ list: [{ kind: 'x', length: 1 }] }) }),
    // @ts-expect-error Text is no number.
    noteOperation(Describe, { resource, run: () => ({ text: 1 }) }),
    // @ts-expect-error Nothing runs without saying what the caller must be allowed.
    noteOperation(Describe, { run: () => ({}) }),
  ]
  expect(refused).toHaveLength(6)
})
