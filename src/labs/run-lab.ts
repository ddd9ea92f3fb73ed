/** Runs a lab in an account of its own, tells how it goes, and answers what it has proven. */
import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Chart } from './chart.ts'
import { controlClient } from './control-client.ts'
import {
  type Claim,
  ClaimFailed,
  type ClientConfig,
  type Credentials,
  type Explanation,
  type Lab,
  type Language,
  type Stage,
} from './lab.ts'

export interface LabPlace {
  readonly endpoint: string
  /** Of a cloud on another machine. */
  readonly token?: string | undefined
  /** The cloud's clock runs, and is waited for. */
  readonly isRealTime?: boolean
}

export interface LabResult {
  readonly lab: string
  readonly ok: boolean
  readonly claims: readonly Claim[]
  readonly account: string
  /** What ended the run before its end, other than a claim. */
  readonly error?: string
}

/** Hears how a lab goes on, in the language that was asked for. */
export interface Progress {
  step(text: string): void
  claim(claim: Claim): void
  chart(chart: Chart): void
}

export async function runLab(
  lab: Lab,
  place: LabPlace,
  language: Language,
  progress: Progress,
): Promise<LabResult> {
  const account = `${randomInt(100_000_000_000, 1_000_000_000_000)}`
  const claims: Claim[] = []
  const stage = stageFor(place, account, {
    step: (text) => progress.step(text[language]),
    claim(text, holds, seen) {
      const claim = { text: text[language], ok: holds, ...(!holds && { seen }) }
      claims.push(claim)
      progress.claim(claim)
      if (!holds) throw new ClaimFailed(claim.text)
    },
    draw: (chart) => progress.chart(chart),
  })
  const error = await lab.run(stage).then(() => undefined, errorOf)
  const ok = error === undefined && claims.length > 0 && claims.every((claim) => claim.ok)
  return { lab: lab.name, ok, claims, account, ...(error && { error }) }
}

/** A claim that failed has been told already; a call that failed is told with its request. */
function errorOf(error: unknown): string | undefined {
  if (error instanceof ClaimFailed) return undefined
  const { name, message, $metadata } = error as Error & {
    readonly $metadata?: { readonly requestId?: string }
  }
  const id = $metadata?.requestId
  return `${name}: ${message}${id === undefined ? '' : ` (request ${id})`}`
}

function stageFor(
  { endpoint, token, isRealTime = false }: LabPlace,
  account: string,
  { step, claim, draw }: Pick<Stage, 'step' | 'claim' | 'draw'>,
): Stage {
  const control = controlClient(endpoint, token)
  const region = 'us-east-1'
  const as = (credentials: Credentials): ClientConfig => ({
    endpoint,
    region,
    credentials,
    // What is refused is to be seen, not tried again.
    maxAttempts: 1,
  })
  return {
    account,
    region,
    root: as({ accessKeyId: account, secretAccessKey: 'lab' }),
    as,
    step,
    claim,
    draw,
    isRealTime,
    async explain(requestId) {
      const found = (await control.get(`/incidents/${requestId}`)) as {
        readonly explanation: Explanation
      }
      return found.explanation
    },
    advance: isRealTime
      ? waiter()
      : async (duration) => void (await control.post('/clock', { advance: duration })),
    async now() {
      const { now } = (await control.get('/clock')) as { readonly now: string }
      return new Date(now)
    },
  }
}

/**
 * Waits for seconds as they come, from one to the next: what was done between two takes no time of
 * its own.
 */
function waiter(): Stage['advance'] {
  let untilMs = performance.now()
  return async (duration) => {
    const [, seconds] = /^PT(\d+)S$/.exec(duration) ?? []
    if (seconds === undefined) throw new Error(`${duration} can't be waited for`)
    untilMs = Math.max(untilMs, performance.now() - 1_000) + Number(seconds) * 1_000
    await sleep(Math.max(0, untilMs - performance.now()))
  }
}
