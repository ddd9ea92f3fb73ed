import { describe, expect, it } from 'vitest'
import {
  expectRefusal,
  management,
  member,
  organizationsWorld,
} from './testing/organizations-world.ts'

const noSuchUnit = 'ou-abcd-12345678'

describe('the tree', () => {
  it('begins at the root and holds units in units, each with its path', async () => {
    const { ask, organization, unit } = organizationsWorld()
    const { id, root } = await organization()
    const dev = await unit(root, 'dev')
    const team = await unit(dev, 'team')
    expect(dev).toMatch(new RegExp(`^ou-${root.slice(2)}-[a-z0-9]{8}$`))
    expect(await ask('DescribeOrganizationalUnit', { OrganizationalUnitId: team })).toEqual({
      OrganizationalUnit: {
        Id: team,
        Arn: `arn:aws:organizations::${management}:ou/${id}/${team}`,
        Name: 'team',
        Path: `${id}/${root}/${dev}/${team}/`,
      },
    })
    expect(await ask('ListParents', { ChildId: team })).toEqual({
      Parents: [{ Id: dev, Type: 'ORGANIZATIONAL_UNIT' }],
    })
    expect(await ask('ListParents', { ChildId: dev })).toEqual({
      Parents: [{ Id: root, Type: 'ROOT' }],
    })
    const children = (ParentId: string, ChildType: string) =>
      ask('ListChildren', { ParentId, ChildType })
    expect(await children(root, 'ORGANIZATIONAL_UNIT')).toEqual({
      Children: [{ Id: dev, Type: 'ORGANIZATIONAL_UNIT' }],
    })
    expect(await children(root, 'ACCOUNT')).toEqual({
      Children: [{ Id: management, Type: 'ACCOUNT' }],
    })
  })

  it('is five units deep at most', async () => {
    const { ask, organization, unit } = organizationsWorld()
    let { root: parent } = await organization()
    for (const name of ['1', '2', '3', '4', '5']) parent = await unit(parent, name)
    await expectRefusal(
      ask('CreateOrganizationalUnit', { ParentId: parent, Name: '6' }),
      'ConstraintViolationException',
      'You have exceeded the allowed depth of organizational units.',
      'OU_DEPTH_LIMIT_EXCEEDED',
    )
  })

  it('has no two units of one name under one parent', async () => {
    const { ask, organization, unit } = organizationsWorld()
    const { root } = await organization()
    const dev = await unit(root, 'dev')
    const prod = await unit(root, 'prod')
    await unit(dev, 'dev')
    const taken = 'An OU with the same name already exists.'
    const made = ask('CreateOrganizationalUnit', { ParentId: root, Name: 'dev' })
    await expectRefusal(made, 'DuplicateOrganizationalUnitException', taken)
    const renamed = (Name: string) =>
      ask('UpdateOrganizationalUnit', { OrganizationalUnitId: prod, Name })
    await expectRefusal(renamed('dev'), 'DuplicateOrganizationalUnitException', taken)
    expect(await renamed('live')).toMatchObject({ OrganizationalUnit: { Id: prod, Name: 'live' } })
    await renamed('live')
  })

  it('lets a unit go when it is empty', async () => {
    const { ask, organization, unit, join } = organizationsWorld()
    const { root } = await organization()
    const dev = await unit(root, 'dev')
    await join()
    const move = (SourceParentId: string, DestinationParentId: string) =>
      ask('MoveAccount', { AccountId: member, SourceParentId, DestinationParentId })
    await move(root, dev)
    const remove = () => ask('DeleteOrganizationalUnit', { OrganizationalUnitId: dev })
    await expectRefusal(
      remove(),
      'OrganizationalUnitNotEmptyException',
      'The specified OU is not empty. Move all accounts to another root or to other OUs, remove all child OUs, and try the operation again.',
    )
    await move(dev, root)
    await remove()
    await expectRefusal(
      remove(),
      'OrganizationalUnitNotFoundException',
      "You specified an organizational unit that doesn't exist.",
    )
  })

  it('moves accounts from where they are to where there is something', async () => {
    const { ask, organization, unit, join } = organizationsWorld()
    const { id, root } = await organization()
    const dev = await unit(root, 'dev')
    await join()
    const move = (SourceParentId: string, DestinationParentId: string, AccountId = member) =>
      ask('MoveAccount', { AccountId, SourceParentId, DestinationParentId })
    const noAccount = "You specified an account that doesn't exist."
    await expectRefusal(move(dev, root), 'AccountNotFoundException', noAccount)
    await expectRefusal(move(root, dev, '999999999999'), 'AccountNotFoundException', noAccount)
    await expectRefusal(
      move(noSuchUnit, dev),
      'SourceParentNotFoundException',
      "We can't find a source root or OU with the ParentId that you specified.",
    )
    await expectRefusal(
      move(root, noSuchUnit),
      'DestinationParentNotFoundException',
      "We can't find the destination container (a root or OU) with the ParentId that you specified.",
    )
    await expectRefusal(
      move(root, root),
      'DuplicateAccountException',
      'That account is already present in the specified destination.',
    )
    await move(root, dev)
    expect(await ask('ListAccountsForParent', { ParentId: dev })).toMatchObject({
      Accounts: [{ Id: member, Paths: [`${id}/${root}/${dev}/${member}/`] }],
    })
  })

  it('says of what it lacks what was asked for', async () => {
    const { ask, organization } = organizationsWorld()
    await organization()
    const noParent = "We can't find a root or OU with the ParentId that you specified."
    for (const [operation, more] of [
      ['CreateOrganizationalUnit', { Name: 'dev' }],
      ['ListOrganizationalUnitsForParent', {}],
      ['ListAccountsForParent', {}],
      ['ListChildren', { ChildType: 'ACCOUNT' }],
    ] as const) {
      const asked = ask(operation, { ParentId: noSuchUnit, ...more })
      await expectRefusal(asked, 'ParentNotFoundException', noParent)
    }
    await expectRefusal(
      ask('ListParents', { ChildId: noSuchUnit }),
      'ChildNotFoundException',
      "We can't find an organizational unit (OU) or AWS account with the ChildId that you specified.",
    )
  })

  it('is listed in pages that lose nothing', async () => {
    const { call, ask, organization, unit } = organizationsWorld()
    const { root } = await organization()
    const made = []
    for (let n = 0; n < 5; n++) made.push(await unit(root, `unit ${n}`))
    const seen: string[] = []
    let NextToken: string | undefined
    do {
      const page = await call<{ OrganizationalUnits: { Id: string }[]; NextToken?: string }>(
        'ListOrganizationalUnitsForParent',
        { ParentId: root, MaxResults: 2, ...(NextToken !== undefined && { NextToken }) },
      )
      seen.push(...page.OrganizationalUnits.map(({ Id }) => Id))
      NextToken = page.NextToken
    } while (NextToken !== undefined)
    expect(seen).toEqual(made.toSorted())
    await expectRefusal(
      ask('ListAccounts', { NextToken: 'made up' }),
      'InvalidInputException',
      "You specified a NextToken that isn't valid.",
      'INVALID_NEXT_TOKEN',
    )
  })
})

