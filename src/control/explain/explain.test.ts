import { describe, expect, test } from 'vitest'
import { newAccessKeyId } from '../../kernel/access-key.ts'
import type { Cause } from '../../kernel/errors.ts'
import type { Incident } from '../../kernel/incidents.ts'
import type { Quota } from '../../kernel/limits.ts'
import { seededRandom } from '../../kernel/random.ts'
import type { Surroundings } from './explanation.ts'
import { explain } from './explain.ts'

const nowMs = Date.UTC(2026, 0, 1)

const inFlight: Quota = {
  service: 'sqs',
  name: 'In-Flight Messages per Standard Queue',
  code: 'L-C491D5A4',
  value: 120_000,
  unit: 'None',
  adjustable: true,
  source: 'a test',
}

const here: Surroundings = {
  endpoint: 'http://127.0.0.1:4566',
  nowMs,
  trustsAnyKey: true,
  findQuota: (_, name) => (name === inFlight.name ? inFlight : undefined),
  isServed: () => false,
  actionPrefixOf: (service) => (service === 'dynamodb-streams' ? 'dynamodb' : service),
  isGlobal: (service) => service === 'iam',
  resourcePolicyOf: () => undefined,
  arnOf: () => undefined,
}

function refused(why: Cause | undefined, more: Partial<Incident> = {}): Incident {
  return {
    requestId: 'request-1',
    atMs: nowMs,
    service: 'sqs',
    operation: 'ReceiveMessage',
    account: '000000000000',
    region: 'us-east-1',
    caller: 'arn:aws:iam::000000000000:root',
    code: 'SomeCode',
    status: 400,
    message: 'Some message.',
    why,
    ...more,
  }
}

function explained(why: Cause, more: Partial<Incident> = {}, around: Partial<Surroundings> = {}) {
  const explanation = explain(refused(why, more), { ...here, ...around })
  return { why: explanation.why, cure: explanation.cure }
}

const aws = (words: string) =>
  `AWS_ACCESS_KEY_ID=000000000000 AWS_SECRET_ACCESS_KEY=test aws ${words} --region us-east-1 --endpoint-url http://127.0.0.1:4566`

