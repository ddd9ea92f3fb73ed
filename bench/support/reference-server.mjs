// The reference of every ratio: one thread of bare node:http that reads a body, parses it as JSON
// and answers a small object.
import { createServer } from 'node:http'

createServer((request, response) => {
  const chunks = []
  request.on('data', (chunk) => chunks.push(chunk))
  request.on('end', () => {
    const text = Buffer.concat(chunks).toString('utf8')
    const answer = JSON.stringify({ ok: true, keys: keysOf(text), bytes: text.length })
    response.writeHead(200, {
      'content-type': 'application/x-amz-json-1.0',
      'content-length': Buffer.byteLength(answer),
    })
    response.end(answer)
  })
}).listen(Number(process.argv[2]), '127.0.0.1')

function keysOf(text) {
  try {
    return Object.keys(JSON.parse(text)).length
  } catch {
    return 0
  }
}
