/** Sends requests in turn, again and again, over some connections: with wrk where it is, else by itself. */
import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'

export interface LoadRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface Load {
  readonly perSecond: number
  /** CPU time of the server for each request, in microseconds; NaN where it can't be told. */
  readonly cpuUs: number
  /** Answers that were no success. */
  readonly failures: number
}

const connections = 16

export const hasWrk = spawnSync('wrk', ['--version']).error === undefined

/**
 * @param given one request, or several of the same method and path
 * @param pid of the server, whose CPU time is read
 */
export async function load(
  endpoint: string,
  given: LoadRequest | readonly LoadRequest[],
  { seconds, pid }: { readonly seconds: number; readonly pid: number },
): Promise<Load> {
  const sent = Array.isArray(given) ? (given as readonly LoadRequest[]) : [given as LoadRequest]
  const cpuBefore = cpuSeconds(pid)
  const { requests, elapsed, failures } = hasWrk
    ? loadByWrk(endpoint, sent, seconds)
    : await loadBySockets(endpoint, sent, seconds)
  const cpu = cpuSeconds(pid) - cpuBefore
  return { perSecond: requests / elapsed, cpuUs: (cpu / requests) * 1e6, failures }
}

interface Counted {
  readonly requests: number
  readonly elapsed: number
  readonly failures: number
}

/** The requests are written once; luajit picks one for each call. */
function loadByWrk(endpoint: string, sent: readonly LoadRequest[], seconds: number): Counted {
  const script = join(tmpdir(), `kasane-bench-${process.pid}.lua`)
  writeFileSync(
    script,
    [
      'local sent = {',
      ...sent.map((request) => `${luaText(request.body)}, ${luaTable(request.headers)},`),
      '}',
      'local made, at = {}, 0',
      'function init()',
      `  for i = 1, #sent, 2 do made[#made + 1] = wrk.format(${luaText(sent[0]?.method ?? '')}, ${luaText(sent[0]?.path ?? '')}, sent[i + 1], sent[i]) end`,
      'end',
      'function request()',
      '  at = at % #made + 1',
      '  return made[at]',
      'end',
      'done = function(summary) io.write(string.format("%d %d %d\\n", summary.requests, summary.duration, summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout)) end',
    ].join('\n'),
  )
  const args = ['-t1', `-c${connections}`, `-d${seconds}s`, '-s', script, endpoint]
  const { stdout } = spawnSync('wrk', args, { encoding: 'utf8' })
  rmSync(script)
  const [requests = 0, microseconds = 1, failures = 0] = (stdout.trim().split('\n').at(-1) ?? '')
    .split(' ')
    .map(Number)
  return { requests, elapsed: microseconds / 1e6, failures }
}

function luaTable(record: Readonly<Record<string, string>>): string {
  const entries = Object.entries(record)
  return `{${entries.map(([name, value]) => `[${luaText(name)}] = ${luaText(value)}`).join(', ')}}`
}

function luaText(text: string): string {
  return JSON.stringify(text)
}

async function loadBySockets(
  endpoint: string,
  sent: readonly LoadRequest[],
  seconds: number,
): Promise<Counted> {
  const { hostname, port, host } = new URL(endpoint)
  const wires = sent.map((request) => wireOf(request, host))
  let at = 0
  const next = () => wires[at++ % wires.length] ?? ''
  const began = performance.now()
  const endsAt = began + seconds * 1_000
  const counts = { requests: 0, failures: 0 }
  const one = () =>
    new Promise<void>((resolve, reject) => {
      const socket = connect({ host: hostname, port: Number(port), noDelay: true })
      socket.once('error', reject)
      socket.on('connect', () => socket.write(next()))
      // Answers are short: each comes in one piece.
      socket.on('data', (answer: Buffer) => {
        counts.requests++
        if (!answer.toString('latin1', 0, 16).includes(' 200 ')) counts.failures++
        if (performance.now() < endsAt) return void socket.write(next())
        socket.destroy()
        resolve()
      })
    })
  await Promise.all(Array.from({ length: connections }, one))
  return { ...counts, elapsed: (performance.now() - began) / 1_000 }
}

function wireOf({ method, path, headers, body }: LoadRequest, host: string): Buffer {
  const length = String(Buffer.byteLength(body))
  const head = Object.entries({ host, 'content-length': length, ...headers })
  const lines = head.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines}\r\n${body}`)
}

/** User and system time of a process and its threads; Linux only. */
function cpuSeconds(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const [, , , , , , , , , , , user, system] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return (Number(user) + Number(system)) / 100
  } catch {
    return Number.NaN
  }
}
