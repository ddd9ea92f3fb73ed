import { spawn } from 'node:child_process'
import { chmod, copyFile, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDataDirectory } from '../../src/engines/data-directory.ts'
import { seededRandom } from '../../src/kernel/random.ts'
import { keyOf } from '../../src/kernel/store/key.ts'
import { bundled } from '../support/bundled.ts'
import { batches, twins } from './writing-process.ts'

const source = fileURLToPath(new URL('writing-process.ts', import.meta.url))

describe('a process that writes into a data directory', () => {
  let folder: string
  let program: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kasane-crash-'))
    program = await bundled(source)
  })
  afterAll(async () => {
    await rm(program, { force: true })
    await rm(folder, { recursive: true, force: true })
  })

  it.each(['synchronous', 'durable'])(
    'loses nothing acknowledged and leaves nothing half when it is killed 20 times (%s)',
    async (mode) => {
      const path = join(folder, mode)
      let acknowledged = 0
      for (let kill = 1; kill <= 20; kill++) {
        acknowledged = await writeUntilKilled(program, [path, mode], acknowledged + 30)
        const directory = await openDataDirectory({
          path,
          version: '1.0.0',
          random: seededRandom(''),
        })
        const count = directory.store.count(batches)
        const latest = directory.store.get(keyOf('latest'))
        const last = directory.store.get(keyOf('batch', count)) as { number: number }
        const twin = directory.store.get(keyOf('twin', count)) as { number: number }
        const whole = [directory.store.count(twins), latest, last.number, twin.number]
        await directory.close()
        expect(whole, `kill ${kill}`).toEqual([count, count, count, count])
        expect(count, `kill ${kill}`).toBeGreaterThanOrEqual(acknowledged)
      }
    },
  )

  it.each(['synchronous', 'durable'])(
    'is told when a write fails, and keeps what was acknowledged (%s)',
    async (mode) => {
      const path = join(folder, `full-${mode}`)
      const { fault, acknowledged } = await writeUntilFull(program, [path, mode, '20000'])
      expect(fault).toMatchObject({
        name: 'StorageError',
        message: `Could not write ${path}/store. Nothing of this call was written. (Input/output error)`,
      })
      expect(fault.count).toBe(acknowledged)
      const directory = await openDataDirectory({
        path,
        version: '1.0.0',
        random: seededRandom(''),
      })
      expect(directory.store.count(batches)).toBe(acknowledged)
      expect(directory.store.count(twins)).toBe(acknowledged)
      await directory.close()
    },
  )

  it('is told when the directory can only be read, and leaves it as it was', async () => {
    const path = join(folder, 'read-only')
    await mkdir(path)
    await chmod(path, 0o555)
    await chmod(folder, 0o755)
    const copy = join(folder, 'writing-process.mjs')
    await copyFile(program, copy)
    const fault = await faultOfAnyone(copy, [path, 'synchronous'])
    expect(fault).toMatchObject({
      name: 'StorageError',
      kind: 'read-only',
      message: expect.stringContaining(
        `${path} can't be written: it is read-only, or belongs to another user.`,
      ),
    })
    expect(await readdir(path)).toEqual([])
  })
})

/** As a user whom permissions bind, even where the tests are run by root. */
async function faultOfAnyone(program: string, args: readonly string[]): Promise<unknown> {
  const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
  const child = spawn(process.execPath, [program, ...args], {
    ...nobody,
    cwd: tmpdir(),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of linesOf(child.stdout)) return JSON.parse(line)
  return undefined
}

/** Kills the process once it has acknowledged batch `until`; answers the last it acknowledged. */
async function writeUntilKilled(
  program: string,
  args: readonly string[],
  until: number,
): Promise<number> {
  const child = spawn(process.execPath, [program, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let latest = 0
  for await (const line of linesOf(child.stdout)) {
    latest = Number(line)
    if (latest >= until) child.kill('SIGKILL')
  }
  return latest
}

interface Fault {
  readonly name: string
  readonly kind: string
  readonly message: string
  readonly count: number
}

/** A limit on the size of files stands for a disk that takes no more. */
async function writeUntilFull(program: string, args: readonly string[]) {
  const script = `trap '' XFSZ; ulimit -f 4096; exec "$@"`
  const child = spawn('bash', ['-c', script, 'bash', process.execPath, program, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let acknowledged = 0
  let fault: Fault | undefined
  for await (const line of linesOf(child.stdout)) {
    if (line.startsWith('{')) fault = JSON.parse(line) as Fault
    else acknowledged = Number(line)
  }
  if (!fault) throw new Error('the process ended without a fault')
  return { fault, acknowledged }
}

/** Whole lines alone: a killed process may leave a part of one. */
async function* linesOf(stream: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest = ''
  for await (const chunk of stream) {
    const lines = (rest + chunk.toString()).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
}