describe('an explanation', () => {
  test('says what was refused, and for whom', () => {
    const { what, who } = explain(refused({ kind: 'state' }), here)
    expect({ what, who }).toEqual({
      what: 'sqs:ReceiveMessage was refused: SomeCode (400). Some message.',
      who: 'arn:aws:iam::000000000000:root, account 000000000000, region us-east-1',
    })
  })

  test('says whose key it was, where nobody has proven to be the caller', () => {
    const why = { kind: 'signature', fault: 'mismatch', accessKeyId: 'AKIA1' } as const
    const message = 'It does not match.\nCheck it.\n\nThe Canonical String …'
    const { what, who } = explain(refused(why, { caller: '', message }), here)
    expect({ what, who }).toEqual({
      what: 'sqs:ReceiveMessage was refused: SomeCode (400). It does not match. Check it.',
      who: 'who signed with the access key AKIA1, region us-east-1',
    })
    expect(explain(refused({ kind: 'state' }, { caller: '' }), here).who).toBe(
      'who is not known, region us-east-1',
    )
  })

  test('says of what --iam audit noted that it went through', () => {
    expect(explain(refused({ kind: 'state' }, { isAudit: true }), here).what).toBe(
      'sqs:ReceiveMessage would have been refused (--iam audit let it pass): SomeCode (400). Some message.',
    )
  })

  test('of a quota tells its value, who used it up, and how to raise it', () => {
    const why = { kind: 'quota', quota: inFlight.name, limit: 5, used: 5, queue: 'jobs' } as const
    expect(explained(why)).toEqual({
      why: ['In-Flight Messages per Standard Queue (L-C491D5A4) is 5; used: 5.', 'queue: jobs'],
      cure: [
        {
          text: 'Delete the messages that were received, or let their visibility timeout pass.',
          commands: [],
        },
        {
          text: 'Raise it here, for a test:',
          commands: [
            'kasane quotas set sqs L-C491D5A4 10 --account 000000000000 --region us-east-1',
          ],
        },
        {
          text: 'On AWS it is raised by Service Quotas: request an increase of L-C491D5A4.',
          commands: [],
        },
      ],
    })
    const served = explained(why, {}, { isServed: () => true }).cure
    expect(served.at(-1)?.commands).toEqual([
      aws(
        'service-quotas request-service-quota-increase --service-code sqs --quota-code L-C491D5A4 --desired-value 10',
      ),
    ])
  })

  test.each([
    [{ limit: 0 }, 1],
    [{ limit: 0, used: 4 }, 5],
    [{ limit: 2, used: 7 }, 8],
    [{ limit: 2, used: ['a', 'b', 'c', 'd'] }, 5],
    [{ limit: 2, value: 9 }, 9],
    [{ limit: 3, used: 3 }, 6],
  ])('of a quota raises it to what cures it: %j', (facts, wanted) => {
    const { cure } = explained({ kind: 'quota', quota: inFlight.name, ...facts })
    expect(cure[1]?.commands).toEqual([
      `kasane quotas set sqs L-C491D5A4 ${wanted} --account 000000000000 --region us-east-1`,
    ])
  })

  test('of a limit that AWS never moves says so', () => {
    expect(
      explained({ kind: 'quota', quota: 'Statements per Queue Policy', limit: 20, value: 21 }),
    ).toEqual({
      why: ['Statements per Queue Policy is 20; 21 were asked for.'],
      cure: [{ text: 'AWS never moves this limit: at most 20 are taken.', commands: [] }],
    })
  })

  test('of a limit told by its value alone takes that for the limit', () => {
    const why = { kind: 'quota', quota: 'Users', code: 'L-1', value: 2, used: ['a', 'b'] } as const
    expect(explained(why).why).toEqual(['Users (L-1) is 2; used: ["a","b"].'])
  })

  test('of throughput lets time pass', () => {
    const why = {
      kind: 'throughput',
      quota: 'Unbatched Message Throughput for FIFO Queues',
      limit: 300,
      value: 301,
      per: 'second',
      queue: 'a.fifo',
    } as const
    const { why: lines, cure } = explained(why, {}, { endpoint: 'http://localhost:5000' })
    expect(lines).toEqual([
      'Unbatched Message Throughput for FIFO Queues is 300 a second; 301 were asked for.',
      'queue: a.fifo',
    ])
    expect(cure[0]?.commands).toEqual(['kasane clock advance 1s --endpoint http://localhost:5000'])
  })

  test('of a state that passes moves the clock to its end', () => {
    const why = { kind: 'state', queue: 'jobs', untilMs: nowMs + 41_500 } as const
    expect(explained(why)).toEqual({
      why: [
        'The resource is in a state in which AWS does not do this.',
        'queue: jobs',
        'until: 2026-01-01T00:00:41.500Z',
      ],
      cure: [
        {
          text: 'Wait 42 s, until 2026-01-01T00:00:41.500Z, or move the clock there:',
          commands: ['kasane clock set 2026-01-01T00:00:41.500Z'],
        },
      ],
    })
    const later = explained(why, {}, { nowMs: nowMs + 60_000 })
    expect(later.cure).toEqual([
      {
        text: 'That was until 2026-01-01T00:00:41.500Z, which has passed: ask again.',
        commands: [],
      },
    ])
  })

  test('of a receipt handle whose time is up says how to get another', () => {
    const why = { kind: 'state', receivedAtMs: nowMs - 1, untilMs: nowMs } as const
    expect(explained(why, { code: 'InvalidParameterValue' }).cure).toEqual([
      {
        text: 'Receive the message again: the new receipt handle holds.',
        commands: [],
      },
    ])
  })

  test('of what is not there lists what is, or creates it', () => {
    expect(explained({ kind: 'not-found', queue: 'jobs' })).toEqual({
      why: [
        "Account 000000000000 has no such thing in region us-east-1: names are looked up in the caller's account and region, not in all of them.",
        'queue: jobs',
      ],
      cure: [
        {
          text: 'See what is there, and check the name, the account and the region:',
          commands: [aws('sqs list-queues')],
        },
        { text: 'Or create it:', commands: [aws('sqs create-queue --queue-name jobs')] },
      ],
    })
  })

  test('of what a global service has not got names no region', () => {
    const iam = { service: 'iam', operation: 'GetUser' }
    const reason =
      "Account 000000000000 has no such thing: names are looked up in the caller's account, not in all of them."
    expect(explained({ kind: 'not-found', User: 'zzz' }, iam)).toEqual({
      why: [reason, 'User: zzz'],
      cure: [
        {
          text: 'See what is there, and check the name and the account:',
          commands: [aws('iam list-users')],
        },
      ],
    })
    expect(explained({ kind: 'not-found', serialNumber: 'zzz' }, iam).cure).toEqual([
      { text: 'Check the name and the account.', commands: [] },
    ])
  })

  test('of what stands in the way shows it', () => {
    const { cure } = explained(
      { kind: 'dependency', entity: 'eve' },
      {
        operation: 'DeleteUser',
        message: 'Cannot delete entity, must detach all policies first.',
      },
    )
    expect(cure).toEqual([
      {
        text: 'AWS says what comes first (detach all policies); this shows it:',
        commands: [aws('iam list-attached-user-policies --user-name eve')],
      },
    ])
  })

  test('of a wrong request names the parameter', () => {
    expect(explained({ kind: 'validation', parameter: 'DelaySeconds', value: 901 })).toEqual({
      why: [
        'AWS refuses the request as it is: its message says what is wrong with it.',
        'parameter: DelaySeconds',
        'value: 901',
      ],
      cure: [{ text: 'Send it with another DelaySeconds, as the message says.', commands: [] }],
    })
  })

  test('of a gap names the feature', () => {
    expect(explained({ kind: 'not-emulated', feature: 'sqs:Fly' })).toEqual({
      why: ['Kasane does not emulate sqs:Fly, and says so: AWS has it.'],
      cure: [{ text: 'docs/coverage.md lists what is emulated.', commands: [] }],
    })
  })

  test('of a gap calls it by the name that its message has', () => {
    const lacking = (feature: string) =>
      explain(
        refused(
          { kind: 'not-emulated', feature },
          { service: 'cloudwatch-logs', operation: 'PutLogEvents' },
        ),
        here,
      ).what
    expect(lacking('logs:PutLogEvents')).toMatch(/^logs:PutLogEvents was refused/)
    expect(lacking('queries')).toMatch(/^cloudwatch-logs:PutLogEvents was refused/)
  })

  test('of a wrong signature names what was changed on the way', () => {
    const diagnosis = { part: 'host', signed: 'localhost', received: 'localhost:4566' }
    expect(explained({ kind: 'signature', fault: 'mismatch', diagnosis }).why).toEqual([
      'The signature is right for another request: the Host header is not what was signed.',
      'signed: localhost',
      'received: localhost:4566',
    ])
  })

  test('of a signature that nothing explains prints what should have been signed', () => {
    const texts = { canonicalRequest: 'POST\n/', stringToSign: 'AWS4-HMAC-SHA256\n2026' }
    const { why } = explained({ kind: 'signature', fault: 'mismatch', ...texts })
    expect(why.slice(1)).toEqual([
      'Canonical request, as it should have been signed:\nPOST\n/',
      'String to sign:\nAWS4-HMAC-SHA256\n2026',
    ])
  })

  test.each([
    ['missing', 'The request carries no credentials, and the operation lets no stranger in.'],
    ['token-expired', 'The session is over, by the clock of the cloud.'],
    [
      'unknown-key',
      'Nobody has this access key: it was deleted, or it was made by an earlier run of which nothing was kept.',
    ],
    ['pair', 'The request is not signed as Signature Version 4 wants it.'],
  ])('of the signature’s fault %s says what it is', (fault, line) => {
    expect(explained({ kind: 'signature', fault }).why[0]).toBe(line)
  })

  const ended = { kind: 'signature', fault: 'token-expired', expiredAtMs: 0 } as const
  const anew = (who: string) => `Make the session anew, with the credentials of ${who}:`
  const notItself = ', not with those of the session'
  const sts = (words: string) =>
    `aws sts ${words} --region us-east-1 --endpoint-url http://127.0.0.1:4566`
  const ofAccount = (type: string) => `arn:aws:iam::000000000000:${type}`

  test.each([
    [
      'arn:aws:sts::000000000000:assumed-role/worker/shift',
      ofAccount('role/team/worker'),
      anew(`whoever the trust policy of worker lets in${notItself}`),
      sts(`assume-role --role-arn ${ofAccount('role/team/worker')} --role-session-name shift`),
    ],
    [
      'arn:aws:sts::000000000000:federated-user/guest',
      ofAccount('user/eve'),
      anew(`the user eve${notItself}`),
      sts('get-federation-token --name guest'),
    ],
    [
      ofAccount('user/eve'),
      ofAccount('user/eve'),
      anew(`the user eve${notItself}`),
      sts('get-session-token'),
    ],
    [ofAccount('root'), ofAccount('root'), anew('the root user'), aws('sts get-session-token')],
  ])('of the session %s that is over makes it anew', (session, behind, text, command) => {
    expect(explained({ ...ended, session, behind }).cure).toEqual([{ text, commands: [command] }])
  })

  const shift = 'arn:aws:sts::000000000000:assumed-role/worker/shift'
  const worker = { ...ended, session: shift, behind: ofAccount('role/worker') }

  test('of a call names it by IAM’s action, which need not begin with the service’s name', () => {
    const more = { service: 'dynamodb-streams', operation: 'GetRecords' }
    const { what } = explain(refused({ kind: 'state' }, more), here)
    expect(what).toMatch(/^dynamodb:GetRecords was refused: /)
  })

  test('of a session that is over says whose it was', () => {
    const { who, why } = explain(refused(worker, { caller: '' }), here)
    expect(who).toBe(`${shift}, account 000000000000, region us-east-1`)
    expect(why).toEqual([
      'The session is over, by the clock of the cloud.',
      'expired at: 1970-01-01T00:00:00.000Z',
    ])
  })

  test('of a session that is over makes it anew with what it was made with', () => {
    const policy = '{"Version":"2012-10-17","Statement":[]}'
    const made = {
      policy,
      policyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
      tags: [{ key: 'Team', value: 'blue, green' }],
      transitiveTagKeys: ['Team'],
      sourceIdentity: 'eve',
      issuedAtMs: 0,
      expiresAtMs: 7_200_000,
    }
    expect(explained({ ...worker, made }).cure).toEqual([
      {
        text: anew(
          `whoever the trust policy of worker lets in${notItself}; leave out the tags that the calling session hands on itself`,
        ),
        commands: [
          sts(
            `assume-role --role-arn ${worker.behind} --role-session-name shift --policy '${policy}' --policy-arns arn=arn:aws:iam::aws:policy/ReadOnlyAccess --tags '[{"Key":"Team","Value":"blue, green"}]' --transitive-tag-keys Team --source-identity eve --duration-seconds 7200`,
          ),
        ],
      },
    ])
  })

  test('of a session that is over and was made with a token asks for another token', () => {
    const provider = ofAccount('oidc-provider/idp.example.com')
    const made = {
      provider,
      policyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
      tags: [{ key: 'Team', value: 'blue' }],
      transitiveTagKeys: ['Team'],
      sourceIdentity: 'eve',
      issuedAtMs: 0,
      expiresAtMs: 900_000,
    }
    expect(explained({ ...worker, made }).cure).toEqual([
      {
        text: `Make the session anew, with a new token of ${provider}. It needs no credentials; the token is read from the file that AWS_WEB_IDENTITY_TOKEN_FILE names:`,
        commands: [
          `${sts(`assume-role-with-web-identity --role-arn ${worker.behind} --role-session-name shift --policy-arns arn=arn:aws:iam::aws:policy/ReadOnlyAccess --duration-seconds 900`)} --web-identity-token "file://$AWS_WEB_IDENTITY_TOKEN_FILE"`,
        ],
      },
    ])
  })

  test('of a session that is over names what nobody can print, and leaves out what goes without saying', () => {
    const made = { tags: [], transitiveTagKeys: [], issuedAtMs: 0, expiresAtMs: 3_600_000 }
    const trust = '{"Condition":{"StringEquals":{"sts:ExternalId":"x-17"}}}'
    const around = { resourcePolicyOf: () => trust }
    expect(explained({ ...worker, made, hasMfa: true }, {}, around).cure).toEqual([
      {
        text: anew(
          `whoever the trust policy of worker lets in${notItself}; add --external-id, which its trust policy asks for; add --serial-number and --token-code of the MFA device`,
        ),
        commands: [sts(`assume-role --role-arn ${worker.behind} --role-session-name shift`)],
      },
    ])
  })

  const accessKeyId = newAccessKeyId('AKIA', '000000000000', seededRandom('explain'))
  const unknownKey = { kind: 'signature', fault: 'unknown-key', accessKeyId } as const

  test.each([
    [
      { state: 'inactive', owner: ofAccount('user/team/eve') },
      [aws(`iam update-access-key --user-name eve --access-key-id ${accessKeyId} --status Active`)],
    ],
    [{ state: 'revoked' }, [aws('iam list-users')]],
    [{ state: 'foreign' }, []],
    [{ state: 'barred', owner: ofAccount('user/eve') }, []],
  ])('of a key that does not count, %o, tells the way to one that does', (facts, commands) => {
    const { why, cure } = explained({ ...unknownKey, ...facts })
    expect(why[0]).toMatch(/access key|sessions/)
    expect(cure.map((one) => one.commands)).toEqual([commands])
  })

  test('of a temporary key without its token asks for the token, and for no other key', () => {
    expect(explained({ ...unknownKey, state: 'tokenless' })).toEqual({
      why: [
        'The access key is a temporary one (ASIA…), and came without its session token: without it AWS knows no such key.',
        `access key id: ${accessKeyId}`,
      ],
      cure: [
        {
          text: 'Send all three parts of the temporary credentials: give AWS_SESSION_TOKEN beside the key and secret in the environment, or aws_session_token in the profile. It is the SessionToken of the answer that the key came with; whoever has lost it has to make a new session.',
          commands: [],
        },
      ],
    })
  })

  test('of a bug says that it is one', () => {
    const { why } = explain(refused(undefined, { status: 500, code: 'InternalFailure' }), here)
    expect(why).toEqual([
      'Kasane itself failed: this is a bug of Kasane, or of the machine it runs on.',
    ])
  })
})
