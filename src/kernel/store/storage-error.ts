/** What is kept can't be read or written. Nothing of the batch in question was acknowledged. */
export class StorageError extends Error {
  override readonly name = 'StorageError'
  readonly kind: StorageFault

  /** `message` names the directory and says what the user can do. */
  constructor(kind: StorageFault, message: string, cause?: unknown) {
    super(message, { cause })
    this.kind = kind
  }
}

export type StorageFault =
  /** Another process works on the data directory. */
  | 'in-use'
  /** Written by a newer version of Kasane. */
  | 'newer'
  | 'damaged'
  /** Something else lies where the data directory should be. */
  | 'foreign'
  | 'read-only'
  | 'full'
  /** The program or package that would read it isn't there. */
  | 'missing'
  | 'failed'
