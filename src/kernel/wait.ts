/** What `run` returns when there is nothing to answer yet; what it wrote is kept all the same. */
export class Wait {
  /** The emulated instant at which to look again at the latest. */
  readonly dueMs: number
  /** What to look again for; a write that touches the topic wakes the call. */
  readonly topic: string
  /** Real milliseconds, counted from the call's start, after which to look one last time. */
  readonly realMsMax: number

  constructor(dueMs: number, topic: string, realMsMax: number) {
    this.dueMs = dueMs
    this.topic = topic
    this.realMsMax = realMsMax
  }
}
