import { expect, it } from 'vitest'
import { seededRandom } from '../../kernel/random.ts'
import type { Message } from '../../generated/sqs.ts'
import { queueWorld } from './testing/queue-world.ts'

const groups = ['a', 'b', 'c', 'd']
const stepsMax = 400

/** What a FIFO queue must be seen to do: the messages of each group, and which are in flight. */
class Model {
  readonly sent = new Map<string, string[]>(groups.map((group) => [group, []]))
  readonly held = new Map<string, { readonly message: Message; untilMs: number }>()

  expireUntil(now: number): void {
    for (const [body, { untilMs }] of this.held) if (untilMs <= now) this.held.delete(body)
  }

  /** A group's messages that are neither deleted nor, as a group, locked. */
  openOf(group: string): readonly string[] {
    const left = this.sent.get(group) ?? []
    return left.some((body) => this.held.has(body)) ? [] : left
  }

  remove(body: string): void {
    this.held.delete(body)
    for (const [group, bodies] of this.sent) {
      this.sent.set(
        group,
        bodies.filter((one) => one !== body),
      )
    }
  }
}

/** Each group's first open messages in order, and as many in all as there are. */
function expectInOrder(model: Model, received: readonly Message[], max: number): void {
  const open = new Map(groups.map((group) => [group, model.openOf(group)]))
  const byGroup = new Map<string, string[]>()
  for (const { Body: body = '', Attributes } of received) {
    const group = Attributes?.MessageGroupId ?? ''
    byGroup.set(group, [...(byGroup.get(group) ?? []), body])
  }
  for (const [group, bodies] of byGroup) {
    expect(bodies).toEqual(open.get(group)?.slice(0, bodies.length))
  }
  const available = [...open.values()].flat().length
  expect(received).toHaveLength(Math.min(max, available))
}

it.each(['1', '2', '3', '4', '5', '6'])(
  'order, no loss and no message twice at a time, whatever is done to it (seed %s)',
  async (seed) => {
    const random = seededRandom(`fifo ${seed}`)
    const below = (max: number) => Math.floor(random.fraction() * max)
    const { queue, advance, now, bugs } = queueWorld()
    const q = await queue('q.fifo')
    const model = new Model()
    let count = 0
    const oneHeld = () => [...model.held.values()][below(model.held.size)]

    const actions = {
      async send() {
        const group = groups[below(groups.length)] ?? 'a'
        const body = `${group}${++count}`
        await q.send(body, { MessageGroupId: group, MessageDeduplicationId: body })
        model.sent.get(group)?.push(body)
      },
      async receive() {
        const max = 1 + below(10)
        const seconds = below(20)
        const received = await q.receive({ MaxNumberOfMessages: max, VisibilityTimeout: seconds })
        expectInOrder(model, received, max)
        const untilMs = now() + seconds * 1_000
        for (const message of received) model.held.set(message.Body ?? '', { message, untilMs })
        model.expireUntil(now())
      },
      async delete() {
        const held = oneHeld()
        if (!held) return
        await q.delete(held.message)
        model.remove(held.message.Body ?? '')
      },
      async setVisibility() {
        const held = oneHeld()
        if (!held) return
        const seconds = below(20)
        await q.setVisibility(held.message, seconds)
        held.untilMs = now() + seconds * 1_000
        model.expireUntil(now())
      },
      async pass() {
        await advance(below(8_000))
        model.expireUntil(now())
      },
    }
    const weighted = [
      actions.send,
      actions.send,
      actions.send,
      actions.receive,
      actions.receive,
      actions.delete,
      actions.delete,
      actions.setVisibility,
      actions.pass,
    ]
    for (let step = 0; step < stepsMax; step++) await weighted[below(weighted.length)]?.()

    await advance(20_000)
    model.expireUntil(now())
    const left = [...model.sent.values()].flat()
    const drained: string[] = []
    for (let got = await q.receive(); got.length > 0; got = await q.receive()) {
      for (const message of got) {
        drained.push(message.Body ?? '')
        await q.delete(message)
      }
    }
    expect(drained.sort()).toEqual(left.sort())
    expect(await q.counts()).toEqual([0, 0, 0])
    expect(bugs).toEqual([])
  },
)
