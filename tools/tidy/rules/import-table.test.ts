import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { findingsOf } from '../testing/findings.ts'
import { folders, importTable } from './import-table.ts'

/** The rows of "Who may import whom" as folder → what it may import. */
function documentedTable(): Record<string, string[]> {
  const document = readFileSync('docs/architecture.md', 'utf8')
  const rows = document.matchAll(/^\| (`[^|]+) \| ((?:`|–)[^|]*) \|/gm)
  const names = (cell: string) => [...cell.matchAll(/`(\w+)/g)].map(([, name]) => String(name))
  return Object.fromEntries(
    [...rows].flatMap(([, of = '', may = '']) => names(of).map((name) => [name, names(may)])),
  )
}

describe('the import table', () => {
  test('is the one that the architecture shows', () => {
    const table = Object.entries(folders).map(([of, may]) => [of, may.filter(isFolder)] as const)
    const { server, ...others } = Object.fromEntries(table.filter(([of]) => isFolder(of)))
    const { console, ...documented } = documentedTable()
    expect(documented).toEqual(others)
    expect(console).toEqual([])
    expect(server).toEqual(expect.arrayContaining(Object.keys(others).filter(isServerCode)))
  })

  test('lets a folder import what its line names', () => {
    const file =
      "import { now } from '../kernel/clock.ts'\nimport type { Model } from '../model/model.ts'"
    expect(findingsOf(importTable, { 'src/wire/query.ts': file })).toEqual([])
  })

  test('counts type-only imports, re-exports, import() and import types', () => {
    const file = [
      "import type { Queue } from '../services/sqs/state.ts'",
      "export { Queue } from '../services/sqs/state.ts'",
      "const lazily = () => import('../services/sqs/state.ts')",
      "type Lazily = import('../services/sqs/state.ts').Queue",
    ].join('\n')
    const message = 'kernel may not import services (may: nothing)'
    expect(findingsOf(importTable, { 'src/kernel/arn.ts': file })).toEqual(
      [1, 2, 3, 4].map((line) => `src/kernel/arn.ts:${line} ${message}`),
    )
  })

  test('keeps services apart', () => {
    const file = "import { topic } from '../sns/topic.ts'"
    expect(findingsOf(importTable, { 'src/services/sqs/queue.ts': file })).toEqual([
      'src/services/sqs/queue.ts:1 services/sqs may not import services/sns: call its API (call.aws) or deliver to its ARN',
    ])
  })

  test('keeps sockets and files in engines, and lets everyone compute', () => {
    const file = "import { readFileSync } from 'node:fs'\nimport { createHash } from 'node:crypto'"
    expect(findingsOf(importTable, { 'src/engines/disk.ts': file })).toEqual([])
    expect(findingsOf(importTable, { 'src/services/sqs/md5.ts': file })).toEqual([
      'src/services/sqs/md5.ts:1 services may not use node:fs: what touches the world lives in engines, behind a port',
    ])
  })

  test('lets cli/start.ts and index.ts alone start the server', () => {
    const file = "import { start } from '../server/server.ts'"
    expect(findingsOf(importTable, { 'src/cli/start.ts': file })).toEqual([])
    expect(findingsOf(importTable, { 'src/cli/stop.ts': file })).toEqual([
      'src/cli/stop.ts:1 cli may not import server (may: planner, labs, version.ts)',
    ])
  })

  test('knows where each package of others may be used', () => {
    expect(
      findingsOf(importTable, { 'src/wire/a.ts': "import { Command } from 'commander'" }),
    ).toEqual(['src/wire/a.ts:1 wire may not use the package commander (only cli)'])
    expect(
      findingsOf(importTable, { 'src/wire/a.ts': "import { x } from '@some/thing/deep'" }),
    ).toEqual([
      'src/wire/a.ts:1 the package @some/thing is not in the table of tools/tidy/rules/import-table.ts',
    ])
  })

  test('keeps tests out of the product, and lets tests import anything', () => {
    const file = "import { world } from '../../test/support/world.ts'"
    expect(findingsOf(importTable, { 'src/kernel/clock.test.ts': file })).toEqual([])
    expect(findingsOf(importTable, { 'src/kernel/clock.ts': file })).toEqual([
      'src/kernel/clock.ts:1 src may not import test/support/world.ts, which is not shipped',
    ])
  })
})

function isServerCode(folder: string): boolean {
  return folder !== 'cli' && folder !== 'labs'
}

/** The table also has files of their own, which the architecture's does not: src/version.ts. */
function isFolder(name: string): boolean {
  return !name.endsWith('.ts')
}
