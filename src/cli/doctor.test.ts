import { describe, expect, test } from 'vitest'
import { examine } from './doctor.ts'
import type { Machine } from './machine.ts'

const programs: Readonly<Record<string, string>> = {
  aws: 'aws-cli/2.31.0 Python/3.13.7 Linux/6.1 exe/x86_64',
  git: 'git version 2.43.0',
  'valkey-server': 'Valkey server v=8.1.0',
}

const machine: Machine = {
  nodeVersion: 'v22.1.0',
  whyNotListen: () => Promise.resolve(undefined),
  cloudAt: () => Promise.resolve(undefined),
  whyNotLoad: () => Promise.resolve(undefined),
  whyNotWrite: () => Promise.resolve(undefined),
  firstLineOf: (program) => Promise.resolve(programs[program]),
}

async function findings(changed: Partial<Machine> = {}, dataDir?: string) {
  const found = await examine({ ...machine, ...changed }, { port: 4566, dataDir })
  return Object.fromEntries(found.map(({ what, state, says }) => [what, `${state}: ${says}`]))
}

describe('kasane doctor', () => {
  test('finds what is there and what could be', async () => {
    expect(await findings()).toEqual({
      Node: 'ok: v22.1.0',
      'port 4566': 'ok: free',
      lmdb: 'ok: loads, so --data-dir works',
      'data dir': 'ok: none asked for (--data-dir)',
      'AWS CLI': 'ok: 2.31.0',
      Redis: 'ok: Valkey server v=8.1.0',
      Memcached: 'missing: memcached, for ElastiCache',
      MySQL: 'missing: mariadbd or mysqld, for RDS',
      git: 'ok: git version 2.43.0',
      Docker: 'missing: docker, for containers',
    })
  })

  test.each([
    ['v18.20.0', 'problem: v18.20.0; Kasane needs 20.15 or later'],
    ['v20.14.1', 'problem: v20.14.1; Kasane needs 20.15 or later'],
    ['v20.15.0', 'ok: v20.15.0'],
  ])('judges Node %s', async (nodeVersion, says) => {
    expect((await findings({ nodeVersion }))['Node']).toBe(says)
  })

  test.each([
    [
      'aws-cli/1.28.9 Python/3.11',
      'problem: 1.28.9 does not know AWS_ENDPOINT_URL; 1.29 and 2.13 do',
    ],
    [
      'aws-cli/1.29.0 Python/3.11',
      'ok: 1.29.0; ask SQS and RDS with --endpoint-url or "kasane aws"',
    ],
    [
      'aws-cli/2.12.7 Python/3.11',
      'problem: 2.12.7 does not know AWS_ENDPOINT_URL; 1.29 and 2.13 do',
    ],
    ['aws-cli/2.13.0 Python/3.11', 'ok: 2.13.0'],
    ['another aws', 'missing: for "kasane aws"; see https://aws.amazon.com/cli/'],
  ])('judges %s', async (line, says) => {
    expect((await findings({ firstLineOf: () => Promise.resolve(line) }))['AWS CLI']).toBe(says)
  })

  test('tells a port that Kasane has from one that another program has', async () => {
    const whyNotListen = () => Promise.resolve('EADDRINUSE')
    expect((await findings({ whyNotListen }))['port 4566']).toBe(
      'problem: taken by another program; start takes another one with --port',
    )
    const cloudAt = () => Promise.resolve('0.1.0')
    expect((await findings({ whyNotListen, cloudAt }))['port 4566']).toBe(
      'ok: Kasane 0.1.0 runs there',
    )
    const denied = () => Promise.resolve('EACCES')
    expect((await findings({ whyNotListen: denied }))['port 4566']).toBe('problem: EACCES')
  })

  test('says what a data directory lacks', async () => {
    expect((await findings({}, 'd'))['data dir']).toBe('ok: d is writable')
    const whyNotWrite = () => Promise.resolve('EROFS: read-only file system')
    expect((await findings({ whyNotWrite }, 'd'))['data dir']).toBe(
      'problem: d is not writable: EROFS: read-only file system',
    )
    const whyNotLoad = () => Promise.resolve('Cannot find package')
    expect((await findings({ whyNotLoad }))['lmdb']).toBe(
      'missing: --data-dir does not work without it: Cannot find package',
    )
  })
})
