// The reference of every ratio: one thread of bare node:http that reads a body, parses it as JSON
// and answers a small object.
import { createServer } from 'node:http'

const answer = Buffer.from('{"MessageId":"00000000-0000-0000-0000-000000000000","ok":true}')

createServer((request, response) => {
  const chunks = []
  request.on('data', (chunk) => chunks.push(chunk))
  request.on('end', () => {
    const text = Buffer.concat(chunks).toString()
    try {
      JSON.parse(text || '{}')
    } catch {
      // A probe without JSON is answered all the same.
    }
    response.writeHead(200, {
      'content-type': 'application/x-amz-json-1.0',
      'content-length': answer.length,
    })
    response.end(answer)
  })
}).listen(Number(process.argv[2]), '127.0.0.1')
