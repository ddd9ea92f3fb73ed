import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startUntilUrl } from '../support/kasane-process.ts'

/** The tarball of `npm pack`, installed in an empty folder as a user does. */
describe('the package', () => {
  let folder = ''

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'kasane-package-'))
    execFileSync('npm', ['pack', '--silent', '--pack-destination', folder])
    const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? 'no tarball'
    writeFileSync(join(folder, 'package.json'), '{"private":true,"type":"module"}')
    const options = ['--no-audit', '--no-fund', '--loglevel=error', '--omit=dev']
    execFileSync('npm', ['install', ...options, join(folder, tarball)], { cwd: folder })
  })

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('brings neither sources nor tests nor build tools', () => {
    const there = readdirSync(join(folder, 'node_modules', 'kasane'))
    expect(there).toEqual(expect.arrayContaining(['bin', 'dist', 'models', 'package.json']))
    for (const absent of ['src', 'test', 'tools']) expect(there).not.toContain(absent)
  })

  test('starts, answers and ends at SIGTERM within two seconds', async () => {
    const bin = join(folder, 'node_modules', '.bin', 'kasane')
    const kasane = await startUntilUrl(bin, ['start', '--port', '0'], { cwd: folder })
    const answer = await fetch(`${kasane.url}/_kasane/health`)
    expect(answer.status).toBe(200)
    const { durationMs, code } = await kasane.stop()
    expect({ code, intime: durationMs < 2000 }).toEqual({ code: 0, intime: true })
  })

  test('keeps its data where --data-dir says, with the native store it installed', async () => {
    const bin = join(folder, 'node_modules', '.bin', 'kasane')
    const data = join(folder, 'data')
    const args = ['start', '--port', '0', '--data-dir', data]
    const kasane = await startUntilUrl(bin, args, { cwd: folder })
    await kasane.stop()
    expect(readdirSync(data).length).toBeGreaterThan(0)
  })

  test('runs a lab with the AWS clients that it brings', () => {
    const bin = join(folder, 'node_modules', '.bin', 'kasane')
    const out = execFileSync(bin, ['lab', 'run', 'first-steps', '--json'], { encoding: 'utf8' })
    expect(JSON.parse(out)).toMatchObject({ lab: 'first-steps', ok: true })
  })

  test('is a library whose types hold', () => {
    const program = "import { startKasane } from 'kasane'\nconsole.log(typeof startKasane)\n"
    writeFileSync(join(folder, 'program.mjs'), program)
    expect(execFileSync('node', ['program.mjs'], { cwd: folder, encoding: 'utf8' })).toBe(
      'function\n',
    )
    writeFileSync(join(folder, 'program.ts'), program)
    const tsc = join(process.cwd(), 'node_modules', 'typescript', 'bin', 'tsc')
    const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023']
    const types = ['--types', 'node', '--typeRoots', join(process.cwd(), 'node_modules', '@types')]
    execFileSync('node', [tsc, ...options, ...types, 'program.ts'], { cwd: folder, stdio: 'pipe' })
  })
})
