/**
 * Listens for HTTP on a port: the only code that sees Node's requests. Heads go to the handler at
 * once; bodies are collected, or handed on as they come, as the handler wants them.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Server, Socket } from 'node:net'
import type {
  Certificate,
  HttpAnswer,
  HttpHandler,
  HttpHead,
  HttpListener,
  HttpListenerOptions,
  HttpReception,
} from '../ports/listeners.ts'
import { Connections } from './connections.ts'
import { refuseMalformed } from './http-faults.ts'
import { collect, discard, streamOf } from './http-body.ts'
import { headOf } from './http-head.ts'
import { send } from './http-answer.ts'
import { sharedPort } from './shared-port.ts'
import { callInTurn } from './turns.ts'

/** Tokens of sessions and presigned URLs make long heads; Node's own limit is half of this. */
const headBytesMax = 32 * 1024

/** As AWS's load balancers, so that a client's idle connection isn't closed under its next call. */
const idleMsMax = 65_000

const headMsMax = 20_000

/** How often connections that fell idle are closed while the end is awaited. */
const idleLookMs = 20

export async function listenHttp(
  handler: HttpHandler,
  options: HttpListenerOptions,
): Promise<HttpListener> {
  const connections = new Connections()
  const plain = createServer(limits)
  const secure = options.certificate && (await secureServer(options.certificate))
  const servers: HttpServer[] = secure ? [plain, secure] : [plain]
  for (const server of servers) prepare(server, handler, connections)
  const listener = secure ? sharedPort(plain, secure, headMsMax) : plain
  await listening(listener, options)
  const { port } = listener.address() as AddressInfo
  return { host: options.host, port, stop: (ms) => stop(listener, servers, connections, ms) }
}

type HttpServer = ReturnType<typeof createServer>

const limits = {
  maxHeaderSize: headBytesMax,
  headersTimeout: headMsMax,
  keepAliveTimeout: idleMsMax,
  // Uploads take as long as they take: clients that stall are ended by `Connections`.
  requestTimeout: 0,
  noDelay: true,
}

async function secureServer({ key, certificate }: Certificate) {
  const { createServer } = await import('node:https')
  return createServer({ ...limits, key, cert: certificate })
}

function prepare(server: HttpServer, handler: HttpHandler, connections: Connections): void {
  const onRequest = (request: IncomingMessage, response: ServerResponse) =>
    serve(handler, connections, request, response)
  // A client that has said all that it had to say still waits for its answer.
  Object.assign(server, { httpAllowHalfOpen: true })
  server.on('request', onRequest)
  server.on('checkContinue', onRequest)
  server.on('clientError', refuseMalformed)
  server.on('connection', (socket: Socket) => connections.watch(socket))
  server.on('secureConnection', (socket: Socket) => connections.watchSecure(socket))
}

function listening(server: Server, { host, port }: HttpListenerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function serve(
  handler: HttpHandler,
  connections: Connections,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  connections.begin(request)
  const head = headOf(request, response)
  const reception = handler.open(head)
  if (reception instanceof Promise) {
    void reception.then((ready) => receive(ready, head, request, response))
  } else receive(reception, head, request, response)
}

function receive(
  reception: HttpReception,
  head: HttpHead,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (!head.hasBody || reception.wants === 'nothing') {
    if (head.hasBody) discard(request, response)
    return callInTurn(() => answer(reception.receive(noBytes), request, response))
  }
  if (head.headers['expect'] !== undefined) response.writeContinue()
  if (reception.wants === 'stream') {
    return answer(reception.receiveStream(streamOf(request)), request, response)
  }
  collect(request, reception.bodyBytesMax, (body) => {
    if (body) return callInTurn(() => answer(reception.receive(body), request, response))
    response.shouldKeepAlive = false
    answer(reception.refuseLength(), request, response)
  })
}

const noBytes = Buffer.alloc(0)

function answer(
  given: HttpAnswer | Promise<HttpAnswer>,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (given instanceof Promise) void given.then((ready) => send(ready, request, response))
  else send(given, request, response)
}

function stop(
  listener: Server,
  servers: readonly HttpServer[],
  connections: Connections,
  ms: number,
): Promise<void> {
  const closeIdle = () => {
    for (const server of servers) server.closeIdleConnections()
    connections.closeUnused()
  }
  return new Promise((resolve) => {
    const cutOff = setTimeout(() => {
      for (const server of servers) server.closeAllConnections()
    }, ms)
    // Connections fall idle one by one as their last calls are answered; Node then keeps them.
    const closing = setInterval(closeIdle, idleLookMs)
    listener.close(() => {
      clearTimeout(cutOff)
      clearInterval(closing)
      connections.stop()
      resolve()
    })
    closeIdle()
  })
}
