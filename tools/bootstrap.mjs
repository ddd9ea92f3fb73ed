// Brings a clone to the state that a goal needs: installs, generates and bundles what is missing or
// stale, nothing else. Plain JavaScript without dependencies, since it runs before any is installed.
//
//   node tools/bootstrap.mjs start   what running the cloud needs
//   node tools/bootstrap.mjs build   the same
//   node tools/bootstrap.mjs lab     the above, and the AWS clients that labs use
//   node tools/bootstrap.mjs pack    the above, and what making a package of it needs
//   node tools/bootstrap.mjs check   what checks and unit tests need: all but the bundle
//   node tools/bootstrap.mjs test    everything
//
// When nothing is stale it only stats the input files (about 10 ms) and starts no process.
import { createHash } from 'node:crypto'
import {
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const recordFile = join(root, 'node_modules', '.kasane-bootstrap.json')
const lockFile = join(root, '.bootstrap.lock')

/**
 * A step is run when its proof is missing or its inputs' content has changed since it last ran.
 * `inputs` are files or folders; `onlyIf` names a file without which there is nothing to do yet.
 */
const steps = {
  packages: {
    says: 'installing packages',
    inputs: ['package-lock.json'],
    proof: 'node_modules/.package-lock.json',
    // Where tests have been run their packages stay.
    run: () => install('.', isThere('node_modules/vitest') ? [] : ['--omit=dev']),
  },
  // Installs more than `packages` into the same folder, so its proof is a package of its own.
  devPackages: {
    says: 'installing packages for checks and tests',
    inputs: ['package-lock.json'],
    proof: 'node_modules/vitest/package.json',
    run: () => install('.', []),
    covers: 'packages',
  },
  buildPackages: {
    says: 'installing build tools',
    inputs: ['tools/package-lock.json'],
    proof: 'tools/node_modules/.package-lock.json',
    run: () => install('tools', []),
  },
  clientPackages: {
    says: 'installing the AWS clients that tests use (200 MB)',
    inputs: ['test/clients/package-lock.json'],
    proof: 'test/clients/node_modules/.package-lock.json',
    run: () => install('test/clients', []),
  },
  labPackages: {
    says: 'installing the AWS clients that labs use (23 MB)',
    inputs: ['tools/lab-clients/package-lock.json'],
    proof: 'tools/lab-clients/node_modules/.package-lock.json',
    run: () => install('tools/lab-clients', []),
  },
  generate: {
    says: 'generating types from the models',
    inputs: ['models', 'tools/codegen', 'tools/run.mjs'],
    proof: 'src/generated',
    onlyIf: 'tools/codegen/generate.ts',
    run: () => node('tools/run.mjs', 'tools/codegen/generate.ts'),
  },
  bundle: {
    says: 'bundling',
    inputs: ['src', 'tools/bundle.mjs', 'package-lock.json', 'package.json'],
    proof: 'dist/main.js',
    // In a process of its own, so that esbuild leaves nothing in the cloud's.
    run: () => node('tools/bundle.mjs'),
  },
  labClients: {
    says: 'bundling the AWS clients that labs use',
    inputs: ['tools/bundle-lab-clients.mjs', 'tools/lab-clients/package-lock.json'],
    proof: 'dist/aws-clients/LICENCES.txt',
    run: () => node('tools/bundle-lab-clients.mjs'),
  },
}

const goals = {
  start: ['packages', 'buildPackages', 'generate', 'bundle'],
  build: ['packages', 'buildPackages', 'generate', 'bundle'],
  lab: ['packages', 'buildPackages', 'generate', 'bundle', 'labPackages', 'labClients'],
  pack: ['devPackages', 'buildPackages', 'generate', 'bundle', 'labPackages', 'labClients'],
  check: ['devPackages', 'buildPackages', 'clientPackages', 'generate'],
  test: [
    'devPackages',
    'buildPackages',
    'clientPackages',
    'generate',
    'bundle',
    'labPackages',
    'labClients',
  ],
}

/** Runs the goal's stale steps in order. Ends the process with a sentence for the user when one fails. */
export function bootstrap(goal) {
  try {
    bringUpToDate(goal)
  } catch (error) {
    console.error(`kasane: ${error.message}`)
    process.exit(1)
  }
}

function bringUpToDate(goal) {
  if (staleSteps(goal).length === 0) return
  takeLock()
  try {
    // Asked anew at each step, since another process or an earlier step may have done it.
    for (const name of goals[goal]) if (isStale(name)) runStep(name)
  } finally {
    rmSync(lockFile, { force: true })
  }
}

function staleSteps(goal) {
  return goals[goal].filter(isStale)
}

function isStale(name) {
  const step = steps[name]
  return (!step.onlyIf || isThere(step.onlyIf)) && staleness(name, step).stale
}

function runStep(name) {
  const step = steps[name]
  const inputs = staleness(name, step)
  console.error(`kasane: ${step.says} …`)
  step.run()
  remember(name, inputs)
  // What installs more also brings what installs less.
  if (step.covers) remember(step.covers, inputs)
}

/** Waits while another living process works on this clone. */
function takeLock() {
  const own = `${lockFile}.${process.pid}`
  writeFileSync(own, String(process.pid))
  try {
    waitForLock(own)
  } finally {
    rmSync(own)
  }
}

function waitForLock(own) {
  for (;;) {
    try {
      // A link appears whole or not at all, with its content.
      return linkSync(own, lockFile)
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    if (isAlive(readLock())) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50)
    else rmSync(lockFile, { force: true })
  }
}

function readLock() {
  try {
    return Number(readFileSync(lockFile, 'utf8'))
  } catch {
    return 0
  }
}

function isAlive(pid) {
  try {
    return pid > 0 && process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function staleness(name, step) {
  const record = readRecord()[name]
  const files = step.inputs.flatMap((input) => listFiles(input))
  const stats = digest(files.map(statLine))
  const proven = isThere(step.proof)
  if (proven && record?.stats === stats) return { stale: false }
  // Touched is not changed: a checkout gives every file a new time.
  const content = digest(files.map(contentLine))
  const stale = !proven || record?.content !== content
  if (!stale) rememberIfWritable(name, { stats, content })
  return { stale, stats, content }
}

function statLine(path) {
  const { mtimeMs, size } = statSync(`${root}/${path}`)
  return `${path} ${mtimeMs} ${size}`
}

function contentLine(path) {
  return `${path} ${createHash('sha256')
    .update(readFileSync(`${root}/${path}`))
    .digest('hex')}`
}

/** The paths of every file at or under `path`, from the root; tests, which are no input, left out. */
function listFiles(path, found = []) {
  const stat = statSync(`${root}/${path}`, { throwIfNoEntry: false })
  if (stat?.isDirectory()) listFolder(path, found)
  else if (stat) found.push(path)
  return found.sort()
}

function listFolder(folder, found) {
  for (const entry of readdirSync(`${root}/${folder}`, { withFileTypes: true })) {
    const { name } = entry
    if (name === 'node_modules' || name.startsWith('.') || name.endsWith('.test.ts')) continue
    if (entry.isDirectory()) listFolder(`${folder}/${name}`, found)
    else found.push(`${folder}/${name}`)
  }
}

function isThere(path) {
  return existsSync(`${root}/${path}`)
}

function digest(lines) {
  return createHash('sha256').update(lines.join('\n')).digest('hex')
}

function readRecord() {
  try {
    return JSON.parse(readFileSync(recordFile, 'utf8'))
  } catch {
    return {}
  }
}

function remember(name, { stats, content }) {
  mkdirSync(dirname(recordFile), { recursive: true })
  const draft = `${recordFile}.${process.pid}`
  writeFileSync(draft, JSON.stringify({ ...readRecord(), [name]: { stats, content } }, null, 1))
  renameSync(draft, recordFile)
}

/** A clone that belongs to someone else still starts: it is only compared by content each time. */
function rememberIfWritable(name, inputs) {
  try {
    remember(name, inputs)
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS'].includes(error.code)) throw error
  }
}

function install(folder, options) {
  // Native packages arrive prebuilt: nothing is compiled and no package's script runs at a start.
  const common = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error', ...options]
  // `npm ci` deletes the folder first, which is right for a fresh clone alone.
  const fresh = !existsSync(join(root, folder, 'node_modules'))
  const first = npm(folder, [fresh ? 'ci' : 'install', ...common])
  if (first.ok) return
  if (first.output.includes('from lock file')) {
    console.error(
      `kasane: ${join(folder, 'package-lock.json')} lacks entries, installing without it`,
    )
    if (npm(folder, ['install', ...common]).ok) return
  }
  throw new Error(`npm could not install the packages of ${folder}\n${first.output}`)
}

/** Loaded when something is stale: a start that finds nothing to do goes on 2 ms earlier. */
function spawnSync(...call) {
  return createRequire(import.meta.url)('node:child_process').spawnSync(...call)
}

function npm(folder, args) {
  const done = spawnSync('npm', args, { cwd: join(root, folder), encoding: 'utf8' })
  if (done.error) return { ok: false, output: `npm does not start: ${done.error.message}` }
  return { ok: done.status === 0, output: `${done.stdout}${done.stderr}` }
}

function node(...args) {
  const done = spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 2, 2] })
  if (done.status !== 0) throw new Error(`node ${args.join(' ')} failed`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const goal = process.argv[2]
  if (!Object.hasOwn(goals, goal ?? '')) {
    console.error(`usage: node tools/bootstrap.mjs ${Object.keys(goals).join('|')}`)
    process.exit(2)
  }
  bootstrap(goal)
}
