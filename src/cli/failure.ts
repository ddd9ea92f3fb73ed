/** What stops a command, in a sentence for its user; printed without a stack. Exit code 1. */
export class Failure extends Error {
  override readonly name = 'Failure'
}

/** The command was not understood. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
