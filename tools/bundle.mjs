// Bundles the product into dist/: one entry for the command line, one for the library, and a chunk
// for whatever is behind an `import()`, so that a service is loaded at its first call.
import { rmSync } from 'node:fs'
import { join } from 'node:path'

/** Writes dist/main.js (command line), dist/index.js (library) and their chunks. */
export async function bundle(root) {
  const { build } = await import('esbuild')
  const outdir = join(root, 'dist')
  rmSync(outdir, { recursive: true, force: true })
  await build({
    absWorkingDir: root,
    entryPoints: { main: 'src/cli/main.ts', index: 'src/index.ts' },
    outdir,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    chunkNames: 'chunk-[name]-[hash]',
    legalComments: 'none',
    // Native modules stay outside: they are optional and load their own binary.
    external: ['lmdb', 'cbor-extract'],
    // CommonJS packages inside an ES module bundle call `require` for Node's own modules.
    banner: {
      js: "import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);",
    },
    logLevel: 'warning',
  })
}
