import { describe, expect, it } from 'vitest'
import { resetAll } from '../../kernel/restore.ts'
import { anonymous, rootOf, servicePrincipal } from '../../kernel/caller.ts'
import { controlsOverAccounts } from './controls-over.ts'
import { organizationJudging } from './judging.ts'
import { management, member, organizationsWorld } from './testing/organizations-world.ts'

const stranger = '333333333333'
const ownerOf = (account: string) => ({ account, partition: 'aws' })

async function judgingWorld(...types: string[]) {
  const world = organizationsWorld()
  const { id, root } = await world.organization(...types)
  await world.join()
  const controlsOver = controlsOverAccounts({
    changeOf: (account) => world.stateIn(account),
    generation: () => world.kernel.cells.generation,
  })
  return { ...world, id, root, path: `${id}/${root}/`, ...organizationJudging(controlsOver) }
}

describe('what a judge asks of Organizations', () => {
  it('is whose organisation the caller, the resource and the source of a service are in', async () => {
    const { id, path, organisationKeys } = await judgingWorld()
    expect(organisationKeys(rootOf(member), ownerOf(stranger))).toEqual({
      'aws:PrincipalOrgID': id,
      'aws:PrincipalOrgPaths': [path],
      'aws:ResourceAccount': stranger,
    })
    const sns = servicePrincipal('sns.amazonaws.com', member)
    expect(organisationKeys(sns, ownerOf(management))).toEqual({
      'aws:SourceOrgID': id,
      'aws:SourceOrgPaths': [path],
      'aws:ResourceAccount': management,
      'aws:ResourceOrgID': id,
      'aws:ResourceOrgPaths': [path],
    })
    expect(organisationKeys(anonymous(member), ownerOf(stranger))).toEqual({
      'aws:ResourceAccount': stranger,
    })
  })

  it('is which policies stand over the caller’s account and over the resource’s', async () => {
    const types = ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY']
    const { controlsOf, hasControls, ask, policy } = await judgingWorld(...types)
    expect(hasControls(ownerOf(member))).toBe(false)
    await ask('AttachPolicy', { PolicyId: await policy('deny'), TargetId: member })
    expect(hasControls(ownerOf(member))).toBe(true)
    const names = (levels: ReturnType<typeof controlsOf>['serviceControl']) =>
      levels?.map((level) => level.map(({ name }) => name).toSorted())
    const abroad = controlsOf(rootOf(member), ownerOf(stranger))
    expect(names(abroad.serviceControl)).toEqual([['FullAWSAccess'], ['FullAWSAccess', 'deny']])
    expect(abroad).not.toHaveProperty('resourceControl')
    const fromAbroad = controlsOf(rootOf(stranger), ownerOf(member))
    expect(names(fromAbroad.resourceControl)).toEqual([['RCPFullAWSAccess'], ['RCPFullAWSAccess']])
    expect(fromAbroad).not.toHaveProperty('serviceControl')
    expect(controlsOf(rootOf(management), ownerOf(stranger))).toEqual({})
  })

  it('tells members of one organisation from strangers', async () => {
    const { isSameOrganisation } = await judgingWorld()
    expect(isSameOrganisation(ownerOf(member), ownerOf(management))).toBe(true)
    expect(isSameOrganisation(ownerOf(member), ownerOf(stranger))).toBe(false)
    expect(isSameOrganisation(ownerOf(stranger), ownerOf('444444444444'))).toBe(false)
  })

  it('is asked anew when an account has left, and when all state is another', async () => {
    const { kernel, isSameOrganisation, ask } = await judgingWorld()
    const areSame = () => isSameOrganisation(ownerOf(member), ownerOf(management))
    expect(areSame()).toBe(true)
    await ask('LeaveOrganization', {}, member)
    expect(areSame()).toBe(false)
    const { Handshake } = await ask('InviteAccountToOrganization', {
      Target: { Type: 'ACCOUNT', Id: member },
    })
    await ask('AcceptHandshake', { HandshakeId: Handshake.Id }, member)
    expect(areSame()).toBe(true)
    await resetAll(kernel)
    expect(areSame()).toBe(false)
  })
})
