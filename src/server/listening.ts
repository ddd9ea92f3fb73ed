/** Listens, and says in the user's words why it can't. */
import { listenHttp } from '../engines/http-listener.ts'
import type { HttpHandler, HttpListener, HttpListenerOptions } from '../ports/listeners.ts'
import { isWildcard } from './configuration.ts'

/** The port can't be listened on; the message says why. */
export class ListenError extends Error {
  override readonly name = 'ListenError'
}

/** @throws ListenError */
export async function listen(
  handler: HttpHandler,
  options: HttpListenerOptions,
): Promise<HttpListener> {
  try {
    return await listenHttp(handler, options)
  } catch (error) {
    throw new ListenError(await faultOf(error as NodeJS.ErrnoException, options))
  }
}

async function faultOf(
  error: NodeJS.ErrnoException,
  { host, port }: HttpListenerOptions,
): Promise<string> {
  switch (error.code) {
    case 'EADDRINUSE':
      return `Port ${port} of ${host} is taken: ${await whoListens(host, port)}. --port N takes another one, --port 0 any free one.`
    case 'EACCES':
      return `This user may not listen on port ${port}. --port N takes another one.`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `This machine has no address "${host}". --host takes one of its addresses.`
    default:
      return `Kasane can't listen on ${host}:${port}: ${error.message}`
  }
}

/** Longer than a Kasane takes to say that it is one. */
const answerMsMax = 1_000

async function whoListens(host: string, port: number): Promise<string> {
  const name = isWildcard(host) ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host
  try {
    const signal = AbortSignal.timeout(answerMsMax)
    const answer = await fetch(`http://${name}:${port}/_localstack/health`, { signal })
    const { edition, version } = (await answer.json()) as Record<string, unknown>
    if (edition === 'kasane') return `Kasane ${String(version)} already runs there`
  } catch {
    // Whatever it is, it is none.
  }
  return 'another program listens there'
}
