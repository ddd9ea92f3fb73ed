// Bundles the product into dist/: one entry for the command line, one for the library, and a chunk
// for whatever is behind an `import()`, so that a service is loaded at its first call. With `--clean`,
// as `npm pack` wants it, nothing else stays in dist/.
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** A running cloud may still load chunks of the build before, so these stay for a day. */
const keptMs = 24 * 3_600_000

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const outdir = join(root, 'dist')

/**
 * esbuild makes a chunk of each set of modules that the same entries share, which is a file more to
 * load at each start for nearly every service. So every service, and whatever else a server loads when
 * it is first asked for, asks for all that the server is made of, which is there before: one set, one
 * chunk.
 */
const cloudModule = JSON.stringify(join(root, 'src', 'server', 'cloud.ts'))
const loadedByServer =
  /[\\/](?:services[\\/].+[\\/]service|control[\\/]control|engines[\\/](?:data-directory|certificates)|wire[\\/]rest-(?:json|xml)|server[\\/]listening)\.ts$/
const oneCoreChunk = {
  name: 'one core chunk',
  setup({ onLoad }) {
    onLoad({ filter: loadedByServer }, ({ path }) => ({
      contents: `${readFileSync(path, 'utf8')}\nimport ${cloudModule}\n`,
      loader: 'ts',
    }))
  },
}

/** Bundled by tools/bundle-lab-clients.mjs, whose packages starting the cloud doesn't need. */
const clientsFolder = 'aws-clients'
const awsClientsApart = {
  name: 'aws-clients-apart',
  setup({ onResolve }) {
    onResolve({ filter: /^@aws-sdk\/client-/ }, ({ path }) => ({
      path: path.replace('@aws-sdk', `./${clientsFolder}`) + '.js',
      external: true,
    }))
  },
}

// esbuild has already printed what is wrong, with the place.
await bundle(process.argv.includes('--clean') ? 0 : keptMs).catch(() => process.exit(1))

/** Writes dist/main.js (command line), dist/index.js (library) and their chunks. */
async function bundle(oldKeptMs) {
  const { outputFiles } = await build({
    write: false,
    absWorkingDir: root,
    entryPoints: { main: 'src/cli/main.ts', index: 'src/index.ts' },
    outdir,
    bundle: true,
    splitting: true,
    plugins: [oneCoreChunk, awsClientsApart],
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    chunkNames: '[name]-[hash]',
    legalComments: 'none',
    // Less to read at each start; names stay, so that stacks can be read.
    minifySyntax: true,
    minifyWhitespace: true,
    // Native modules stay outside: they are optional and load their own binary.
    external: ['lmdb'],
    // CommonJS packages inside an ES module bundle call `require` for Node's own modules.
    banner: {
      js: "import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);",
    },
    // Not the checkout's: its paths lead to packages that only tests have.
    tsconfigRaw: { compilerOptions: { target: 'es2023', verbatimModuleSyntax: true } },
    logLevel: 'warning',
  })
  mkdirSync(outdir, { recursive: true })
  for (const { path, contents } of outputFiles) writeWhole(path, contents)
  const names = outputFiles.map(({ path }) => basename(path))
  removeOld(oldKeptMs, new Set([clientsFolder, ...names]))
}

function writeWhole(path, contents) {
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, contents)
  renameSync(draft, path)
}

function removeOld(oldKeptMs, current) {
  for (const name of readdirSync(outdir)) {
    const path = join(outdir, name)
    if (current.has(name) || Date.now() - statSync(path).mtimeMs < oldKeptMs) continue
    rmSync(path, { recursive: true, force: true })
  }
}
