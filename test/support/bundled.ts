/** Makes a program of a TypeScript file, for tests that run it as a process of its own. Whoever asks removes it. */
import { fileURLToPath } from 'node:url'

interface Bundler {
  bundleTool(entry: string): Promise<string>
}

export async function bundled(source: string): Promise<string> {
  const bundler = new URL('../../tools/run.mjs', import.meta.url)
  const { bundleTool } = (await import(fileURLToPath(bundler))) as Bundler
  return bundleTool(source)
}
