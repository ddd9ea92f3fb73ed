import { describe, expect, test } from 'vitest'
import { ConfigurationError } from './configuration.ts'
import { type KasaneOptions, startKasane } from './start-kasane.ts'

describe('options of startKasane', () => {
  test.each<[object, string]>([
    [
      { prot: 1 },
      'startKasane has no option "prot"; it has port, clock, startAt, dataDir, accessKeys, iam, realDurations, seed.',
    ],
    [
      { toString: 1 },
      'startKasane has no option "toString"; it has port, clock, startAt, dataDir, accessKeys, iam, realDurations, seed.',
    ],
    [{ port: 'x' }, 'port takes a number from 0 to 65535, or false, not "x".'],
    [{ port: true }, 'port takes a number from 0 to 65535, or false, not true.'],
    [{ port: 65_536 }, 'port takes a number from 0 to 65535, or false, not 65536.'],
    [{ clock: 'foo' }, 'clock takes held or running, not "foo".'],
    [{ iam: 'yes' }, 'iam takes on, audit or off, not "yes".'],
    [
      { startAt: '2026-01-01' },
      'startAt takes an ISO 8601 instant with its offset, such as 2026-01-31T12:00:00Z, not "2026-01-01".',
    ],
    [
      { dataDir: '' },
      'dataDir takes the path of a folder (without it all is kept in memory), not "".',
    ],
    [{ seed: 7 }, 'seed takes a text, not 7.'],
    [
      { accessKeys: [{ id: 'AKID', secret: 'hidden', account: '12' }] },
      'accessKeys takes a list of { id, secret, account? }: texts, the account of 12 digits, not this list.',
    ],
    [{ freezesEntities: 'no' }, 'freezesEntities takes true or false, not "no".'],
    [[], 'startKasane takes an object of options.'],
  ])('are refused when they are %j', async (options, message) => {
    await expect(startKasane(options as KasaneOptions)).rejects.toThrow(
      new ConfigurationError(message),
    )
  })

  test('may all be left out or be undefined', async () => {
    const none = { port: undefined, clock: undefined, dataDir: undefined } as object
    const kasane = await startKasane(none)
    expect(kasane.endpoint).toBe('http://127.0.0.1:4566')
    await kasane.stop()
  })
})
