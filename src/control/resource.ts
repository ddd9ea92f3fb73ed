/** What a resource of the control API is: a path, and one function for each method it knows. */
import type { Kernel } from '../kernel/kernel.ts'
import type { WireRequest, WireResponse } from '../wire/message.ts'
import type { Lines } from './follow.ts'

/** What the API shows and steers; the composition root hands it in. */
export interface ControlParts {
  readonly kernel: Kernel
  /** Kasane's own version. */
  readonly version: string
  /** The newest requests, and word of each further one. */
  readonly journal: Journal
  /** Facts of this process that `GET /_kasane` tells beside the version: endpoint, pid, store. */
  about(): object
  /** Forgets all state; the process goes on. */
  reset(): Promise<unknown>
  /** Everything the cloud holds, as one file. */
  snapshot(): AsyncIterable<Uint8Array>
  /** Replaces everything by what a snapshot holds. @throws SnapshotRefused, having changed nothing. */
  restore(file: AsyncIterable<Uint8Array>): Promise<unknown>
  /** Begins the orderly end: answers under way are finished, then the process goes. */
  stop(): void
  /** Asked of peers that aren't on this machine; without one they are all let in. */
  readonly token?: string | undefined
  /** An access key of twelve digits is the root user of that account; commands are written so. */
  readonly trustsAnyKey?: boolean
}

/** A list that grows: the requests served, the refusals given. Newest last. */
export interface Journal<Entry extends object = object> {
  list(): readonly Entry[]
  onRecord(listener: (entry: Entry) => void): () => void
}

/** Who is at the other end of the connection. */
export interface Peer {
  readonly isLoopback: boolean
}

/** One request as a resource sees it. */
export interface ControlCall {
  readonly parts: ControlParts
  readonly request: WireRequest
  readonly query: URLSearchParams
  /** The variable segments of the path, decoded. */
  readonly segments: Readonly<Record<string, string>>
  /** Changes of the whole cloud take turns: runs `work` when those before have ended. */
  inTurn<Result>(work: () => Promise<Result>): Promise<Result>
  /** The streams that clients are reading. */
  readonly followers: Set<Lines>
}

type Handler = (call: ControlCall) => WireResponse | Promise<WireResponse>

export interface Resource {
  /** Below `/_kasane`; `{name}` stands for any one segment. */
  readonly path: string
  /** What it is, in a few words: listed by `GET /_kasane`. */
  readonly says: string
  readonly methods: { readonly GET?: Handler; readonly POST?: Handler }
}
