/** Makes a folder and those above it. */
import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * One by one: where a folder refuses children by saying that it isn't there, as those of `/proc`
 * do, Node's own recursive `mkdir` tries again for ever.
 * @throws Error of the operating system.
 */
export function makeFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return
  const above = dirname(path)
  if (above !== path) makeFolder(above)
  try {
    mkdirSync(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    // Another process may have made it in between.
    if (code !== 'EEXIST' || !statSync(path).isDirectory()) throw error
  }
}
