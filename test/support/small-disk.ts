/** A disk of a few megabytes, in memory: what a test fills up, or makes read-only. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface SmallDisk {
  readonly path: string
  /** Mounts it anew with other options, such as `ro` or `size=64m`. */
  remount(options: string): void
  remove(): void
}

/** Mounting takes Linux, and root. */
export function canMount(): boolean {
  const disk = tryToMount('size=1m')
  disk?.remove()
  return disk !== undefined
}

export function mountSmallDisk(options: string): SmallDisk {
  const disk = tryToMount(options)
  if (!disk) throw new Error('no disk could be mounted')
  return disk
}

function tryToMount(options: string): SmallDisk | undefined {
  if (process.platform !== 'linux') return undefined
  const path = mkdtempSync(join(tmpdir(), 'kasane-disk-'))
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', path])
  if (mounted.status !== 0) {
    rmdirSync(path)
    return undefined
  }
  return {
    path,
    remount: (changed) => void execFileSync('mount', ['-o', `remount,${changed}`, path]),
    remove() {
      // Lazily, so that a test that failed and left a process on it leaves no more than that.
      execFileSync('umount', ['--lazy', path])
      rmdirSync(path)
    },
  }
}
