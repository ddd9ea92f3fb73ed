import { describe, expect, it } from 'vitest'
import type { IdentityDirectory } from '../../ports/identity-directory.ts'
import { expectInvalid, expectRefusal, queueWorld } from './testing/queue-world.ts'

const statement = (more: object = {}) => ({
  Effect: 'Allow',
  Principal: '*',
  Action: 'sqs:SendMessage',
  Resource: '*',
  ...more,
})
const policyOf = (...statements: object[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements })
const many = (count: number, name: string) => Array.from({ length: count }, (_, at) => name + at)

describe('a queue’s policy', () => {
  it('is answered as it was sent', async () => {
    const { queue } = queueWorld()
    const Policy = `  ${policyOf(statement())} `
    const q = await queue('q', { Policy })
    expect(await q.attributes('Policy')).toEqual({ Policy })
  })

  it.each([
    [
      policyOf(statement({ Action: many(10, 'sqs:a') })),
      '10 actions were found in a statement from the submitted policy, max allowed is 7',
    ],
    [
      policyOf(statement({ Resource: 'x'.repeat(8_192) })),
      'Submitted policy is over max allowed size.',
    ],
    [
      policyOf(...Array.from({ length: 22 }, () => statement())),
      '22 statements were found in the submitted policy, max allowed is 20',
    ],
    [
      policyOf(statement({ Principal: { AWS: many(51, '1111222233') } })),
      '51 principals were found in a statement from the submitted policy, max allowed is 50',
    ],
    [
      policyOf(
        statement({
          Condition: { StringEquals: Object.fromEntries(many(11, 'k').map((key) => [key, 'v'])) },
        }),
      ),
      '11 conditions were found in a statement from the submitted policy, max allowed is 10',
    ],
  ])('has limits (%#)', async (Policy, text) => {
    const { queue } = queueWorld()
    const q = await queue('q')
    await expectRefusal(q.set({ Policy }), 'OverLimit', text, 403)
    expect(await q.attributes('Policy')).toEqual({})
  })

  it.each([
    JSON.stringify({ Statement: statement(), Colour: 'red' }),
    policyOf(statement({ Effect: 'Maybe' })),
    policyOf(statement({ Colour: 'red' })),
    policyOf({ Effect: 'Allow', Action: 'sqs:*', Resource: '*' }),
    policyOf({ Effect: 'Allow', Principal: '*', Resource: '*' }),
    policyOf(),
  ])('may not be %s', async (Policy) => {
    const { queue } = queueWorld()
    const text = 'Invalid value for the parameter Policy.'
    await expectRefusal(queue('q', { Policy }), 'InvalidAttributeValue', text)
  })
})

describe('who is named in a queue’s policy', () => {
  const eve = 'arn:aws:iam::111122223333:user/eve'
  const eveId = 'AIDAAAAAAAAAAAAAAAAAA'
  const namingEve = (AWS: string) => policyOf(statement({ Principal: { AWS } }))

  function owned() {
    const eves = new Map([[eve, eveId]])
    const identityDirectory = {
      idOf: (arn: string) => eves.get(arn),
      arnOf: (id: string) => [...eves].find(([, one]) => one === id)?.[0],
    } as IdentityDirectory
    return { eves, ...queueWorld({ ports: { identityDirectory } }) }
  }

  it('is shown by ARN, and by its id when it is gone', async () => {
    const { eves, queue } = owned()
    const q = await queue('q', { Policy: namingEve(eve) })
    expect(await q.attributes('Policy')).toEqual({ Policy: namingEve(eve) })
    await queue('q', { Policy: namingEve(eve) })
    eves.set(eve, 'AIDABBBBBBBBBBBBBBBBB')
    expect(await q.attributes('Policy')).toEqual({ Policy: namingEve(eveId) })
  })

  it.each([eve.replace('eve', 'nobody'), 'AIDACCCCCCCCCCCCCCCCC', `${eve}*`])(
    'must exist: %s',
    async (principal) => {
      const q = await owned().queue('q')
      const text = 'Invalid value for the parameter Policy.'
      await expectRefusal(q.set({ Policy: namingEve(principal) }), 'InvalidAttributeValue', text)
    },
  )
})

