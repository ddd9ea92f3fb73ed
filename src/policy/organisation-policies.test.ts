import { describe, expect, test } from 'vitest'
import type { AttachedPolicy, Policies, PolicyRequest } from './decision.ts'
import {
  allow,
  anonymous,
  attached,
  deny,
  eve,
  events,
  outcome,
  queuePolicy,
  root,
  sendAllowed,
  sendBy,
  sendDenied,
  session,
} from './testing/policies.ts'

describe('organisations', () => {
  const full = attached('scp', allow('*', '*'))
  const everything = attached('resource', allow('*', '*', { Principal: '*' }))
  const none: AttachedPolicy[] = []

  test.each<[string, PolicyRequest, Partial<Policies>, string]>([
    [
      'an allow at every level lets through',
      sendBy(eve),
      { serviceControl: [[full], [full]] },
      'allow',
    ],
    [
      'a level without an allow refuses',
      sendBy(eve),
      { serviceControl: [[full], none] },
      'missing service-control',
    ],
    [
      'the first level counts too',
      sendBy(eve),
      { serviceControl: [none, [full]] },
      'missing service-control',
    ],
    [
      'root is bound',
      sendBy(root),
      { serviceControl: [[sendDenied, full]] },
      'denied by service-control',
    ],
    [
      'service-linked roles are not',
      sendBy({ ...session, isServiceLinked: true }),
      { serviceControl: [[sendDenied]], resourceControl: [none] },
      'allow',
    ],
    [
      'services are not bound by service control',
      sendBy(events),
      { serviceControl: [[sendDenied]], resource: queuePolicy('*') },
      'allow',
    ],
    [
      'resource control binds services',
      sendBy(events),
      { resourceControl: [none], resource: queuePolicy('*') },
      'missing resource-control',
    ],
    [
      'resource control binds strangers',
      sendBy(anonymous),
      {
        resourceControl: [[attached('rcp', deny('sqs:*', '*', { Principal: '*' }))]],
        resource: queuePolicy('*'),
      },
      'denied by resource-control',
    ],
    [
      'resource control lets through what it does not deny',
      sendBy(eve),
      { resourceControl: [[everything]] },
      'allow',
    ],
    [
      'resource control does not know SNS',
      sendBy(eve, { action: 'sns:Publish' }),
      { identity: [attached('identity', allow('sns:*', '*'))], resourceControl: [none] },
      'allow',
    ],
    [
      'resource control does not bind kms:RetireGrant',
      sendBy(eve, { action: 'kms:RetireGrant' }),
      { identity: [attached('identity', allow('kms:*', '*'))], resourceControl: [none] },
      'allow',
    ],
    [
      'service control grants nothing',
      sendBy(eve),
      { identity: [], serviceControl: [[full]] },
      'missing identity',
    ],
  ])('%s', (_, request, given, expected) => {
    expect(outcome(request, { identity: [sendAllowed], ...given })).toBe(expected)
  })
})
