/** Answers to what is no HTTP: as AWS's front ends do, in one line, and the connection ends. */
import type { Socket } from 'node:net'

const answers: Readonly<Record<string, readonly [status: string, code: string, text: string]>> = {
  HPE_HEADER_OVERFLOW: [
    '431 Request Header Fields Too Large',
    'RequestHeaderSectionTooLarge',
    'Your request header section exceeds the maximum allowed size.',
  ],
  ERR_HTTP_REQUEST_TIMEOUT: [
    '408 Request Timeout',
    'RequestTimeout',
    'Your socket connection to the server was not read from or written to within the timeout period.',
  ],
}

const malformed = ['400 Bad Request', 'BadRequest', 'The request could not be parsed.'] as const

/** How long a client may go on sending what nobody reads, so that it comes to read its answer. */
const lingerMs = 1_000

const refused = new WeakSet<Socket>()

export function refuseMalformed(error: NodeJS.ErrnoException, socket: Socket): void {
  if (refused.has(socket)) return
  if (error.code === 'ECONNRESET' || !socket.writable || isAnswering(socket)) {
    socket.destroy()
    return
  }
  const [status, code, text] = answers[error.code ?? ''] ?? malformed
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${text}</Message></Error>`
  const head = [
    `HTTP/1.1 ${status}`,
    'Connection: close',
    'Content-Type: application/xml',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ]
  refused.add(socket)
  setTimeout(() => socket.destroy(), lingerMs).unref()
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}

/** An answer is on its way on this socket, into whose middle no other may be written. */
function isAnswering(socket: Socket): boolean {
  const { _httpMessage: message } = socket as Socket & {
    readonly _httpMessage?: { readonly headersSent: boolean } | null
  }
  return message?.headersSent === true
}
