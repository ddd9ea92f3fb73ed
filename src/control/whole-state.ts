/** What concerns the cloud as a whole: reset, snapshot, restore, stop. */
import { SnapshotRefused } from '../kernel/snapshot-format.ts'
import { readFile, readNothing } from './body.ts'
import { badRequest, json } from './reply.ts'
import type { Resource } from './resource.ts'

const snapshotType = 'application/octet-stream'

export const reset: Resource = {
  path: '/reset',
  says: 'forgets everything',
  methods: {
    async POST({ parts, request, inTurn }) {
      await readNothing(request)
      await inTurn(() => parts.reset())
      return json({ reset: true })
    },
  },
}

export const snapshot: Resource = {
  path: '/snapshot',
  says: 'answers everything the cloud holds as one file',
  methods: {
    async POST({ parts, request }) {
      await readNothing(request)
      const headers = { 'content-type': snapshotType, 'cache-control': 'no-store' }
      return { status: 200, headers, body: parts.snapshot() }
    },
  },
}

export const restore: Resource = {
  path: '/restore',
  says: 'replaces everything by what a snapshot holds',
  methods: {
    async POST({ parts, request, inTurn }) {
      const file = toItsEnd(readFile(request, snapshotType))
      await inTurn(() => parts.restore(file).catch(refuseFile))
      return json({ restored: true })
    },
  },
}

export const stop: Resource = {
  path: '/stop',
  says: 'ends the process when the calls under way are answered',
  methods: {
    async POST({ parts, request }) {
      await readNothing(request)
      parts.stop()
      return json({ stopping: true }, 202)
    },
  },
}

/** What is refused is read on and thrown away: a client that still sends would not hear why. */
function toItsEnd(file: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  return {
    [Symbol.asyncIterator]() {
      const chunks = file[Symbol.asyncIterator]()
      return {
        next: () => chunks.next(),
        async return() {
          try {
            while (!(await chunks.next()).done);
          } catch {
            // The client went: nobody is there to be told.
          }
          return { done: true, value: undefined }
        },
      }
    },
  }
}

function refuseFile(error: unknown): never {
  if (error instanceof SnapshotRefused) throw badRequest('InvalidSnapshot', error.message)
  throw error
}
