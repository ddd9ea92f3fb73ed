/** `kasane start`: the cloud itself, in this process. */
import { runInForeground } from '../server/foreground.ts'
import type { Run } from './command.ts'

/** Resolves with the exit code when the cloud has ended. */
export function start({ options }: Pick<Run, 'options'>): Promise<number> {
  return runInForeground(options)
}
