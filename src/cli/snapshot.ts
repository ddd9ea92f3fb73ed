/** `kasane snapshot FILE` and `kasane restore FILE`: everything the cloud holds, as one file. */
import { createReadStream } from 'node:fs'
import { open, rename, rm, stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { cloudOptions, type Command, type Run } from './command.ts'
import { Failure } from './failure.ts'

export const snapshot: Command = {
  name: 'snapshot',
  summary: 'saves everything the cloud holds in a file',
  args: [['<file>', 'is replaced once the snapshot is whole; - is standard output']],
  options: cloudOptions,
  async run(run) {
    const [file = ''] = run.args
    const cloud = await run.cloud()
    const bytes = await cloud.read('POST', '/snapshot')
    if (file === '-') return writeOut(run, bytes)
    await writeWhole(file, bytes)
    run.terminal.out(`${cloud.endpoint} is saved in ${file}`)
  },
}

export const restore: Command = {
  name: 'restore',
  summary: 'replaces everything the cloud holds by what a snapshot holds',
  args: [['<file>', 'what "kasane snapshot" wrote; - is standard input']],
  options: cloudOptions,
  async run({ args: [file = ''], terminal, cloud }) {
    if (file !== '-') await requireFile(file)
    const { endpoint, send } = await cloud()
    await send('/restore', file === '-' ? terminal.input : createReadStream(file))
    terminal.out(`${endpoint} holds what ${file === '-' ? 'standard input' : file} held`)
  },
}

async function writeOut({ terminal }: Run, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const chunk of bytes) await terminal.write(chunk)
}

/** A snapshot that breaks off never takes the place of a good one. */
async function writeWhole(file: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  const draft = `${file}.${process.pid}.part`
  try {
    // Opened beforehand: a stream that opens its own file may make it after `rm` below has run.
    const handle = await open(draft, 'w')
    await pipeline(bytes, handle.createWriteStream({ flush: true }))
    await rename(draft, file)
  } catch (error) {
    await rm(draft, { force: true })
    throw new Failure(`${file} was not written: ${(error as Error).message}`)
  }
}

async function requireFile(file: string): Promise<void> {
  const found = await stat(file).catch((error: Error) => {
    throw new Failure(`${file} cannot be read: ${error.message}`)
  })
  if (found.isDirectory()) throw new Failure(`${file} is a folder`)
}
