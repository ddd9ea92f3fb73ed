import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startUntilUrl } from '../support/kasane-process.ts'

/** What git has of this checkout, cloned into a clean folder. */
describe('a fresh clone', () => {
  let clone = ''

  beforeAll(() => {
    clone = join(mkdtempSync(join(tmpdir(), 'kasane-clone-')), 'kasane')
    execFileSync('git', ['clone', '--quiet', '--no-hardlinks', process.cwd(), clone])
  })

  afterAll(() => rmSync(join(clone, '..'), { recursive: true, force: true }))

  test('installs and builds what it needs at `npm start`, and answers', async () => {
    const kasane = await startUntilUrl('npm', ['start', '--', '--port', '0'], { cwd: clone })
    expect((await fetch(`${kasane.url}/_kasane/health`)).status).toBe(200)
    const { durationMs } = await kasane.stop()
    expect(durationMs).toBeLessThan(2000)
    await expect(fetch(kasane.url)).rejects.toThrow('fetch failed')
  })

  test('has installed nothing that only tests need', () => {
    expect(existsSync(join(clone, 'node_modules', 'vitest'))).toBe(false)
    expect(existsSync(join(clone, 'test', 'clients', 'node_modules'))).toBe(false)
    expect(existsSync(join(clone, 'tools', 'lab-clients', 'node_modules'))).toBe(false)
  })

  test('starts the second time without setting up anything, and ends at Ctrl-C', async () => {
    const kasane = await startUntilUrl('npm', ['start', '--', '--port', '0'], { cwd: clone })
    expect(kasane.output()).not.toMatch(/installing|generating|bundling/)
    const { durationMs } = await kasane.stop('SIGINT')
    expect(durationMs).toBeLessThan(2000)
  })

  test('brings what labs need when the first one is run', () => {
    const words = ['bin/kasane', 'lab', 'run', 'first-steps', '--json']
    const out = execFileSync('node', words, { cwd: clone, encoding: 'utf8', stdio: 'pipe' })
    expect(JSON.parse(out)).toMatchObject({ lab: 'first-steps', ok: true })
  })

  test('has an example whose tests run as its README says, and leave no trace in the clone', () => {
    const example = { cwd: join(clone, 'examples', 'vitest'), encoding: 'utf8' } as const
    execFileSync('npm', ['install', '--no-audit', '--no-fund'], { ...example, stdio: 'pipe' })
    const env = { ...process.env, NO_COLOR: '1' }
    const out = execFileSync('npm', ['test'], { ...example, env, stdio: 'pipe' })
    expect(out).toMatch(/Tests +2 passed \(2\)/)
    const status = ['status', '--porcelain']
    expect(execFileSync('git', status, { cwd: clone, encoding: 'utf8' })).toBe('')
  })
})
