/** The running cloud as the commands see it: its control API, docs/control-api.md. */
import { type Answer, type Question, readText } from './ask.ts'
import { Failure, UsageError } from './failure.ts'
import type { Terminal } from './terminal.ts'

/** The newest version of the control API that these commands know. */
const apiKnown = 1

const defaultEndpoint = 'http://127.0.0.1:4566'

/** A cloud that is asleep or busy may take a while; one that says nothing for this long isn't there. */
const firstAnswerMsMax = 10_000

/** Where a cloud is, and what lets a command in there. */
export interface CloudAddress {
  readonly endpoint: string
  /** Printed by `kasane start --host`; asked of other machines. */
  readonly token?: string | undefined
}

/** A JSON object, of the control API or of AWS's. */
export type Members = Readonly<Record<string, unknown>>

/** A cloud that answers. All of its calls throw `Failure`, and `UsageError` for words it can't read. */
export interface Cloud {
  readonly endpoint: string
  /** What `GET /_kasane` tells: version, api and more. */
  readonly about: Members
  get(path: string): Promise<Members>
  post(path: string, body?: object): Promise<Members>
  /** The answer as it comes. */
  read(method: string, path: string): Promise<AsyncIterable<Uint8Array>>
  /** Sends a file. */
  send(path: string, file: AsyncIterable<Uint8Array>): Promise<Members>
}

/** `--endpoint`, else AWS_ENDPOINT_URL, else port 4566 of this machine. */
export function endpointOf(
  given: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): string {
  const said = given ?? (env['AWS_ENDPOINT_URL'] || defaultEndpoint)
  const text = /^(?:[\w.-]+|\[[\da-f:]+\]):\d+$/i.test(said) ? `http://${said}` : said
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url && /^https?:$/.test(url.protocol)) return url.origin
  throw new UsageError(`"${said}" is not an endpoint such as ${defaultEndpoint}`)
}

/** Finds the cloud. @throws Failure when none answers there, or one that this can't speak to. */
export async function findCloud(
  { endpoint, token }: CloudAddress,
  terminal: Pick<Terminal, 'ask' | 'program'>,
): Promise<Cloud> {
  const authorization = token && { authorization: `Bearer ${token}` }
  const say = async (path: string, question: Partial<Question>): Promise<Answer> => {
    const url = new URL(`/_kasane${path}`, endpoint)
    const headers = { ...authorization, ...question.headers }
    const answer = await askCloud({ method: 'GET', ...question, url, headers }, terminal)
    if (answer.status < 400) return answer
    throw await refusalOf(answer, endpoint)
  }
  const members = async (path: string, question: Partial<Question>) =>
    membersOf(await say(path, question), endpoint)

  const about = await members('', { timeoutMs: firstAnswerMsMax })
  requireKnownApi(about, endpoint)
  return {
    endpoint,
    about,
    get: (path) => members(path, {}),
    post: (path, body = {}) =>
      members(path, { method: 'POST', headers: typeJson, body: JSON.stringify(body) }),
    read: async (method, path) => (await say(path, { method })).body,
    send: (path, file) => members(path, { method: 'POST', headers: typeFile, body: file }),
  }
}

const typeJson = { 'content-type': 'application/json' }
const typeFile = { 'content-type': 'application/octet-stream' }

/** Asks where a cloud should be. @throws Failure when none answers, or its answer breaks off */
export async function askCloud(
  question: Question,
  { ask, program }: Pick<Terminal, 'ask' | 'program'>,
): Promise<Answer> {
  const { origin } = question.url
  const answer = await ask(question).catch(refuseSilence(origin, program))
  return { ...answer, body: wholeOf(answer.body, origin) }
}

function refuseSilence(endpoint: string, program: string) {
  return (error: Error & { readonly code?: string }): never => {
    if (error.code === 'ECONNREFUSED') {
      throw new Failure(`nothing is running at ${endpoint} (start it with: ${program} start)`)
    }
    if (error.code === 'ETIMEDOUT') throw new Failure(`${endpoint} does not answer`)
    if (error.code === 'EPROTO') throw new Failure(`${endpoint} does not speak HTTPS`)
    if (error.code?.startsWith('HPE_')) throw notKasane(endpoint)
    throw new Failure(`${endpoint} cannot be reached: ${error.message || error.code}`)
  }
}

async function* wholeOf(
  body: AsyncIterable<Uint8Array>,
  endpoint: string,
): AsyncGenerator<Uint8Array> {
  try {
    yield* body
  } catch (error) {
    throw new Failure(`${endpoint} broke off its answer: ${(error as Error).message}`)
  }
}

function requireKnownApi({ product, api, version }: Members, endpoint: string): void {
  if (product !== 'kasane' || typeof api !== 'number') throw notKasane(endpoint)
  if (api <= apiKnown) return
  const theirs = `Kasane ${String(version)} at ${endpoint} speaks version ${api} of the control API`
  throw new Failure(`${theirs}, this command version ${apiKnown}: update it`)
}

async function membersOf({ body }: Answer, endpoint: string): Promise<Members> {
  return parsed(await readText(body)) ?? Promise.reject(notKasane(endpoint))
}

/** With the sentence of a refusal; whoever refuses in another form is not Kasane. */
async function refusalOf({ body }: Answer, endpoint: string): Promise<Failure | UsageError> {
  const error = parsed(await readText(body))?.['error'] as Members | undefined
  const { code, message } = error ?? {}
  if (typeof message !== 'string') return notKasane(endpoint)
  return wordCodes.has(String(code)) ? new UsageError(message) : new Failure(message)
}

/** Refusals of what the user typed, which is read at the other end alone. */
const wordCodes = new Set(['InvalidDuration', 'InvalidInstant'])

function parsed(text: string): Members | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Members) : undefined
  } catch {
    return undefined
  }
}

function notKasane(endpoint: string): Failure {
  return new Failure(`another program answers at ${endpoint}: it is not Kasane`)
}
