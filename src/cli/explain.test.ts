import { beforeEach, describe, expect, test } from 'vitest'
import { controlledWorld } from '../control/testing/controlled-world.ts'
import { reminders } from '../control/testing/reminders.ts'
import type { Cause } from '../kernel/errors.ts'
import type { Incident } from '../kernel/incidents.ts'
import { askCloud, consoleOn } from './testing/console.ts'

let cloud: ReturnType<typeof controlledWorld>
let run: ReturnType<typeof consoleOn>
beforeEach(() => {
  cloud = controlledWorld({ services: [reminders] })
  run = consoleOn({ ask: askCloud(cloud) })
})

function refuse(requestId: string, why: Cause, more: Partial<Incident> = {}): Incident {
  const incident: Incident = {
    requestId,
    atMs: cloud.now(),
    service: 'sqs',
    operation: 'CreateQueue',
    account: '000000000000',
    region: 'us-east-1',
    caller: 'arn:aws:iam::000000000000:root',
    code: 'AWS.SimpleQueueService.QueueDeletedRecently',
    status: 400,
    message: 'You must wait.',
    why,
    ...more,
  }
  cloud.kernel.incidents.record(incident)
  return incident
}

const recently = () =>
  refuse('ab12', { kind: 'state', queue: 'jobs', untilMs: cloud.now() + 60_000 })

const text = [
  'sqs:CreateQueue was refused: AWS.SimpleQueueService.QueueDeletedRecently (400). You must wait.',
  '  who   arn:aws:iam::000000000000:root, account 000000000000, region us-east-1',
  '  when  2026-01-01T00:00:00.000Z, request ab12',
  'Why',
  '  - The resource is in a state in which AWS does not do this.',
  '  - queue: jobs',
  '  - until: 2026-01-01T00:01:00.000Z',
  'What helps',
  '  - Wait 60 s, until 2026-01-01T00:01:00.000Z, or move the clock there:',
  '      kasane clock set 2026-01-01T00:01:00.000Z',
  '',
].join('\n')

describe('kasane explain', () => {
  test('explains the last refusal, or one by its request', async () => {
    recently()
    expect(await run('explain')).toEqual({ exitCode: 0, out: text, err: '' })
    refuse('cd34', { kind: 'not-emulated', feature: 'sqs:Fly' })
    expect((await run('explain', 'last')).out).toContain('Kasane does not emulate sqs:Fly')
    expect(await run('explain', 'ab12')).toEqual({ exitCode: 0, out: text, err: '' })
  })

  test('prints a command that then works', async () => {
    recently()
    const { out } = await run('explain')
    const [, ...words] = /kasane clock set \S+/.exec(out)?.[0].split(' ') ?? []
    expect(await run(...words)).toMatchObject({
      exitCode: 0,
      out: '2026-01-01T00:01:00.000Z, held, 1m ahead of real time\n',
    })
    expect((await run('explain')).out).toContain('which has passed: ask again.')
  })

  test('prints commands of this program as it was called', async () => {
    recently()
    const inClone = consoleOn({ ask: askCloud(cloud), program: 'bin/kasane' })
    const command = 'bin/kasane clock set 2026-01-01T00:01:00.000Z'
    expect((await inClone('explain')).out).toContain(`\n      ${command}\n`)
    const { explanation } = JSON.parse((await inClone('explain', '--json')).out)
    expect(explanation.cure[0].commands).toEqual([command])
  })

  test('keeps texts of several lines together', async () => {
    refuse('ab12', { kind: 'signature', fault: 'mismatch', stringToSign: 'AWS4\n2026' })
    expect((await run('explain')).out).toContain('  - String to sign:\n    AWS4\n    2026\n')
  })

  test('prints JSON', async () => {
    const incident = recently()
    const { exitCode, out } = await run('explain', '--json')
    expect({ exitCode, out: JSON.parse(out) }).toMatchObject({
      exitCode: 0,
      out: {
        ...incident,
        explanation: { cure: [{ commands: [expect.stringMatching(/^kasane clock/)] }] },
      },
    })
  })

  test('tells of members that an answered call was refused', async () => {
    const why = { kind: 'state' as const }
    const more = { status: 200, code: 'Throttled', operation: 'BatchWriteItem' }
    refuse('ab12', why, { ...more, membersRefused: 1 })
    expect((await run('explain')).out).toContain(
      'sqs:BatchWriteItem was answered (200), but one of its members was refused: Throttled. You must wait.\n',
    )
    refuse('cd34', why, { ...more, membersRefused: 3 })
    expect((await run('explain')).out).toContain(
      'sqs:BatchWriteItem was answered (200), but 3 of its members were refused, the first of them: Throttled. You must wait.\n',
    )
    expect((await run('incidents')).out).toMatch(
      / 200 sqs BatchWriteItem Throttled \(1 of its members\) .* ab12\n.* Throttled \(3 of its members\) /,
    )
  })

  test('says when nothing was refused', async () => {
    expect(await run('explain')).toEqual({
      exitCode: 0,
      out: 'Nothing was refused at http://127.0.0.1:4566.\n',
      err: '',
    })
    expect((await run('explain', '--json')).out).toBe('null\n')
  })

  test('fails for a request of which no refusal is known', async () => {
    recently()
    expect(await run('explain', 'zz')).toEqual({
      exitCode: 1,
      out: '',
      err: 'kasane: No refusal is known of the request zz.\n',
    })
  })

  test('watches, from one that is asked for, until the cloud ends', async () => {
    recently()
    const watched = run('explain', 'last', '--watch')
    while (followers() === 0) await cloud.settle()
    refuse('cd34', { kind: 'not-emulated', feature: 'sqs:Fly' })
    for (let turns = 0; turns < 20; turns++) await cloud.settle()
    cloud.api.end()
    const { exitCode, out } = await watched
    expect(exitCode).toBe(0)
    expect(out.startsWith(`${text}\nsqs:CreateQueue was refused`)).toBe(true)
    expect(out).toContain('Kasane does not emulate sqs:Fly')
  })

  function followers(): number {
    return listeners
  }

  let listeners = 0
  beforeEach(() => {
    listeners = 0
    const { incidents } = cloud.kernel
    const listen = incidents.onRecord.bind(incidents)
    incidents.onRecord = (listener) => {
      listeners++
      return listen(listener)
    }
  })
})

