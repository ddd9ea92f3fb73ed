/** What a lab is: a story, and a run that shows it on a cloud and asserts what it claims. */
import type { Chart } from './chart.ts'

export type Language = 'en' | 'ja'

export type Text = Readonly<Record<Language, string>>

export interface Lab {
  /** As its folder. */
  readonly name: string
  readonly title: Text
  readonly story: Story
  /** In real time it takes minutes, not days, so that somebody can wait for it. */
  readonly isWatchable?: boolean
  /**
   * Loads what it runs with first: labs are listed where the AWS SDK's clients aren't installed.
   * @throws ClaimFailed, and whatever the clients throw.
   */
  run(stage: Stage): Promise<void>
}

export interface Story {
  readonly problem: Text
  /** What to look at while it runs. */
  readonly watch: Text
  readonly cause: Text
  readonly cure: Text
  /** What notes for the exam say. */
  readonly exam: Text
  /** What holds today. */
  readonly today: Text
}

/** What the AWS SDK's clients are made with. */
export interface ClientConfig {
  readonly endpoint: string
  readonly region: string
  readonly credentials: Credentials
  readonly maxAttempts: number
}

export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/** Where a lab runs. */
export interface Stage {
  /** The lab's own. */
  readonly account: string
  readonly region: string
  /** Of the account's root user. */
  readonly root: ClientConfig
  /** Of whoever has these credentials. */
  as(credentials: Credentials): ClientConfig
  /** Says what is done next. */
  step(text: Text): void
  /** @throws ClaimFailed when it doesn't hold. */
  claim(text: Text, holds: boolean, seen?: unknown): void
  /** Asks the cloud why a request was refused. */
  explain(requestId: string): Promise<Explanation>
  /** Moves the cloud's clock by an ISO 8601 duration; in real time it waits as long. */
  advance(duration: string): Promise<void>
  /** The cloud's time. */
  now(): Promise<Date>
  /** Time passes by itself, so that seconds can't be counted to the last. */
  readonly isRealTime: boolean
  /** Shows a chart of what was seen. */
  draw(chart: Chart): void
}

export interface Explanation {
  readonly what: string
  readonly who: string
  readonly why: readonly string[]
  readonly cure: readonly { readonly text: string; readonly commands: readonly string[] }[]
}

export interface Claim {
  readonly text: string
  readonly ok: boolean
  /** What was found instead. */
  readonly seen?: unknown
}

/** Ends a run: what would come next rests on what was claimed. */
export class ClaimFailed extends Error {
  override readonly name = 'ClaimFailed'
}
