/** HTTP and HTTPS on one port: the first byte tells them apart, as LocalStack's clients expect. */
import type { Server as HttpServer } from 'node:http'
import type { Server as HttpsServer } from 'node:https'
import { createServer, type Server, type Socket } from 'node:net'

/** What a TLS client begins with: a record of its handshake. */
const handshake = 0x16

export function sharedPort(plain: HttpServer, secure: HttpsServer, headMsMax: number): Server {
  return createServer({ noDelay: true }, (socket: Socket) => {
    socket.setTimeout(headMsMax, () => socket.destroy())
    socket.on('error', () => socket.destroy())
    socket.once('data', (first: Buffer) => {
      socket.setTimeout(0)
      socket.pause()
      socket.unshift(first)
      const server = first[0] === handshake ? secure : plain
      server.emit('connection', socket)
      process.nextTick(() => socket.resume())
    })
  })
}
