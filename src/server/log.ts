/** What the server says on its standard error: bugs of its own, with where they happened. */
export function reportBug(error: unknown, where: string): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  console.error(`kasane: a bug, please report it (${where})\n${text}`)
}
