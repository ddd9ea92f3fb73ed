/** What `kasane doctor` asks of the machine that it runs on. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname, join, resolve } from 'node:path'
import { findCloud } from './cloud.ts'
import type { Terminal } from './terminal.ts'

/** Each `whyNot…` answers `undefined` where it would work. */
export interface Machine {
  readonly nodeVersion: string
  /** An error's code, such as `EADDRINUSE`. */
  whyNotListen(port: number): Promise<string | undefined>
  /** The version of the Kasane that answers there. */
  cloudAt(port: number): Promise<string | undefined>
  whyNotLoad(packageName: string): Promise<string | undefined>
  whyNotWrite(folder: string): Promise<string | undefined>
  /** The first line a program prints; `undefined` where there is no such program. */
  firstLineOf(program: string, ...words: readonly string[]): Promise<string | undefined>
}

/** Longer than a program may take to print its version. */
const programMsMax = 10_000

export function thisMachine(terminal: Terminal): Machine {
  return {
    nodeVersion: process.version,
    whyNotListen,
    cloudAt: async (port) => {
      const cloud = await findCloud({ endpoint: `http://127.0.0.1:${port}` }, terminal).catch(
        () => undefined,
      )
      return cloud && String(cloud.about['version'])
    },
    whyNotLoad: (packageName) => import(packageName).then(() => undefined, messageOf),
    whyNotWrite,
    firstLineOf,
  }
}

async function whyNotListen(port: number): Promise<string | undefined> {
  const server = createServer()
  server.listen(port, '127.0.0.1')
  try {
    await once(server, 'listening')
    server.close()
    return undefined
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? messageOf(error)
  }
}

/** Tries it, in the nearest folder above that is there: permissions alone don't tell. */
async function whyNotWrite(folder: string): Promise<string | undefined> {
  try {
    const there = await nearest(resolve(folder))
    if (!(await stat(there)).isDirectory()) return `${there} is a file`
    const probe = await mkdtemp(join(there, '.kasane-doctor-'))
    await rm(probe, { recursive: true })
    return undefined
  } catch (error) {
    return messageOf(error)
  }
}

async function nearest(folder: string): Promise<string> {
  const isThere = await stat(folder).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT' && error.code !== 'ENOTDIR',
  )
  return isThere ? folder : nearest(dirname(folder))
}

async function firstLineOf(
  program: string,
  ...words: readonly string[]
): Promise<string | undefined> {
  const child = spawn(program, words, {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: programMsMax,
  })
  let output = ''
  const take = (chunk: Buffer) => (output += chunk.toString())
  child.stdout.on('data', take)
  child.stderr.on('data', take)
  try {
    const [code] = await once(child, 'close')
    return code === 0 ? output.trim().split('\n')[0] : undefined
  } catch {
    return undefined
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
}
