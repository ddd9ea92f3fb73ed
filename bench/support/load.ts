/** Sends one request again and again over some connections: with wrk where it is, else by itself. */
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

/** @param pid of the server, whose CPU time is read */
export async function load(
  endpoint: string,
  request: LoadRequest,
  { seconds, pid }: { readonly seconds: number; readonly pid: number },
): Promise<Load> {
  const cpuBefore = cpuSeconds(pid)
  const { requests, elapsed, failures } = hasWrk
    ? loadByWrk(endpoint, request, seconds)
    : await loadBySockets(endpoint, request, seconds)
  const cpu = cpuSeconds(pid) - cpuBefore
  return { perSecond: requests / elapsed, cpuUs: (cpu / requests) * 1e6, failures }
}

interface Counted {
  readonly requests: number
  readonly elapsed: number
  readonly failures: number
}

function loadByWrk(endpoint: string, request: LoadRequest, seconds: number): Counted {
  const script = join(tmpdir(), `kasane-bench-${process.pid}.lua`)
  const headers = Object.entries(request.headers).map(
    ([name, value]) => `wrk.headers[${JSON.stringify(name)}] = ${JSON.stringify(value)}`,
  )
  writeFileSync(
    script,
    [
      `wrk.method = ${JSON.stringify(request.method)}`,
      `wrk.path = ${JSON.stringify(request.path)}`,
      `wrk.body = ${JSON.stringify(request.body)}`,
      ...headers,
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

async function loadBySockets(
  endpoint: string,
  request: LoadRequest,
  seconds: number,
): Promise<Counted> {
  const { hostname, port, host } = new URL(endpoint)
  const length = Buffer.byteLength(request.body)
  const head = Object.entries({ host, 'content-length': String(length), ...request.headers })
  const wire = Buffer.from(
    `${request.method} ${request.path} HTTP/1.1\r\n${head.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${request.body}`,
  )
  const began = performance.now()
  const endsAt = began + seconds * 1_000
  const counts = { requests: 0, failures: 0 }
  const one = () =>
    new Promise<void>((resolve, reject) => {
      const socket = connect({ host: hostname, port: Number(port), noDelay: true })
      socket.once('error', reject)
      socket.on('connect', () => socket.write(wire))
      // Answers are short: each comes in one piece.
      socket.on('data', (answer: Buffer) => {
        counts.requests++
        if (!answer.toString('latin1', 0, 16).includes(' 200 ')) counts.failures++
        if (performance.now() < endsAt) return void socket.write(wire)
        socket.destroy()
        resolve()
      })
    })
  await Promise.all(Array.from({ length: connections }, one))
  return { ...counts, elapsed: (performance.now() - began) / 1_000 }
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
