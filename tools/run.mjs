// Runs a TypeScript tool: `node tools/run.mjs tools/x/main.ts ARGS`. Node 20 cannot strip types, so
// the tool is bundled into a cache first (10 ms); packages stay outside the bundle.
import { mkdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** Bundles `entry` and returns the path of the module that `import()` can load. */
export async function bundleTool(entry) {
  const { build } = await import('esbuild')
  // Beside the tools' own packages, so that a tool finds esbuild and, further up, the rest.
  const folder = join(root, 'tools', 'node_modules', '.cache')
  mkdirSync(folder, { recursive: true })
  const name = resolve(entry)
    .slice(root.length + 1)
    .replaceAll(/[/\\.]/g, '-')
  const outfile = join(folder, `${name}-${process.pid}.mjs`)
  await build({
    entryPoints: [resolve(entry)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    sourcemap: 'inline',
    logLevel: 'error',
  })
  return outfile
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [entry] = process.argv.splice(2, 1)
  if (!entry) {
    console.error('usage: node tools/run.mjs FILE.ts [ARGUMENT …]')
    process.exit(2)
  }
  const { rmSync } = await import('node:fs')
  const bundle = await bundleTool(entry)
  process.on('exit', () => rmSync(bundle, { force: true }))
  process.setSourceMapsEnabled(true)
  process.chdir(root)
  process.argv[1] = resolve(entry)
  await import(pathToFileURL(bundle).href)
}
