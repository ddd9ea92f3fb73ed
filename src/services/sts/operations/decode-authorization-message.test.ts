import { describe, expect, it } from 'vitest'
import { rootOf } from '../../../kernel/caller.ts'
import { seededRandom } from '../../../kernel/random.ts'
import { testPlace } from '../../../../test/support/world.ts'
import { encodeMessage } from '../encoded-message.ts'
import { requireSecret } from '../sealing.ts'
import { sts } from '../service.ts'
import type { StsChange } from '../state.ts'
import { account, stsWorld } from '../testing/sts-world.ts'

const text = JSON.stringify({ allowed: false, explicitDeny: true })
const refusal = {
  code: 'InvalidAuthorizationMessageException',
  status: 400,
  message: 'The encoded message is not valid.',
}

function encodingWorld() {
  const cloud = stsWorld()
  const { kernel } = cloud
  const change = kernel.cells.of(sts, testPlace).changing as unknown as StsChange
  const encode = () => {
    const secret = kernel.change(() => requireSecret(change))
    return encodeMessage(text, secret, seededRandom('nonce').bytes(12))
  }
  const decode = (EncodedMessage: string) =>
    cloud.call('DecodeAuthorizationMessage', { EncodedMessage }, { caller: rootOf(account) })
  return { ...cloud, encode, decode }
}

describe('DecodeAuthorizationMessage', () => {
  it('gives back what this account’s refusals say', async () => {
    const { encode, decode } = encodingWorld()
    expect(await decode(encode())).toEqual({ DecodedMessage: text })
  })

  it('refuses what is altered, cut, made elsewhere, or no message at all', async () => {
    const { encode, decode } = encodingWorld()
    await expect(decode('garbage')).rejects.toMatchObject(refusal)
    const encoded = encode()
    const foreign = encodeMessage(text, Buffer.alloc(64, 7).toString('base64'), Buffer.alloc(12))
    for (const wrong of [
      `${encoded}A`,
      encoded.slice(0, -4),
      `B${encoded.slice(1)}`,
      foreign,
      'A',
    ]) {
      await expect(decode(wrong)).rejects.toMatchObject(refusal)
    }
  })

  it('needs the permission', async () => {
    const { encode, call, user } = encodingWorld()
    const eve = user('eve')
    await expect(
      call('DecodeAuthorizationMessage', { EncodedMessage: encode() }, { caller: eve }),
    ).rejects.toMatchObject({
      code: 'AccessDenied',
      status: 403,
      message:
        `User: ${eve.arn} is not authorized to perform: sts:DecodeAuthorizationMessage on resource: * ` +
        'because no identity-based policy allows the sts:DecodeAuthorizationMessage action',
    })
  })
})
