/** `/_kasane/clock`: shows emulated time, moves it, holds it and lets it run. */
import type { Kernel } from '../kernel/kernel.ts'
import { readMembers } from './body.ts'
import { durationMs, instantMs, instantMsMax, isoInstant } from './iso-time.ts'
import { badRequest, json } from './reply.ts'
import type { Resource } from './resource.ts'

export const clock: Resource = {
  path: '/clock',
  says: 'emulated time: shown, moved, held, let run',
  methods: {
    GET: ({ parts: { kernel } }) => json(stateOf(kernel)),
    async POST({ parts: { kernel }, request, inTurn }) {
      const order = orderOf(await readMembers(request, ['advance', 'set', 'mode']))
      return inTurn(async () => {
        const fromMs = kernel.clock.now()
        const settled = await order(kernel)
        const movedMs = kernel.clock.now() - fromMs
        return json({ ...stateOf(kernel), movedMs, settled })
      })
    },
  },
}

/** What a request asks of the clock; answers whether all work that fell due has ended. */
type Order = (kernel: Kernel) => Promise<boolean>

function orderOf(members: { advance?: unknown; set?: unknown; mode?: unknown }): Order {
  if (Object.keys(members).length !== 1) {
    throw badRequest('InvalidClockRequest', 'Give exactly one of "advance", "set" and "mode".')
  }
  if ('advance' in members) return advanceBy(durationMs(members.advance))
  if ('set' in members) return moveTo(instantMs(members.set))
  return switchTo(members.mode)
}

function advanceBy(ms: number): Order {
  return (kernel) => move(kernel, kernel.clock.now() + ms)
}

function moveTo(toMs: number): Order {
  return (kernel) => {
    const nowMs = kernel.clock.now()
    if (toMs < nowMs) {
      const [to, now] = [isoInstant(toMs), isoInstant(nowMs)]
      throw badRequest('TimeMovesForward', `${to} is in the past: it is ${now}.`)
    }
    return move(kernel, toMs)
  }
}

/** Time never comes back, so what can only be a slip of the hand is caught before it goes. */
const yearsAheadMax = 100

async function move(kernel: Kernel, toMs: number): Promise<boolean> {
  requireReachable(kernel, toMs)
  const { settled } = await kernel.scheduler.moveTo(toMs)
  return settled
}

function requireReachable({ clock }: Kernel, toMs: number): void {
  const furthest = new Date(clock.real.now())
  furthest.setUTCFullYear(furthest.getUTCFullYear() + yearsAheadMax)
  if (toMs <= Math.max(furthest.getTime(), clock.now())) return
  const to = toMs > instantMsMax ? 'That' : isoInstant(toMs)
  throw badRequest(
    'TooFarAhead',
    `${to} is too far ahead: time moves up to ${yearsAheadMax} years ahead of real time, to ${furthest.toISOString()}.`,
  )
}

function switchTo(mode: unknown): Order {
  if (mode !== 'held' && mode !== 'running') {
    throw badRequest('InvalidMode', 'The mode of the clock is "held" or "running".')
  }
  return async (kernel) => {
    if (mode === 'held') kernel.clock.stop()
    else kernel.clock.run()
    kernel.scheduler.resume()
    return true
  }
}

function stateOf({ clock }: Kernel) {
  return { now: isoInstant(clock.now()), mode: clock.mode, offsetMs: Math.round(clock.movedMs()) }
}
