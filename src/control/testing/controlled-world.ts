/** The control API over a whole cloud in memory, for tests: no port, no process. */
import { world, type WorldOptions } from '../../../test/support/world.ts'
import type { WireResponse } from '../../wire/message.ts'
import { controlApi } from '../control.ts'
import type { ControlParts } from '../resource.ts'

export interface Asked {
  readonly query?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Objects are sent as JSON with its type, strings as they are. */
  readonly body?: object | string
  /** The body as it comes, in place of a whole one. */
  readonly stream?: AsyncIterable<Uint8Array>
  readonly isLoopback?: boolean
}

export function controlledWorld({
  parts,
  ...options
}: Partial<WorldOptions> & { readonly parts?: Partial<ControlParts> } = {}) {
  const cloud = world({ services: [], ...options })
  const done: string[] = []
  const api = controlApi({
    kernel: cloud.kernel,
    version: '1.2.3',
    journal: cloud.kernel.incidents,
    about: () => ({ endpoint: 'http://127.0.0.1:4566' }),
    reset: () => Promise.resolve(done.push('reset')),
    async *snapshot() {
      yield Buffer.from('snapshot')
    },
    restore: async (file) => {
      done.push(`restore ${await textOf(file)}`)
    },
    stop: () => void done.push('stop'),
    ...parts,
  })

  async function ask(method: string, path: string, asked: Asked = {}) {
    const { query = '', headers = {}, body = '', isLoopback = true } = asked
    const isObject = typeof body === 'object'
    const request = {
      method,
      path,
      query,
      headers: { ...(isObject && { 'content-type': 'application/json' }), ...headers },
      body: Buffer.from(isObject ? JSON.stringify(body) : body),
      ...(asked.stream && { stream: asked.stream }),
    }
    return api.handle(request, { isLoopback })
  }

  return { ...cloud, api, ask, done }
}

export async function jsonOf(response: WireResponse): Promise<unknown> {
  return JSON.parse(await textOf(response.body))
}

export async function textOf(body: WireResponse['body']): Promise<string> {
  if (body === undefined || typeof body === 'string') return body ?? ''
  if (body instanceof Uint8Array) return Buffer.from(body).toString()
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}
