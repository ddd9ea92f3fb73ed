/**
 * A hundred thousand requests that are wrong in every way, through the whole chain: each is answered
 * with an error of AWS's or with success, never with a 500, and never ends the process.
 */
import { readdirSync } from 'node:fs'
import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { modelLoader } from '../../src/engines/model-loader.ts'
import { Clock, machineTime } from '../../src/kernel/clock.ts'
import { seededRandom } from '../../src/kernel/random.ts'
import { memoryStore } from '../../src/kernel/store/memory-store.ts'
import { Models } from '../../src/model/models.ts'
import type { HttpAnswer } from '../../src/ports/listeners.ts'
import { createCloud } from '../../src/server/cloud.ts'
import { startKasane } from '../../src/server/start-kasane.ts'
import { Seeded } from '../wire/seeded.ts'
import { type FuzzRequest, fuzzRequest } from './fuzz-requests.ts'

const seed = process.env['KASANE_SEED'] ?? '1'
const requests = Number(process.env['KASANE_FUZZ_REQUESTS'] ?? 100_000)

function fuzzedCloud() {
  const bugs: string[] = []
  const cloud = createCloud({
    store: memoryStore(),
    clock: new Clock(machineTime, { mode: 'held' }),
    random: seededRandom(`fuzz ${seed}`),
    accessKeys: [{ id: 'AKIDFUZZ', secret: 'fuzz', account: '123456789012' }],
    access: { hosts: [], anyAddress: false, origins: [], trustsAnyKey: true },
    reportBug: (error, where) => bugs.push(`${where}: ${(error as Error).stack ?? String(error)}`),
  })
  return { ...cloud, bugs }
}

function everyModel() {
  const models = new Models(modelLoader('models'))
  const names = readdirSync('models').filter((file) => file.endsWith('.json'))
  return names.map((file) => models.require(file.replace('.json', '')))
}

test('no request, however wrong, is answered with a 500', { timeout: 240_000 }, async () => {
  const { gateway, bugs, kernel } = fuzzedCloud()
  const models = everyModel()
  const random = new Seeded(seed)
  const statuses = new Map<number, number>()
  for (let n = 0; n < requests; n++) {
    const request = fuzzRequest(models, random)
    const status = await statusOf(gateway, request, kernel)
    statuses.set(status, (statuses.get(status) ?? 0) + 1)
    if (bugs.length > 0 || status === 500) throw new Error(shown(n, request, status, bugs))
  }
  // The requests were not all refused at the door.
  expect(statuses.get(200)).toBeGreaterThan(0)
  expect(statuses.get(501)).toBeGreaterThan(requests / 10)
})

function shown(n: number, { head, body }: FuzzRequest, status: number, bugs: string[]): string {
  const sent = `${JSON.stringify(head)} ${body.toString('latin1', 0, 2_000)}`
  return `seed ${seed}, request ${n} is answered with ${status}: ${sent}\n${bugs.join('\n')}`
}

type Parts = ReturnType<typeof fuzzedCloud>

async function statusOf(
  gateway: Parts['gateway'],
  { head, body }: FuzzRequest,
  kernel: Parts['kernel'],
): Promise<number> {
  const reception = await gateway.open(head)
  const answered =
    reception.wants === 'stream' ? reception.receiveStream(inPieces(body)) : reception.receive(body)
  if (answered instanceof Promise && kernel.waiting.size > 0) kernel.waiting.endAll()
  const answer = await answered
  await drain(answer)
  return answer.status
}

async function* inPieces(body: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < body.length; at += 100) yield body.subarray(at, at + 100)
}

async function drain({ body }: HttpAnswer): Promise<void> {
  if (body === undefined || typeof body === 'string' || body instanceof Uint8Array) return
  for await (const chunk of body) void chunk
}

test('bytes that are no HTTP never end the server', { timeout: 60_000 }, async () => {
  const kasane = await startKasane({ port: 0 })
  const { port } = new URL(kasane.endpoint)
  const models = everyModel()
  const random = new Seeded(seed)
  for (let n = 0; n < 500; n++) {
    const wire = damaged(wireOf(fuzzRequest(models, random)), random)
    const socket = connect(Number(port), '127.0.0.1')
    socket.on('error', () => undefined)
    await once(socket, 'connect')
    const closed = new Promise((resolve) => socket.once('close', resolve))
    const answer = new Promise<string>((resolve) =>
      socket.once('data', (chunk: Buffer) => resolve(chunk.toString('latin1'))),
    )
    socket.end(wire)
    const first = await Promise.race([answer, closed.then(() => '')])
    socket.destroy()
    expect(first, `seed ${seed}, request ${n}`).not.toMatch(/^HTTP\/1\.1 500/)
  }
  const alive = await fetch(`${kasane.endpoint}/_localstack/health`)
  expect(alive.status).toBe(200)
  await kasane.stop()
})

function wireOf({ head, body }: FuzzRequest): Buffer {
  const lines = Object.entries(head.headers).map(([name, value]) => `${name}: ${value}\r\n`)
  const target = head.query === '' ? head.path : `${head.path}?${head.query}`
  const start = `${head.method} ${target} HTTP/1.1\r\n${lines.join('')}content-length: ${body.length}\r\n\r\n`
  return Buffer.concat([Buffer.from(start, 'latin1'), body])
}

function damaged(wire: Buffer, random: Seeded): Buffer {
  const changed = Buffer.from(wire)
  for (let flips = random.integer(0, 4); flips > 0; flips--) {
    changed[random.integer(0, Math.min(changed.length - 1, 400))] = random.integer(0, 255)
  }
  return random.chance(0.3) ? changed.subarray(0, random.integer(1, changed.length)) : changed
}
