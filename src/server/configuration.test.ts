import { describe, expect, test } from 'vitest'
import { ConfigurationError, configure, type Flags } from './configuration.ts'

describe('a configuration', () => {
  test('is that of a private cloud in memory when nothing is said', () => {
    expect(configure({})).toEqual({
      port: 4566,
      host: '127.0.0.1',
      durable: false,
      iam: 'on',
      allowedHosts: ['127.0.0.1'],
      allowedOrigins: [],
      trustsAnyKey: true,
      accessKeys: [],
      hasRealDurations: false,
      isQuiet: false,
    })
  })

  test('comes from flags, and from the environment where they say nothing', () => {
    const environment = {
      KASANE_PORT: '5000',
      KASANE_DATA_DIR: '/data',
      KASANE_DURABLE: '1',
      KASANE_HTTPS: 'false',
      KASANE_ALLOW_ORIGIN: 'https://a.example,https://b.example:8443',
      KASANE_ACCESS_KEY: 'AKIDA:secret:123456789012,AKIDB:other',
      KASANE_CLOCK: 'held',
      KASANE_REAL_DURATIONS: 'true',
    }
    expect(configure({ port: '6000', allowHost: ['Kasane'] }, environment)).toMatchObject({
      port: 6000,
      dataDir: '/data',
      durable: true,
      allowedHosts: ['kasane', '127.0.0.1'],
      allowedOrigins: ['https://a.example', 'https://b.example:8443'],
      accessKeys: [
        { id: 'AKIDA', secret: 'secret', account: '123456789012' },
        { id: 'AKIDB', secret: 'other' },
      ],
      clock: 'held',
      hasRealDurations: true,
    })
    expect(configure({}, environment).https).toBeUndefined()
  })

  test('takes an empty variable for one that is not set', () => {
    const empty = { KASANE_PORT: '', KASANE_DATA_DIR: '', KASANE_IAM: '', KASANE_CLOCK: '' }
    expect(configure({}, empty)).toEqual(configure({}))
  })

  test('trusts unknown keys where only this machine can reach the port, or where told to', () => {
    const trust = (flags: Flags) => configure(flags).trustsAnyKey
    expect(trust({ host: '127.0.0.1' })).toBe(true)
    expect(trust({ host: 'localhost' })).toBe(true)
    expect(trust({ host: '0.0.0.0' })).toBe(false)
    expect(trust({ host: '192.168.1.2' })).toBe(false)
    expect(trust({ host: '0.0.0.0', trustAnyKey: true })).toBe(true)
  })

  test.each<[Flags, string]>([
    [{ port: 'x' }, '--port takes a number from 0 to 65535, not "x".'],
    [{ port: '65536' }, '--port takes a number from 0 to 65535, not "65536".'],
    [
      { allowOrigin: ['a.example'] },
      '--allow-origin takes an origin such as https://app.example.com, or *, not "a.example".',
    ],
    [
      { accessKey: ['AKIDA'] },
      '--access-key takes ID:SECRET or ID:SECRET:ACCOUNT, the account with 12 digits.',
    ],
    [
      { accessKey: ['AKIDA:secret:12'] },
      '--access-key takes ID:SECRET or ID:SECRET:ACCOUNT, the account with 12 digits.',
    ],
    [{ key: 'a.pem' }, '--certificate and --key go together: two PEM files.'],
    [
      { dataDir: '' },
      '--data-dir takes the path of a folder, and "" is none; without it all is kept in memory.',
    ],
    [{ clock: 'stopped' }, '--clock takes held or running, not "stopped".'],
  ])('%o is refused', (flags, message) => {
    expect(() => configure(flags)).toThrow(new ConfigurationError(message))
  })
})
