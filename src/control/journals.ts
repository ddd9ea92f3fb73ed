/** Requests served and refusals given: listed, or followed as they come. */
import { explain } from './explain/explain.ts'
import { follow } from './follow.ts'
import { badRequest, json, Refusal } from './reply.ts'
import type { ControlCall, Journal, Resource } from './resource.ts'
import { surroundingsOf } from './surroundings.ts'

const listedByDefault = 100

export const requests: Resource = {
  path: '/requests',
  says: 'the newest requests; ?last=N, ?follow',
  methods: { GET: (call) => listOrFollow(call, 'requests', call.parts.journal) },
}

export const incidents: Resource = {
  path: '/incidents',
  says: 'the newest refusals with their causes; ?last=N, ?follow',
  methods: { GET: (call) => listOrFollow(call, 'incidents', call.parts.kernel.incidents) },
}

export const incident: Resource = {
  path: '/incidents/{requestId}',
  says: 'why one request was refused, and what helps; ID may be "last"',
  methods: {
    GET(call) {
      const { incidents: known } = call.parts.kernel
      const { requestId = '' } = call.segments
      const found = requestId === 'last' ? known.list().at(-1) : known.find(requestId)
      if (found) return json({ ...found, explanation: explain(found, surroundingsOf(call)) })
      if (requestId === 'last') throw new Refusal(404, 'NoSuchIncident', 'Nothing was refused.')
      throw new Refusal(404, 'NoSuchIncident', `No refusal is known of the request ${requestId}.`)
    },
  },
}

function listOrFollow({ query, followers }: ControlCall, name: string, journal: Journal) {
  const isFollowed = query.has('follow')
  const last = lastOf(query) ?? (isFollowed ? 0 : listedByDefault)
  const entries = last === 0 ? [] : journal.list().slice(-last)
  return isFollowed ? follow(journal, entries, followers) : json({ [name]: entries })
}

function lastOf(query: URLSearchParams): number | undefined {
  const text = query.get('last')
  if (text === null) return undefined
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw badRequest('InvalidQuery', '"last" takes a whole number.')
}