describe('permissions', () => {
  async function owned() {
    const cloud = queueWorld()
    const q = await cloud.queue('q')
    const add = (Label: string, Actions = ['SendMessage'], AWSAccountIds = ['111122223333']) =>
      q.ask('AddPermission', { Label, Actions, AWSAccountIds })
    const remove = (Label: string) => q.ask('RemovePermission', { Label })
    const policy = async () => JSON.parse((await q.attributes('Policy')).Policy ?? 'null')
    return { q, add, remove, policy }
  }

  it('have no room in a policy that would be too large with them', async () => {
    const { add, policy } = await owned()
    const accounts = Array.from({ length: 50 }, (_, at) => String(100_000_000_000 + at))
    for (const label of ['one', 'two', 'three', 'four']) await add(label, ['*'], accounts)
    await expectRefusal(
      add('five', ['*'], accounts),
      'OverLimit',
      'Submitted policy is over max allowed size.',
      403,
    )
    expect((await policy()).Statement).toHaveLength(4)
  })

  it('become statements of the policy', async () => {
    const { q, add, policy } = await owned()
    await add('one')
    await add('two', ['*', 'ReceiveMessage'], ['111122223333', '444455556666'])
    expect(await policy()).toEqual({
      Version: '2012-10-17',
      Id: `${q.arn}/SQSDefaultPolicy`,
      Statement: [
        {
          Sid: 'one',
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::111122223333:root' },
          Action: 'SQS:SendMessage',
          Resource: q.arn,
        },
        {
          Sid: 'two',
          Effect: 'Allow',
          Principal: {
            AWS: ['arn:aws:iam::111122223333:root', 'arn:aws:iam::444455556666:root'],
          },
          Action: ['SQS:*', 'SQS:ReceiveMessage'],
          Resource: q.arn,
        },
      ],
    })
  })

  it('go as they came, the last one with the policy', async () => {
    const { add, remove, policy } = await owned()
    await add('one')
    await add('two')
    await remove('one')
    expect((await policy()).Statement).toMatchObject([{ Sid: 'two' }])
    await remove('two')
    expect(await policy()).toBeNull()
    await expectInvalid(
      remove('two'),
      "Value two for parameter Label is invalid. Reason: can't find label on existing policy.",
    )
  })

  it('may be given twice, if nothing differs', async () => {
    const { add, policy } = await owned()
    await add('one')
    await add('one')
    expect((await policy()).Statement).toHaveLength(1)
    await expectInvalid(
      add('one', ['ReceiveMessage']),
      'Value one for parameter Label is invalid. Reason: Already exists.',
    )
  })

  it('are for actions that others may do', async () => {
    const { add } = await owned()
    await expectInvalid(
      add('one', ['CreateQueue']),
      'Value SQS:CreateQueue for parameter ActionName is invalid. Reason: Only the queue owner is allowed to invoke this action.',
    )
    await expectInvalid(
      add('one', ['SendMessageBatch']),
      'Value SQS:SendMessageBatch for parameter ActionName is invalid. Reason: Please refer to the appropriate WSDL for a list of valid actions.',
    )
    await expectInvalid(
      add('one', ['SendMessage'], ['somebody']),
      'Value [somebody] for parameter PrincipalId is invalid. Reason: Unable to verify.',
    )
  })

  it('are twenty at most, of seven actions each', async () => {
    const { add } = await owned()
    for (let at = 0; at < 20; at++) await add(`label-${at}`)
    await expectRefusal(
      add('more'),
      'OverLimit',
      '21 Statements were found, maximum allowed is 20.',
      403,
    )
    const { add: addTo } = await owned()
    await expectRefusal(
      addTo(
        'all',
        Array.from({ length: 8 }, () => 'SendMessage'),
      ),
      'OverLimit',
      '8 actions were found in a statement from the submitted policy, max allowed is 7',
      403,
    )
  })

  it('need a label, accounts and actions', async () => {
    const { q, add } = await owned()
    const whole = { Label: 'l', Actions: ['SendMessage'], AWSAccountIds: ['111122223333'] }
    for (const [member, parameter] of [
      ['Label', 'Label'],
      ['Actions', 'ActionName'],
      ['AWSAccountIds', 'AWSAccountId'],
    ] as const) {
      await expectRefusal(
        q.ask('AddPermission', { ...whole, [member]: undefined }),
        'MissingParameter',
        `The request must contain the parameter ${parameter}.`,
      )
    }
    await expectInvalid(
      add('a b'),
      'Value a b for parameter Label is invalid. Reason: Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
    )
  })
})
