/** A Python process with botocore in it, asked a line at a time. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { createInterface, type Interface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const script = fileURLToPath(new URL('judge_by_botocore.py', import.meta.url))

export class BotocoreProcess {
  readonly #child: ChildProcessWithoutNullStreams
  readonly #lines: AsyncIterator<string>
  #complaint = ''

  /** @param packages The folder that botocore was installed to. */
  constructor(packages: string) {
    this.#child = spawn('python3', [script], { env: { ...process.env, PYTHONPATH: packages } })
    const lines: Interface = createInterface({ input: this.#child.stdout })
    this.#lines = lines[Symbol.asyncIterator]()
    this.#child.stderr.on('data', (chunk: Buffer) => (this.#complaint += chunk.toString()))
  }

  async ask(task: object): Promise<unknown> {
    this.#child.stdin.write(`${JSON.stringify(task)}\n`)
    const { value, done } = await this.#lines.next()
    if (done) throw new Error(`judge_by_botocore.py ended: ${this.#complaint}`)
    return JSON.parse(value)
  }

  end(): void {
    this.#child.stdin.end()
  }
}

/** Values as `judge_by_botocore.py` takes and gives them. */
export function tagged(value: unknown): unknown {
  if (value instanceof Date) return { $instant: value.getTime() / 1000 }
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('base64') }
  if (Array.isArray(value)) return value.map(tagged)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, tagged(part)]))
}

export function untagged(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(untagged)
  if (typeof value !== 'object' || value === null) return value
  if ('$bytes' in value) return new Uint8Array(Buffer.from(String(value.$bytes), 'base64'))
  if ('$instant' in value) return new Date(Math.round(Number(value.$instant) * 1000))
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, untagged(part)]))
}
