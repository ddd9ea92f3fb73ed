/**
 * Why a signature doesn't match: the request is signed again as it may have been before something
 * on its way changed it. Whichever form has the signature that came is what the client signed.
 *
 * About 150 trials of some microseconds each, and only for signatures that are wrong anyway.
 */
import {
  type CanonicalForm,
  canonicalRequest,
  scopeText,
  sha256Hex,
  type SignedParts,
  stringToSign,
} from './sigv4-canonical.ts'
import { headerOf } from './message.ts'
import type { Diagnosis } from './sigv4-faults.ts'
import { sameSignature, signatureOf } from './sigv4-key.ts'
import type { Signature } from './sigv4-read.ts'

export interface Disputed {
  readonly request: SignedParts
  readonly signature: Signature
  readonly secret: string
  readonly form: CanonicalForm
  /** As it came; `undefined` when it is still to be read. */
  readonly body: Uint8Array | undefined
}

/** The request as it may have been signed, and what then is different now. */
interface Trial extends Diagnosis {
  readonly request?: Partial<SignedParts>
  readonly form?: Partial<CanonicalForm>
  readonly secret?: string
}

/** `undefined`: none of the usual causes. */
export function diagnose(disputed: Disputed): Diagnosis | undefined {
  for (const trialsOf of [hosts, paths, queries, payloads, headers, methods, secrets]) {
    for (const trial of trialsOf(disputed)) {
      const { part, name, signed, received } = trial
      if (signed === received || !matches(disputed, trial)) continue
      return { part, signed, received, ...(name !== undefined && { name }) }
    }
  }
  return undefined
}

function matches({ request, signature, secret, form }: Disputed, trial: Trial): boolean {
  const { scope, amzDate } = signature
  const canonical = canonicalRequest({ ...request, ...trial.request }, { ...form, ...trial.form })
  const text = stringToSign(amzDate, scopeText(scope), canonical)
  return sameSignature(signatureOf(text, trial.secret ?? secret, scope), signature.signature)
}

function* hosts({ request, signature }: Disputed): Generator<Trial> {
  const received = request.headers['host'] ?? ''
  const port = /:\d+$/.exec(received)?.[0] ?? ''
  const name = received.slice(0, received.length - port.length)
  const { service, region } = signature.scope
  const names = [name, 'localhost', '127.0.0.1', '0.0.0.0', '[::1]', 'kasane', 'localstack']
  const candidates = [
    ...names.flatMap((each) => [port, '', ':4566', ':80', ':443'].map((end) => `${each}${end}`)),
    'host.docker.internal:4566',
    'localhost.localstack.cloud:4566',
    `${service}.${region}.amazonaws.com`,
    `${service}.amazonaws.com`,
    `${region}.queue.amazonaws.com`,
    request.headers['x-forwarded-host'] ?? received,
  ]
  for (const signed of new Set(candidates)) {
    yield { part: 'host', signed, received, request: withHeader(request, 'host', signed) }
  }
}

function* paths({ request, form }: Disputed): Generator<Trial> {
  const { path } = request
  const other = form.encoding === 'once' ? 'twice' : 'once'
  const words = { once: 'encoded once', twice: 'encoded twice' } as const
  yield {
    part: 'path',
    signed: `${path} ${words[other]}`,
    received: `${path} ${words[form.encoding]}`,
    form: { encoding: other },
  }
  const slash = path.endsWith('/') ? path.slice(0, -1) : `${path}/`
  const decoded = decodedPath(path)
  for (const signed of [slash, '/', decoded, path.replaceAll(/\/{2,}/g, '/')]) {
    yield { part: 'path', signed, received: path, request: { path: signed } }
    yield {
      part: 'path',
      signed,
      received: path,
      request: { path: signed },
      form: { encoding: 'once' },
    }
  }
}

