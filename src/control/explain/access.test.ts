import { describe, expect, test } from 'vitest'
import type { Cause } from '../../kernel/errors.ts'
import type { Incident } from '../../kernel/incidents.ts'
import { accessCause } from '../../policy/access-cause.ts'
import { compilePolicy } from '../../policy/compiled-policy.ts'
import type { Policies, PolicyRequest } from '../../policy/decision.ts'
import { evaluate, traceEvaluation } from '../../policy/evaluate.ts'
import {
  allow,
  anonymous,
  attached,
  deny,
  eve,
  federated,
  here,
  policies,
  queue,
  sendAllowed,
  sendBy,
  session,
  there,
} from '../../policy/testing/policies.ts'
import { explain } from './explain.ts'
import type { Surroundings } from './explanation.ts'

const surroundings: Surroundings = {
  endpoint: 'http://127.0.0.1:4566',
  nowMs: 0,
  trustsAnyKey: true,
  findQuota: () => undefined,
  isServed: () => true,
  actionPrefixOf: (service) => service,
  isGlobal: (service) => service === 'iam',
  resourcePolicyOf: () => undefined,
  arnOf: () => undefined,
}

function explained(
  request: PolicyRequest,
  given: Partial<Policies>,
  around: Partial<Surroundings> = {},
) {
  const decision = traceEvaluation(request, policies(given))
  const why = accessCause({ request, decision, policies: policies(given) })
  const incident = incidentOf(why, why.caller)
  const { why: lines, cure } = explain(incident, { ...surroundings, ...around })
  return { why: lines, cure }
}

function incidentOf(why: Cause, caller: string): Incident {
  return {
    requestId: 'request-1',
    atMs: 0,
    service: 'sqs',
    operation: 'SendMessage',
    account: here,
    region: 'us-east-1',
    caller,
    code: 'AccessDenied',
    status: 403,
    message: 'No.',
    why,
  }
}

const aws = (account: string, words: string) =>
  `AWS_ACCESS_KEY_ID=${account} AWS_SECRET_ACCESS_KEY=test aws ${words} --region us-east-1 --endpoint-url http://127.0.0.1:4566`

const leastSend = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:SendMessage","Resource":"${queue}"}]}`

