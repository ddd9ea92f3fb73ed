// Bundles the AWS clients that labs use into dist/aws-clients/, one module each with chunks that they
// share: the product's bundle refers to them there (tools/bundle.mjs), and only `kasane lab` needs them.
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const home = join(root, 'tools', 'lab-clients')
const outdir = join(root, 'dist', 'aws-clients')
const draft = `${outdir}.${process.pid}`

// esbuild has already printed what is wrong, with the place.
await bundle().catch(() => process.exit(1))

/** Writes dist/aws-clients/ whole, or leaves it as it was. */
async function bundle() {
  const names = Object.keys(packageAt(home).dependencies)
  const { metafile } = await build({
    absWorkingDir: home,
    entryPoints: Object.fromEntries(names.map((name) => [name.replace('@aws-sdk/', ''), name])),
    outdir: draft,
    bundle: true,
    splitting: true,
    minify: true,
    metafile: true,
    platform: 'node',
    // Their ES modules: of CommonJS ones names can't be imported.
    mainFields: ['module', 'main'],
    format: 'esm',
    target: 'node20',
    chunkNames: '[name]-[hash]',
    legalComments: 'none',
    banner: {
      js: "import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);",
    },
    logLevel: 'warning',
  })
  mkdirSync(draft, { recursive: true })
  writeFileSync(join(draft, 'LICENCES.txt'), licencesOf(Object.keys(metafile.inputs)))
  rmSync(outdir, { recursive: true, force: true })
  renameSync(draft, outdir)
}

/** Apache-2.0 and MIT ask that the licence goes with the code. */
function licencesOf(inputs) {
  const packages = new Set(
    inputs.flatMap((input) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? []),
  )
  const texts = new Map()
  for (const folder of [...packages].sort()) {
    const { name, version, license } = packageAt(join(home, folder))
    const file = readdirSync(join(home, folder)).find((entry) => /^licen[cs]e/i.test(entry))
    const text = file ? readFileSync(join(home, folder, file), 'utf8').trim() : String(license)
    texts.set(text, [...(texts.get(text) ?? []), `${name} ${version}`])
  }
  return [...texts].map(([text, names]) => `${names.join('\n')}\n\n${text}\n`).join('\n\n')
}

function packageAt(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
}