function decodedPath(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

const parametersTriedMax = 20

function* queries({ request }: Disputed): Generator<Trial> {
  const { query: received } = request
  const trial = (signed: string): Trial => ({
    part: 'query',
    signed,
    received,
    request: { query: signed },
  })
  yield trial('')
  yield trial(received.replaceAll('+', '%2B'))
  const pairs = received.split('&')
  for (const at of pairs.slice(0, parametersTriedMax).keys()) {
    yield trial(pairs.filter((_, index) => index !== at).join('&'))
  }
}

/** Larger bodies aren't hashed again and again. */
const bodyBytesTriedMax = 1_048_576

function* payloads({ signature, form, body }: Disputed): Generator<Trial> {
  const { payloadHash: received } = form
  const trial = (signed: string): Trial => ({
    part: 'payload-hash',
    signed,
    received,
    form: { payloadHash: signed },
  })
  yield trial('UNSIGNED-PAYLOAD')
  yield trial(sha256Hex(''))
  if (signature.payloadHash !== undefined) {
    yield { ...trial(signature.payloadHash), part: 'body' }
  }
  if (!body || body.length === 0 || body.length > bodyBytesTriedMax) return
  const text = Buffer.from(body).toString()
  const texts = [`${text}\n`, text.trim(), text.replaceAll('\r\n', '\n'), compactJson(text)]
  yield { ...trial(sha256Hex(body)), part: 'payload-hash' }
  for (const each of texts) yield { ...trial(sha256Hex(each)), part: 'body' }
}

function compactJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text))
  } catch {
    return text
  }
}

/** What proxies and HTTP libraries make of headers that clients have signed. */
const usualValues: Readonly<Record<string, readonly string[]>> = {
  'accept-encoding': ['identity', 'gzip', 'gzip, deflate', 'gzip, deflate, br', 'gzip, br'],
  connection: ['keep-alive', 'close', 'Keep-Alive'],
  'content-type': [
    'application/x-www-form-urlencoded',
    'application/x-www-form-urlencoded; charset=utf-8',
    'application/x-www-form-urlencoded; charset=UTF-8',
    'application/json',
    'application/octet-stream',
  ],
  expect: ['100-continue'],
  'transfer-encoding': ['chunked'],
}

function* headers({ request, signature, body }: Disputed): Generator<Trial> {
  for (const name of signature.signedHeaders) {
    if (name === 'host') continue
    const received = headerOf(request.headers, name) ?? ''
    const values = [
      '',
      received.split(';')[0] ?? '',
      `${received}; charset=utf-8`,
      received.split(',')[0] ?? '',
      received.toLowerCase(),
      ...(name === 'content-length' && body ? [String(body.length)] : []),
      ...(Object.hasOwn(usualValues, name) ? (usualValues[name] ?? []) : []),
    ]
    for (const signed of new Set(values)) {
      yield { part: 'header', name, signed, received, request: withHeader(request, name, signed) }
    }
  }
}

function* methods({ request }: Disputed): Generator<Trial> {
  for (const signed of ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH']) {
    yield { part: 'method', signed, received: request.method, request: { method: signed } }
  }
}

/** Secrets are named, never told. */
function* secrets({ signature, secret }: Disputed): Generator<Trial> {
  const received = 'the secret of the key'
  const wrong: Readonly<Record<string, string>> = {
    'an empty secret': '',
    'the secret "test"': 'test',
    'the access key id in place of the secret': signature.accessKeyId,
    'the secret with a line break behind it': `${secret}\n`,
    'the secret with a blank behind it': `${secret} `,
    'the secret in quotes': `"${secret}"`,
    'the secret with its + as blanks': secret.replaceAll('+', ' '),
  }
  for (const [signed, tried] of Object.entries(wrong)) {
    if (tried !== secret) yield { part: 'secret', signed, received, secret: tried }
  }
}

function withHeader({ headers }: SignedParts, name: string, value: string): Partial<SignedParts> {
  return { headers: { ...headers, [name]: value } }
}
