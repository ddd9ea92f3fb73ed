import { describe, expect, it } from 'vitest'
import { controlsOf } from './controls.ts'
import { management, member, organizationsWorld } from './testing/organizations-world.ts'

const scp = 'SERVICE_CONTROL_POLICY'

async function membership(...types: string[]) {
  const world = organizationsWorld()
  const { id, root } = await world.organization(...types)
  await world.join()
  const over = (account = member) => controlsOf(world.stateIn(management), account)
  return { ...world, id, root, over }
}

describe('the controls over an account', () => {
  it('are none where no policy type is enabled, and outside', async () => {
    const { id, root, over } = await membership()
    expect(over()).toEqual({ organizationId: id, path: `${id}/${root}/`, areOpen: true })
    expect(over('333333333333')).toBeUndefined()
  })

  it('come level by level from the root to the account', async () => {
    const { ask, unit, policy, root, over } = await membership(scp)
    const dev = await unit(root, 'dev')
    const move = { AccountId: member, SourceParentId: root, DestinationParentId: dev }
    await ask('MoveAccount', move)
    expect(over()?.areOpen).toBe(true)
    const PolicyId = await policy('deny')
    await ask('AttachPolicy', { PolicyId, TargetId: dev })
    const names = over()?.serviceControl?.map((level) => level.map(({ name }) => name).toSorted())
    expect(names).toEqual([['FullAWSAccess'], ['FullAWSAccess', 'deny'], ['FullAWSAccess']])
    expect(over()?.areOpen).toBe(false)
    expect(over()).not.toHaveProperty('resourceControl')
  })

  it('never bind the management account', async () => {
    const { ask, policy, root, over } = await membership(scp)
    const PolicyId = await policy('deny')
    await ask('AttachPolicy', { PolicyId, TargetId: root })
    expect(over(management)).toMatchObject({ areOpen: true })
    expect(over(management)).not.toHaveProperty('serviceControl')
  })

  it('are put together once for each change of the organisation', async () => {
    const { ask, policy, root, over } = await membership(scp)
    const before = over()
    expect(over()).toBe(before)
    await ask('DescribeOrganization')
    expect(over()).toBe(before)
    await ask('AttachPolicy', { PolicyId: await policy('deny'), TargetId: root })
    expect(over()).not.toBe(before)
    expect(over()).toBe(over())
  })
})
