import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

/** An npm that only leaves behind what proves an installation. */
const fakeNpm = `#!/bin/sh
echo "npm $1 in $(basename "$PWD")" >&2
if [ -e "$PWD/refuse-$1" ]; then echo "npm error Missing: a@1.0.0 from lock file" >&2; exit 1; fi
mkdir -p node_modules && touch node_modules/.package-lock.json
`
const fakeBundle = `import { mkdirSync, writeFileSync } from 'node:fs'
mkdirSync('dist', { recursive: true })
writeFileSync('dist/main.js', '')
`

describe('the bootstrap', () => {
  let root = ''

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'kasane-bootstrap-'))
    write('bin/npm', fakeNpm)
    chmodSync(join(root, 'bin/npm'), 0o755)
    write('tools/bundle.mjs', fakeBundle)
    write('tools/package-lock.json', '{}')
    write('package-lock.json', '{}')
    write('package.json', '{}')
    write('src/index.ts', 'one')
    cpSync('tools/bootstrap.mjs', join(root, 'tools/bootstrap.mjs'))
  })

  afterEach(() => rmSync(root, { recursive: true, force: true }))

  function write(path: string, text: string): void {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }

  /** What it says it does for `npm start`; npm's own lines are left out. */
  function start(): string[] {
    const env = { ...process.env, PATH: `${join(root, 'bin')}:${process.env['PATH']}` }
    const args = [join(root, 'tools/bootstrap.mjs'), 'start']
    const { stderr } = spawnSync('node', args, { env, encoding: 'utf8' })
    return stderr.split('\n').filter((line) => line.startsWith('kasane:'))
  }

  const everything = [
    'kasane: installing packages …',
    'kasane: installing build tools …',
    'kasane: bundling …',
  ]

  test('does everything once, and nothing the second time', () => {
    expect(start()).toEqual(everything)
    expect(start()).toEqual([])
  })

  test('bundles anew after a change, not after a touch', () => {
    start()
    utimesSync(join(root, 'src/index.ts'), 1, 1)
    expect(start()).toEqual([])
    write('src/index.ts', 'two')
    expect(start()).toEqual(['kasane: bundling …'])
  })

  test('bundles anew when a source file comes or goes, tests aside', () => {
    start()
    write('src/index.test.ts', '')
    expect(start()).toEqual([])
    write('src/clock.ts', '')
    expect(start()).toEqual(['kasane: bundling …'])
    rmSync(join(root, 'src/clock.ts'))
    expect(start()).toEqual(['kasane: bundling …'])
  })

  test('does again what someone deleted', () => {
    start()
    rmSync(join(root, 'dist'), { recursive: true })
    expect(start()).toEqual(['kasane: bundling …'])
    rmSync(join(root, 'node_modules'), { recursive: true })
    expect(start()).toEqual(everything)
  })

  test('installs without the lock, and says so, when the lock lacks entries', () => {
    write('refuse-ci', '')
    expect(start()).toContain('kasane: package-lock.json lacks entries, installing without it')
    expect(start()).toEqual([])
  })

  test('says what npm said when it fails for good', () => {
    write('refuse-ci', '')
    write('refuse-install', '')
    expect(start()).toContain('kasane: npm could not install the packages of .')
  })

  test('goes on when a process that set up the clone has died', () => {
    write('.bootstrap.lock', '999999999')
    expect(start()).toEqual(everything)
  })
})
