/**
 * The control API, `/_kasane`: what steers the emulator itself rather than the cloud it emulates.
 * docs/control-api.md describes it for its users; members of answers are only ever added.
 */
import { StorageError } from '../kernel/store/storage-error.ts'
import type { WireRequest, WireResponse } from '../wire/message.ts'
import { about } from './about.ts'
import { accessUsed } from './access-used.ts'
import { clock } from './clock.ts'
import { due } from './due.ts'
import { Lines } from './follow.ts'
import { health } from './health.ts'
import { incident, incidents, requests } from './journals.ts'
import { quotas } from './quotas.ts'
import { Refusal, refused } from './reply.ts'
import type { ControlCall, ControlParts, Peer, Resource } from './resource.ts'
import { isLetIn, tokenWanted } from './token.ts'
import { reset, restore, snapshot, stop } from './whole-state.ts'

const resources: readonly Resource[] = [
  about(() => resources),
  health,
  clock,
  reset,
  snapshot,
  restore,
  requests,
  incidents,
  incident,
  accessUsed,
  quotas,
  due,
  stop,
]

export interface ControlApi {
  /** Give the body unread, as `stream`: each resource reads it up to a limit of its own. */
  handle(request: WireRequest, peer: Peer): Promise<WireResponse>
  /** Ends the streams that clients follow, which would otherwise hold up the end of the process. */
  end(): void
}

export function controlApi(parts: ControlParts): ControlApi {
  const followers = new Set<Lines>()
  let turn: Promise<unknown> = Promise.resolve()
  const inTurn: ControlCall['inTurn'] = (work) => {
    const done = turn.then(work)
    turn = done.catch(() => undefined)
    return done
  }
  return {
    handle: (request, peer) => answer(request, peer).catch(refusalOf),
    end() {
      for (const lines of followers) void lines.return()
    },
  }

  async function answer(request: WireRequest, peer: Peer): Promise<WireResponse> {
    requireToken(parts, request, peer)
    const { resource, segments } = find(pathBelow(request.path))
    const isHead = request.method === 'HEAD'
    const { GET, POST } = resource.methods
    const handler = isHead || request.method === 'GET' ? GET : POST
    if (!handler || (handler === POST && request.method !== 'POST')) throw wrongMethod(resource)
    const query = new URLSearchParams(request.query)
    const response = await handler({ parts, request, query, segments, inTurn, followers })
    return isHead ? withoutBody(response) : response
  }
}

/** The path below `/_kasane`, a slash at its end dropped. */
function pathBelow(path: string): string {
  return path.slice('/_kasane'.length).replace(/\/$/, '')
}

function find(path: string) {
  for (const resource of resources) {
    const segments = match(resource.path.split('/'), path.split('/'))
    if (segments) return { resource, segments }
  }
  throw new Refusal(404, 'NoSuchResource', `There is no /_kasane${path}; GET /_kasane lists all.`)
}

function match(wanted: readonly string[], given: readonly string[]) {
  if (wanted.length !== given.length) return undefined
  const segments: Record<string, string> = {}
  for (const [index, name] of wanted.entries()) {
    const text = given[index] ?? ''
    const variable = /^\{(.*)\}$/.exec(name)?.[1]
    if (variable !== undefined && text !== '') segments[variable] = decode(text)
    else if (name !== text) return undefined
  }
  return segments
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

function wrongMethod({ path, methods }: Resource): Refusal {
  const allow = methods.GET ? ['GET', 'HEAD'] : []
  if (methods.POST) allow.push('POST')
  const allowed = allow.join(', ')
  const message = `/_kasane${path} takes ${allowed}.`
  return new Refusal(405, 'MethodNotAllowed', message, { allow: allowed })
}

function requireToken({ token }: ControlParts, { headers }: WireRequest, peer: Peer): void {
  if (isLetIn(token, { headers, isLoopback: peer.isLoopback })) return
  throw new Refusal(401, 'TokenRequired', tokenWanted, { 'www-authenticate': 'Bearer' })
}

function withoutBody({ status, headers, body }: WireResponse): WireResponse {
  // A stream that nobody will read has to be ended, or it would listen for ever.
  if (body instanceof Lines) void body.return()
  return { status, headers }
}

function refusalOf(error: unknown): WireResponse {
  if (error instanceof Refusal) return refused(error)
  if (error instanceof StorageError) {
    return refused(new Refusal(503, 'StorageUnavailable', error.message))
  }
  throw error
}
