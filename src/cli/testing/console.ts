/** The command line against a cloud in memory, for tests: no port, no process. */
import { testStartMs } from '../../../test/support/world.ts'
import type { controlledWorld } from '../../control/testing/controlled-world.ts'
import type { WireResponse } from '../../wire/message.ts'
import { type Answer, type Ask, type Question, readText } from '../ask.ts'
import { runProgram } from '../program.ts'
import type { Terminal } from '../terminal.ts'

export interface Ran {
  readonly exitCode: number
  readonly out: string
  readonly err: string
}

export interface ConsoleOptions {
  /** How the program is called; left out, by its name. */
  readonly program?: string
  readonly ask?: Ask
  readonly env?: Readonly<Record<string, string>>
  readonly input?: string
  /** Real time; left out, that at which clouds for tests begin. */
  readonly nowMs?: number
}

/** Answers how to run a command line and see what it printed. */
export function consoleOn(options: ConsoleOptions = {}) {
  return async (...words: readonly string[]): Promise<Ran> => {
    const [out, err]: [string[], string[]] = [[], []]
    const terminal: Terminal = {
      program: options.program ?? 'kasane',
      env: options.env ?? {},
      hasColours: false,
      now: () => options.nowMs ?? testStartMs,
      out: (line) => void out.push(`${line}\n`),
      err: (line) => void err.push(`${line}\n`),
      write: async (bytes) => void out.push(Buffer.from(bytes).toString()),
      input: bytesOf(options.input ?? ''),
      ask: options.ask ?? (() => Promise.reject(new Error('no network in this test'))),
    }
    const exitCode = await runProgram(words, terminal)
    return { exitCode, out: out.join(''), err: err.join('') }
  }
}

/** The control API of a cloud in memory, asked as if over the network; keeps what was asked. */
export function askCloud(cloud: ReturnType<typeof controlledWorld>, asked: Question[] = []): Ask {
  return async (question) => {
    asked.push(question)
    const { method, url, headers = {}, body } = question
    const response = await cloud.ask(method, url.pathname, {
      query: url.search.slice(1),
      headers,
      body: await wholeOf(body),
    })
    return answerOf(response)
  }
}

/** An answer of whatever else listens on a port. */
export function answer(status: number, body: string): Answer {
  return { status, headers: {}, body: bytesOf(body) }
}

function answerOf({ status, headers, body }: WireResponse): Answer {
  const isStream = typeof body === 'object' && !(body instanceof Uint8Array)
  return { status, headers, body: isStream ? body : bytesOf(body ?? '') }
}

async function wholeOf(body: Question['body']): Promise<string> {
  return typeof body === 'object' ? readText(body) : (body ?? '')
}

async function* bytesOf(body: string | Uint8Array): AsyncGenerator<Uint8Array> {
  yield Buffer.from(body)
}
