/** What the server says on its standard error: bugs of its own, with where they happened. */
import { StorageError } from '../kernel/store/storage-error.ts'

/** A disk that is full, for example, is no bug, and its message says what helps. */
export function reportBug(error: unknown, where: string): void {
  if (error instanceof StorageError) return console.error(`kasane: ${error.message} (${where})`)
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  console.error(`kasane: a bug, please report it (${where})\n${text}`)
}