describe('a refusal by policies', () => {
  test('that nothing allows is mended by the least policy for the user', () => {
    expect(explained(sendBy(eve), {})).toEqual({
      why: [`No policy of the user eve or its groups allows sqs:SendMessage on ${queue}.`],
      cure: [
        {
          text: 'Allow just this to the user eve:',
          commands: [
            aws(
              here,
              `iam put-user-policy --user-name eve --policy-name Allow-sqs-SendMessage-4f6659b5 --policy-document '${leastSend}'`,
            ),
          ],
        },
      ],
    })
  })

  test('of a call without credentials tells how to send some, before all policies', () => {
    const send = {
      text: 'Send some: any will do here, and the access key test is the root user of account 000000000000. curl takes --user test:test --aws-sigv4 aws:amz:us-east-1:sqs, AWS clients look into their environment:',
      commands: ['export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test'],
    }
    const { why, cure } = explained(sendBy(anonymous), {})
    expect(why).toEqual([
      "The request carries no credentials, and counts as anybody's.",
      `${queue} has no policy of its own that allows sqs:SendMessage.`,
    ])
    expect(cure).toEqual([send, expect.objectContaining({ text: expect.stringMatching(/policy/) })])
    const toNone = { ...sendBy(anonymous), resource: `arn:aws:sqs:us-east-1:${here}:*` }
    expect(explained(toNone, {}).cure).toEqual([send])
    expect(explained(toNone, {}, { trustsAnyKey: false }).cure).toEqual([
      {
        text: 'Send those of an access key that this cloud knows: aws iam create-access-key makes one, kasane start --access-key gives it one.',
        commands: [],
      },
    ])
  })

  test('is mended for the role of a session, without its path', () => {
    const { why, cure } = explained(sendBy(session), {})
    expect(why).toEqual([`No policy of the role worker allows sqs:SendMessage on ${queue}.`])
    expect(cure[0]?.commands[0]).toContain(' iam put-role-policy --role-name worker --policy-name ')
  })

  test('gives no account’s keys where keys are not trusted', () => {
    const { cure } = explained(sendBy(eve), {}, { trustsAnyKey: false })
    expect(cure[0]?.commands[0]).toMatch(/^aws iam put-user-policy /)
  })

  test('across accounts needs both sides, and keeps what the queue’s policy says', () => {
    const own = {
      Version: '2012-10-17',
      Id: 'own',
      Statement: { Effect: 'Allow', Principal: '*', Action: 'sqs:ReceiveMessage', Resource: '*' },
    }
    const resource = `arn:aws:sqs:us-east-1:${there}:q`
    const { why, cure } = explained(
      sendBy(eve, { resource, resourceAccount: there }),
      {},
      { resourcePolicyOf: () => JSON.stringify(own) },
    )
    expect(why).toEqual([
      `${resource} belongs to account ${there}, the caller to ${here}: both sides have to allow it.`,
      `No policy of the user eve or its groups allows sqs:SendMessage on ${resource}.`,
      `The policy of ${resource} does not allow sqs:SendMessage to ${eve.arn}.`,
    ])
    expect(cure.map(({ text }) => text)).toEqual([
      '1 of 2 that are needed: Allow just this to the user eve:',
      `2 of 2 that are needed: Allow just this to ${eve.arn} in the policy of ${resource}:`,
    ])
    const [, command = ''] = cure.flatMap(({ commands }) => commands)
    const Statement = [
      own.Statement,
      {
        Effect: 'Allow',
        Principal: { AWS: eve.arn },
        Action: 'sqs:SendMessage',
        Resource: resource,
      },
    ]
    const attributes = JSON.stringify({ Policy: JSON.stringify({ ...own, Statement }) })
    expect(command).toBe(
      aws(
        there,
        `sqs set-queue-attributes --queue-url http://127.0.0.1:4566/${there}/q --attributes '${attributes}'`,
      ),
    )
  })

  test('by a statement that denies shows it, and takes it away', () => {
    const statements = [allow('sqs:*', '*'), deny('sqs:SendMessage', '*', { Sid: 'NoSend' })]
    const guard = attached('identity', statements, { name: 'guard', source: 'group', owner: 'all' })
    expect(explained(sendBy(eve), { identity: [guard] })).toEqual({
      why: [
        `Statement 2 ("NoSend") of the inline policy guard of the group all denies it: ${JSON.stringify(statements[1])}`,
      ],
      cure: [
        {
          text: 'No allow outweighs a deny. If it is not meant for this, take Statement 2 ("NoSend") of the inline policy guard of the group all away:',
          commands: [
            aws(
              here,
              `iam put-group-policy --group-name all --policy-name guard --policy-document '{"Version":"2012-10-17","Statement":[${JSON.stringify(statements[0])}]}'`,
            ),
          ],
        },
      ],
    })
  })

  test('by a whole policy deletes it, and by one of AWS’s has no command', () => {
    const more = { name: 'no', source: 'user', owner: 'eve' }
    const inline = attached('identity', deny('*', '*'), more)
    const theirs = attached('identity', deny('*', '*'), {
      arn: 'arn:aws:iam::aws:policy/AWSDenyAll',
    })
    const { cure } = explained(sendBy(eve), { identity: [inline, theirs, sendAllowed] })
    expect(cure.map(({ commands }) => commands)).toEqual([
      [aws(here, 'iam delete-user-policy --user-name eve --policy-name no')],
      [],
    ])
  })

  test('by a deny where an allow is missing too takes both steps', () => {
    const no = attached('identity', deny('*', '*'), { name: 'no', source: 'user', owner: 'eve' })
    expect(explained(sendBy(eve), { identity: [no] })).toMatchObject({
      why: [
        expect.stringMatching(/^Statement 1 of the inline policy no of the user eve denies it/),
        `No policy of the user eve or its groups allows sqs:SendMessage on ${queue}.`,
      ],
      cure: [
        {
          text: '1 of 2 that are needed: No allow outweighs a deny. If it is not meant for this, take Statement 1 of the inline policy no of the user eve away:',
          commands: [aws(here, 'iam delete-user-policy --user-name eve --policy-name no')],
        },
        {
          text: '2 of 2 that are needed: Allow just this to the user eve:',
          commands: [
            aws(
              here,
              `iam put-user-policy --user-name eve --policy-name Allow-sqs-SendMessage-4f6659b5 --policy-document '${leastSend}'`,
            ),
          ],
        },
      ],
    })
  })

  test('by a boundary that denies and does not allow is never given its deny back', () => {
    const arn = `arn:aws:iam::${here}:policy/edge`
    const denials = [deny('sqs:SendMessage', '*'), deny('sqs:Send*', '*')]
    const statements = [allow('s3:*', '*'), ...denials]
    const boundary = attached('identity', statements, { name: 'edge', arn })
    const { cure } = explained(sendBy(eve), { identity: [sendAllowed], boundary })
    expect(cure.map(({ text }) => text)).toEqual([
      `1 of 2 that are needed: No allow outweighs a deny. If it is not meant for this, take Statement 2 of the permissions boundary ${arn} and Statement 3 of the permissions boundary ${arn} away:`,
      `2 of 2 that are needed: Let the permissions boundary ${arn} reach this far:`,
    ])
    const documents = cure.map(({ commands: [command = ''] }) => {
      const [, document = ''] = /--policy-document '(.*?)'/.exec(command) ?? []
      return (JSON.parse(document) as { Statement: unknown }).Statement
    })
    const added = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: queue }
    expect(documents).toEqual([[statements[0]], [statements[0], added]])
  })

  test('by an organisation’s policy changes it as the management account', () => {
    const arn = `arn:aws:organizations::${there}:policy/o-a1/service_control_policy/p-guard`
    const statements = [allow('*', '*'), deny('sqs:SendMessage', '*')]
    const guard = attached('identity', statements, { arn })
    const { cure } = explained(sendBy(eve), { identity: [sendAllowed], serviceControl: [[guard]] })
    expect(cure.flatMap(({ commands }) => commands)).toEqual([
      aws(
        there,
        `organizations update-policy --policy-id p-guard --content '{"Version":"2012-10-17","Statement":[${JSON.stringify(statements[0])}]}'`,
      ),
    ])
  })

  test('by a boundary widens the boundary', () => {
    const arn = `arn:aws:iam::${here}:policy/edge`
    const boundary = attached('identity', allow('s3:*', '*'), { arn })
    const { why, cure } = explained(sendBy(eve), { identity: [sendAllowed], boundary })
    expect(why).toEqual([
      `The permissions boundary ${arn} of the user eve does not allow sqs:SendMessage on ${queue}, and no other policy reaches beyond it.`,
    ])
    expect(cure).toEqual([
      {
        text: `Let the permissions boundary ${arn} reach this far:`,
        commands: [
          aws(
            here,
            `iam create-policy-version --policy-arn ${arn} --policy-document '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"},{"Effect":"Allow","Action":"sqs:SendMessage","Resource":"${queue}"}]}' --set-as-default`,
          ),
        ],
      },
    ])
  })

  test('by a boundary of AWS’s own gives another one, which is a copy and more', () => {
    const arn = 'arn:aws:iam::aws:policy/PowerUserAccess'
    const boundary = attached('identity', allow('s3:*', '*'), { arn })
    const { cure } = explained(sendBy(eve), { identity: [sendAllowed], boundary })
    expect(cure.flatMap(({ commands }) => commands)).toEqual([
      aws(
        here,
        `iam create-policy --policy-name Boundary-Allow-sqs-SendMessage-4f6659b5 --policy-document '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"},{"Effect":"Allow","Action":"sqs:SendMessage","Resource":"${queue}"}]}'`,
      ),
      aws(
        here,
        `iam put-user-permissions-boundary --user-name eve --permissions-boundary arn:aws:iam::${here}:policy/Boundary-Allow-sqs-SendMessage-4f6659b5`,
      ),
    ])
  })

  test('by an organisation that allows too little is mended at each level that does', () => {
    const arnOf = (id: string) =>
      `arn:aws:organizations::${there}:policy/o-a1/service_control_policy/${id}`
    const narrow = attached('identity', allow('s3:*', '*'), { arn: arnOf('p-narrow') })
    const open = attached('identity', allow('*', '*'), { arn: arnOf('p-open') })
    const { cure } = explained(sendBy(eve), {
      identity: [sendAllowed],
      serviceControl: [[open], [narrow], [narrow, open], [{ ...narrow }]],
    })
    const content = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"},{"Effect":"Allow","Action":"sqs:SendMessage","Resource":"${queue}"}]}`
    expect(cure).toEqual([
      {
        text: 'At every level of the organisation something has to allow it. Let this service control policy do so, as the management account:',
        commands: [
          aws(there, `organizations update-policy --policy-id p-narrow --content '${content}'`),
        ],
      },
    ])
  })

  test('by the session’s own policies makes the session anew, with wider ones', () => {
    const inline = attached('identity', allow('s3:*', '*'))
    const managed = attached('identity', allow('s3:*', '*'), {
      arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
    })
    const given = { identity: [sendAllowed], session: [inline, managed] }
    expect(explained(sendBy(session), given)).toEqual({
      why: [
        `The policies that this session was made with do not allow sqs:SendMessage on ${queue}, and the session reaches no further.`,
      ],
      cure: [
        {
          text: 'Its session policies have to allow it. Make the session anew, with the credentials of whoever the trust policy of worker lets in, not with those of the session:',
          commands: [
            `aws sts assume-role --role-arn arn:aws:iam::${here}:role/team/worker --role-session-name s --policy '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"},{"Effect":"Allow","Action":"sqs:SendMessage","Resource":"${queue}"}]}' --policy-arns arn=arn:aws:iam::aws:policy/ReadOnlyAccess --region us-east-1 --endpoint-url http://127.0.0.1:4566`,
          ],
        },
      ],
    })
    const provider = `arn:aws:iam::${here}:oidc-provider/idp.example.com`
    const byToken = sendBy(session, { context: { 'aws:FederatedProvider': provider } })
    expect(explained(byToken, given).cure).toEqual([
      {
        text: `Its session policies have to allow it. Make the session anew, with a new token of ${provider}. It needs no credentials; the token is read from the file that AWS_WEB_IDENTITY_TOKEN_FILE names:`,
        commands: [expect.stringMatching(/^aws sts assume-role-with-web-identity --role-arn /)],
      },
    ])
    const { cure } = explained(sendBy(federated), {})
    expect(cure.map(({ text }) => text)).toEqual([
      '1 of 2 that are needed: Allow just this to the user eve:',
      '2 of 2 that are needed: Its session policies have to allow it. Make the session anew, with the credentials of the user eve, not with those of the session:',
    ])
    expect(cure[1]?.commands).toEqual([
      `aws sts get-federation-token --name fay --policy '${leastSend}' --region us-east-1 --endpoint-url http://127.0.0.1:4566`,
    ])
  })

  test('leaves out of a queue’s policy who is gone, since AWS takes no such policy', () => {
    const gone = 'AIDAAAAAAAAAAAAAAAAAA'
    const live = 'AROABBBBBBBBBBBBBBBBB'
    const others = [deny('sqs:PurgeQueue', '*', { Principal: { AWS: [gone, live] } })]
    const kept = JSON.stringify({
      Version: '2012-10-17',
      Statement: [allow('sqs:*', '*', { Principal: { AWS: gone } }), ...others],
    })
    const around = {
      resourcePolicyOf: () => kept,
      arnOf: (id: string) => ({ [live]: session.roleArn })[id],
    }
    const resource = `arn:aws:sqs:us-east-1:${there}:q`
    const { cure } = explained(sendBy(eve, { resource, resourceAccount: there }), {}, around)
    const [, attributes = ''] = /--attributes '(.*?)'/.exec(cure[1]?.commands[0] ?? '') ?? []
    const { Policy } = JSON.parse(attributes) as { Policy: string }
    expect(JSON.parse(Policy)).toMatchObject({
      Statement: [{ Principal: { AWS: [session.roleArn] } }, { Principal: { AWS: eve.arn } }],
    })
  })

  test('for want of a condition names it', () => {
    const Condition = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }
    const mfa = attached('identity', allow('sqs:*', '*', { Condition }), {
      name: 'mfa',
      source: 'user',
      owner: 'eve',
    })
    const { why, cure } = explained(sendBy(eve), { identity: [mfa] })
    expect(why[1]).toBe(
      'Statement 1 of the inline policy mfa of the user eve would allow it, but its condition is not met: Bool aws:MultiFactorAuthPresent.',
    )
    expect(cure[0]?.text).toBe(
      'Call so that aws:MultiFactorAuthPresent is as Statement 1 of the inline policy mfa of the user eve wants it; or else:',
    )
    expect(cure.length).toBe(2)
  })

  test('to assume a role is mended in its trust policy, which names no resource', () => {
    const role = `arn:aws:iam::${here}:role/team/worker`
    const request: PolicyRequest = {
      ...sendBy(eve),
      action: 'sts:AssumeRole',
      resource: role,
      resourcePolicyDecides: true,
    }
    const { cure } = explained(request, { identity: [attached('identity', allow('*', '*'))] })
    expect(cure.flatMap(({ commands }) => commands)).toEqual([
      aws(
        here,
        `iam update-assume-role-policy --role-name worker --policy-document '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"${eve.arn}"},"Action":"sts:AssumeRole"}]}'`,
      ),
    ])
  })

  test('to root users, who assume no role, makes a user that may', () => {
    const role = `arn:aws:iam::${here}:role/worker`
    const why = {
      kind: 'access',
      rule: 'root-assumes-no-role',
      action: 'sts:AssumeRole',
      sessionName: 'shift',
    } as const
    const arn = `arn:aws:iam::${here}:root`
    const explainedBy = (around: Partial<Surroundings> = {}, resource = role) =>
      explain(incidentOf({ ...why, resource }, arn), { ...surroundings, ...around })
    const { why: lines, cure } = explainedBy()
    expect(lines).toEqual([
      `AWS lets no root user assume a role, whatever the policies say, and ${arn} is one.`,
      'Here an access key of twelve digits is the root user of that account, and any other that nobody has, such as test, is that of account 000000000000.',
    ])
    const makeKey = `iam create-access-key --user-name assumer --query 'AccessKey.[AccessKeyId,SecretAccessKey]'`
    expect(cure).toEqual([
      {
        text: `Make a user that may assume the role, and call with its access key, which the last of these puts into the shell's environment. The role's trust policy has to let it in, as one does that names account ${here}:`,
        commands: [
          aws(here, 'iam create-user --user-name assumer'),
          aws(
            here,
            `iam put-user-policy --user-name assumer --policy-name Allow-sts-AssumeRole-c00d471a --policy-document '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"${role}"}]}'`,
          ),
          `set -- $(${aws(here, makeKey)} --output text) && export AWS_ACCESS_KEY_ID=$1 AWS_SECRET_ACCESS_KEY=$2 && aws sts assume-role --role-arn ${role} --role-session-name shift --region us-east-1 --endpoint-url http://127.0.0.1:4566`,
        ],
      },
    ])
    expect(explainedBy({ trustsAnyKey: false }).why.length).toBe(1)
    expect(explainedBy({}, 'worker').cure).toEqual([
      {
        text: 'Make a user that may assume the role, and call with its access key.',
        commands: [],
      },
    ])
  })

  test('is let through by what its explanation says, and nothing else is', () => {
    const { cure } = explained(sendBy(eve), {})
    const [, document = ''] = /--policy-document '(.*?)'/.exec(cure[0]?.commands[0] ?? '') ?? []
    const mended = policies({
      identity: [{ name: 'cure', policy: compilePolicy(document, 'identity') }],
    })
    expect(evaluate(sendBy(eve), mended).effect).toBe('allow')
    expect(evaluate(sendBy(eve, { action: 'sqs:DeleteQueue' }), mended).effect).toBe(
      'implicit-deny',
    )
    expect(evaluate(sendBy(eve, { resource: `${queue}2` }), mended).effect).toBe('implicit-deny')
  })
})