describe('kasane incidents', () => {
  const line = (more: string, id: string) =>
    `00:00:00.000 ${more} sqs CreateQueue AWS.SimpleQueueService.QueueDeletedRecently arn:aws:iam::000000000000:root 000000000000 us-east-1 ${id}\n`

  test('calls services as the AWS CLI does', async () => {
    refuse('ab12', { kind: 'state' }, { service: 'cloudwatch-logs' })
    expect((await run('incidents')).out).toBe(line('400', 'ab12').replace(' sqs ', ' logs '))
  })

  test('lists none where none are asked for', async () => {
    recently()
    expect((await run('incidents', '--last', '0', '--json')).out).toBe('')
  })

  test('lists the newest, or those of --iam audit', async () => {
    expect((await run('incidents')).out).toBe('Nothing was refused at http://127.0.0.1:4566.\n')
    recently()
    expect((await run('incidents', '--audit')).out).toBe(
      'Nothing would have been refused at http://127.0.0.1:4566.\n',
    )
    refuse('cd34', { kind: 'access' }, { isAudit: true })
    expect((await run('incidents')).out).toBe(line('400', 'ab12') + line('audit', 'cd34'))
    expect((await run('incidents', '--last', '1')).out).toBe(line('audit', 'cd34'))
    expect((await run('incidents', '--audit')).out).toBe(line('audit', 'cd34'))
    const { out } = await run('incidents', '--audit', '--json')
    expect(JSON.parse(out)).toMatchObject({ requestId: 'cd34', isAudit: true })
  })
})

describe('kasane policy generate', () => {
  const root = 'arn:aws:iam::123456789012:root'

  test('writes the least policy for what was used', async () => {
    expect(await run('policy', 'generate')).toEqual({
      exitCode: 1,
      out: '',
      err: 'kasane: nobody has used anything at http://127.0.0.1:4566 yet\n',
    })
    await cloud.call('Remind', { text: 'tea' })
    await cloud.call('Read')
    expect((await run('policy', 'generate')).out).toBe(`${root}\n`)
    const { exitCode, out } = await run('policy', 'generate', '--principal', root)
    expect({ exitCode, policy: JSON.parse(out) }).toEqual({
      exitCode: 0,
      policy: {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Action: ['reminders:Read', 'reminders:Remind'], Resource: '*' },
        ],
      },
    })
  })

  test('says who has used nothing', async () => {
    expect(await run('policy', 'generate', '--principal', root)).toEqual({
      exitCode: 1,
      out: '',
      err: `kasane: ${root} has used nothing since the start.\n`,
    })
  })
})
