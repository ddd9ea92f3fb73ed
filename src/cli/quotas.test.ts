import { beforeEach, describe, expect, test } from 'vitest'
import { controlledWorld } from '../control/testing/controlled-world.ts'
import { reminders } from '../control/testing/reminders.ts'
import { sqs } from '../services/sqs/service.ts'
import { askCloud, consoleOn } from './testing/console.ts'

let run: ReturnType<typeof consoleOn>
beforeEach(() => {
  run = consoleOn({ ask: askCloud(controlledWorld({ services: [reminders, sqs] })) })
})

describe('kasane quotas', () => {
  test('lists those of a service with value, use and whether AWS raises them', async () => {
    expect(await run('quotas', 'reminders')).toEqual({
      exitCode: 0,
      err: '',
      out: [
        'service    code  name                   value  used',
        'reminders  -     Reminders per account  10     0     adjustable',
        '',
      ].join('\n'),
    })
  })

  test('lists those of all services', async () => {
    const { out } = await run('quotas')
    expect(out).toMatch(/^reminders /m)
    expect(out).toMatch(
      /^sqs +L-C491D5A4 +In-Flight Messages per Standard Queue +120000 +\S+ +adjustable$/m,
    )
  })

  test('sets one by its code or its name, for an account and region', async () => {
    expect(await run('quotas', 'set', 'sqs', 'L-C491D5A4', '5', '--region', 'eu-west-1')).toEqual({
      exitCode: 0,
      out: 'sqs In-Flight Messages per Standard Queue is 5 for account 000000000000 in eu-west-1\n',
      err: '',
    })
    expect((await run('quotas', 'sqs', '--region', 'eu-west-1')).out).toContain('5 (AWS: 120000)')
    expect((await run('quotas', 'sqs')).out).not.toContain('5 (AWS: 120000)')
    const words = ['reminders', 'Reminders per account', '3', '--account', '111122223333', '--json']
    expect(JSON.parse((await run('quotas', 'set', ...words)).out)).toMatchObject({ value: 3 })
    const { out } = await run('quotas', 'reminders', '--account', '111122223333', '--json')
    expect(JSON.parse(out)).toMatchObject({ quotas: [{ value: 3, default: 10, used: 0 }] })
  })

  test.each([
    [
      ['set', 'sqs', 'L-C491D5A4', '-5'],
      2,
      'kasane: "-5" is not a value such as 5: a whole number that is not negative\n',
    ],
    [
      ['set', 'sqs', 'L-C491D5A4', 'many'],
      2,
      'kasane: "many" is not a value such as 5: a whole number that is not negative\n',
    ],
    [
      ['set', 'sqs', 'L-C491D5A4', '1.5'],
      2,
      'kasane: "1.5" is not a value such as 5: a whole number that is not negative\n',
    ],
    [['set', 'sqs', 'L-0', '5'], 1, 'kasane: sqs has no quota "L-0".\n'],
    [['fax'], 1, 'kasane: Kasane does not serve "fax".\n'],
  ])('refuses %j', async (words, exitCode, err) => {
    expect(await run('quotas', ...words)).toEqual({ exitCode, out: '', err })
  })
})
