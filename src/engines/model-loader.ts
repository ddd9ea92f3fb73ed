import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Reads AWS API models from `folder`, which the package ships beside its code, as parsed JSON.
 *
 * Synchronous, since a model is read once, in 0.2–1.5 ms (EC2's in 10), by the first call that needs it.
 *
 * @returns a reader of one service's model; `undefined` when the folder has none of that name
 * @throws SyntaxError when a model is damaged
 */
export function modelLoader(folder: string): (service: string) => unknown {
  return (service) => {
    if (!/^[a-z][a-z0-9-]*$/.test(service)) return undefined
    const text = readIfThere(join(folder, `${service}.json`))
    return text === undefined ? undefined : (JSON.parse(text) as unknown)
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
