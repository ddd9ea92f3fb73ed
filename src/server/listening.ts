/** Listens, and says in the user's words why it can't. */
import { listenHttp } from '../engines/http-listener.ts'
import type { HttpHandler, HttpListener, HttpListenerOptions } from '../ports/listeners.ts'

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
    throw new ListenError(faultOf(error as NodeJS.ErrnoException, options))
  }
}

function faultOf(error: NodeJS.ErrnoException, { host, port }: HttpListenerOptions): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return `Port ${port} of ${host} is taken: another program listens there. --port N takes another one, --port 0 any free one.`
    case 'EACCES':
      return `This user may not listen on port ${port}. --port N takes another one.`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `This machine has no address "${host}". --host takes one of its addresses.`
    default:
      return `Kasane can't listen on ${host}:${port}: ${error.message}`
  }
}
