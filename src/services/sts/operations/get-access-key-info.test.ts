import { expect, it } from 'vitest'
import { newAccessKeyId } from '../../../kernel/access-key.ts'
import { rootOf } from '../../../kernel/caller.ts'
import { seededRandom } from '../../../kernel/random.ts'
import { account, otherAccount, stsWorld } from '../testing/sts-world.ts'

it('GetAccessKeyInfo reads the account out of any id, be it a key or not', async () => {
  const { call } = stsWorld()
  const id = newAccessKeyId('AKIA', otherAccount, seededRandom('key'))
  const info = (AccessKeyId: string) =>
    call('GetAccessKeyInfo', { AccessKeyId }, { caller: rootOf(account) })
  expect(await info(id)).toEqual({ Account: otherAccount })
  await expect(info('no-key-at-all-is-this')).rejects.toMatchObject({
    code: 'ValidationError',
    status: 400,
    message: 'The access key ID no-key-at-all-is-this is not valid.',
  })
})
