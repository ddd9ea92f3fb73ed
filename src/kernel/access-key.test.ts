import { expect, test } from 'vitest'
import { accountOfAccessKeyId, isOwnAccessKeyId, newAccessKeyId } from './access-key.ts'
import { seededRandom } from './random.ts'

const random = seededRandom('access keys')

test('an id holds its account and is known as one of Kasane', () => {
  for (const account of ['000000000000', '123456789012', '999999999999']) {
    const id = newAccessKeyId('AKIA', account, random)
    expect(id).toMatch(/^AKIA[A-Z2-7]{16}$/)
    expect(accountOfAccessKeyId(id)).toBe(account)
    expect(isOwnAccessKeyId(id)).toBe(true)
  }
})

test('the ids of AWS are not its own, though their account is read', () => {
  // AWS: the example of https://awsteele.com/blog/2020/09/26/aws-access-key-format.html
  expect(accountOfAccessKeyId('ASIAY34FZKBOKMUTVV7A')).toBe('609629065308')
  expect(isOwnAccessKeyId('ASIAY34FZKBOKMUTVV7A')).toBe(false)
  expect(isOwnAccessKeyId('AKIAIOSFODNN7EXAMPLE')).toBe(false)
})

test('what is no access key id has no account', () => {
  for (const id of [
    'test',
    '000000000000',
    'AKIA',
    'akiay34fzkbokmutvv7a',
    'AKIAY34FZKBOKMUTVV71',
  ]) {
    expect(accountOfAccessKeyId(id)).toBeUndefined()
    expect(isOwnAccessKeyId(id)).toBe(false)
  }
})

test('a changed character makes an id foreign', () => {
  const id = newAccessKeyId('ASIA', '123456789012', random)
  const others = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567']
    .map((char) => id.slice(0, 10) + char + id.slice(11))
    .filter((other) => other !== id)
  expect(others.filter(isOwnAccessKeyId)).toEqual([])
})