describe('tags', () => {
  it('stand on roots, units, accounts and policies', async () => {
    const { ask, organization, unit, policy } = organizationsWorld()
    const { root } = await organization()
    const tags = [{ Key: 'team', Value: 'red' }]
    for (const ResourceId of [root, await unit(root, 'dev'), management, await policy('deny')]) {
      await ask('TagResource', { ResourceId, Tags: [...tags, { Key: 'a', Value: '1' }] })
      await ask('UntagResource', { ResourceId, TagKeys: ['a'] })
      expect(await ask('ListTagsForResource', { ResourceId })).toEqual({ Tags: tags })
    }
    await expectRefusal(
      ask('TagResource', { ResourceId: noSuchUnit, Tags: tags }),
      'TargetNotFoundException',
      "You specified a target that doesn't exist.",
    )
  })

  it('are fifty at most, of different keys, and none of AWS', async () => {
    const { ask, organization } = organizationsWorld()
    const { root } = await organization()
    const tag = (...keys: string[]) =>
      ask('TagResource', { ResourceId: root, Tags: keys.map((Key) => ({ Key, Value: '' })) })
    await expectRefusal(
      tag('a', 'a'),
      'InvalidInputException',
      'Tag keys must be unique among the tags.',
      'DUPLICATE_TAG_KEY',
    )
    await expectRefusal(
      tag('aws:x'),
      'InvalidInputException',
      'You specified a tag key that is reserved for use by AWS.',
      'INVALID_SYSTEM_TAGS_PARAMETER',
    )
    await expectRefusal(
      tag(...Array.from({ length: 51 }, (_, n) => `key ${n}`)),
      'ConstraintViolationException',
      'You have exceeded the number of tags allowed on this resource.',
      'MAX_TAG_LIMIT_EXCEEDED',
    )
    expect(await ask('ListTagsForResource', { ResourceId: root })).toEqual({ Tags: [] })
  })
})
