/** How a shell calls this program: the commands that it prints begin so, to be pasted as they stand. */
import { realpathSync } from 'node:fs'
import { basename, delimiter, join, relative } from 'node:path'
import { quoted } from './quoted.ts'

export interface Calling {
  /** The script that runs, absolute, symbolic links not followed. */
  readonly script: string
  /** In which the shell is. */
  readonly folder: string
  readonly searchPath: string
  /** Of a file without symbolic links; `undefined`: there is none. Tests hand in another. */
  realPathOf?(file: string): string | undefined
}

/** `kasane` where the shell finds it by that, else `npx kasane`, `bin/kasane` or a whole path. */
export function calledAs(calling: Calling): string {
  const { script, folder, searchPath, realPathOf = realPath } = calling
  const name = basename(script)
  // npm puts this folder on the path of what it runs, where the user's shell has it not.
  if (/[\\/]node_modules[\\/]\.bin[\\/]/.test(script)) return `npx ${name}`
  const found = searchPath
    .split(delimiter)
    .map((each) => realPathOf(join(each, name)))
    .find((file) => file !== undefined)
  if (found !== undefined && found === realPathOf(script)) return name
  const path = relative(folder, script)
  if (path.startsWith('..')) return quoted(script)
  return quoted(path === name ? `./${name}` : path)
}

function realPath(file: string): string | undefined {
  try {
    return realpathSync(file)
  } catch {
    return undefined
  }
}
