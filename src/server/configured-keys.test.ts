import { expect, test } from 'vitest'
import { newAccessKeyId } from '../kernel/access-key.ts'
import { seededRandom } from '../kernel/random.ts'
import { configuredKeys } from './configured-keys.ts'

const random = seededRandom('keys')

test('a configured key is root of its account: the one given, the one in its id, or the first', () => {
  const id = newAccessKeyId('AKIA', '123456789012', random)
  const keys = configuredKeys([
    { id: 'AKIDA', secret: 'a', account: '111122223333' },
    { id, secret: 'b' },
    { id: 'AKIDC', secret: 'c' },
  ])
  const accountOf = (accessKeyId: string) => {
    const finding = keys.find(accessKeyId)
    return finding.kind === 'known' ? [finding.secret, finding.caller.account] : finding.kind
  }
  expect(accountOf('AKIDA')).toEqual(['a', '111122223333'])
  expect(accountOf(id)).toEqual(['b', '123456789012'])
  expect(accountOf('AKIDC')).toEqual(['c', '000000000000'])
})

test('other ids are foreign, but for those of Kasane, which are revoked', () => {
  const keys = configuredKeys([])
  expect(keys.find('test')).toEqual({ kind: 'foreign' })
  expect(keys.find('AKIAIOSFODNN7EXAMPLE')).toEqual({ kind: 'foreign' })
  expect(keys.find(newAccessKeyId('ASIA', '000000000000', random))).toEqual({ kind: 'revoked' })
})
