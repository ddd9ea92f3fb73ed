import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { version } from '../version.ts'
import type { WireResponse } from '../wire/message.ts'
import { sqs } from '../services/sqs/service.ts'
import { Lines } from './follow.ts'
import { controlledWorld, textOf } from './testing/controlled-world.ts'

const page = readFileSync(new URL('../../docs/control-api.md', import.meta.url), 'utf8')

interface Example {
  readonly commands: readonly string[]
  readonly answer: unknown
}

/** Each block of commands, with the JSON block that follows it. */
const examples = [...page.matchAll(/```sh\n(.*?)```\n(?:\n```json\n(.*?)```)?/gs)].map(
  ([, commands = '', answer]): Example => ({
    commands: commands.replaceAll('\\\n', '').trim().split('\n'),
    answer: answer === undefined ? undefined : JSON.parse(answer),
  }),
)

let cloud: ReturnType<typeof controlledWorld>
const files = new Map<string, string>()

beforeAll(() => {
  cloud = controlledWorld({
    services: [sqs],
    parts: {
      version,
      about: () => ({ store: 'memory' }),
      journal: { list: () => [], onRecord: () => () => undefined },
    },
  })
  cloud.kernel.incidents.record({
    requestId: '4f1cd1a5-5a4c-4f9e-9f5b-6a2a2f3f7c11',
    atMs: cloud.now(),
    service: 'sqs',
    operation: 'SendMessage',
    account: '000000000000',
    region: 'us-east-1',
    caller: 'arn:aws:iam::000000000000:root',
    code: 'AWS.SimpleQueueService.NonExistentQueue',
    status: 400,
    message: 'The specified queue does not exist.',
    why: { kind: 'not-found' },
  })
})

describe('docs/control-api.md', () => {
  test.each(examples)('tells the truth of $commands', async ({ commands, answer }) => {
    let response: WireResponse | undefined
    for (const command of commands) response = await curl(command)
    const isStream = response?.body instanceof Lines
    const told = isStream ? { isStream } : JSON.parse(await textOf(response?.body))
    expect(told).toMatchObject((answer ?? { isStream: true }) as object)
  })

  test('has a row and an example for every resource', async () => {
    const about = JSON.parse(await textOf((await cloud.ask('GET', '/_kasane')).body))
    for (const { path, methods } of about.resources as { path: string; methods: string[] }[]) {
      const row = `| [\`${path.replace('{requestId}', 'ID')}\`](`
      expect(page).toContain(row)
      expect(page.split(row)[1]).toMatch(new RegExp(`^#[a-z-]+\\) \\| ${methods.join(', ')} \\|`))
      expect(page).toMatch(new RegExp(`http://127.0.0.1:4566${path.replace(/\/\{.*/, '/')}`))
    }
  })
})

/** Does what curl would with the options that the page uses. */
async function curl(command: string): Promise<WireResponse> {
  const words = [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare)
  const take = (option: string): string | undefined => {
    const at = words.indexOf(option)
    return at < 0 ? undefined : words.splice(at, 2)[1]
  }
  const [json, type, file, output] = ['--json', '-H', '--data-binary', '-o'].map(take)
  const method = take('-X') ?? (json === undefined ? 'GET' : 'POST')
  const [program, url = ''] = words.filter((word) => word !== '-N')
  expect([program, new URL(url).origin]).toEqual(['curl', 'http://127.0.0.1:4566'])
  const { pathname, search } = new URL(url)
  const contentType = json === undefined ? type?.replace('Content-Type: ', '') : 'application/json'
  const response = await cloud.ask(method, pathname, {
    query: search.slice(1),
    headers: contentType === undefined ? {} : { 'content-type': contentType },
    body: json ?? files.get(file?.slice(1) ?? '') ?? '',
  })
  if (output !== undefined) files.set(output, await textOf(response.body))
  return response
}
