/**
 * Bytes too long for an entity: objects, function packages, image layers. A blob is written first,
 * under a temporary name; *kept* before the batch that refers to it commits; and deleted by the
 * kernel after the batch that drops the last reference. What a crash leaves between these steps is
 * swept at the next start.
 *
 * A collection says which blobs its entities refer to (`blobs` in its specification); services
 * never delete one themselves.
 */
export interface Blobs {
  /**
   * Takes the source to its end.
   * @throws BlobTooLong at the first byte over `sizeMax`; whatever the source throws. Nothing is
   * left then. StorageError when there is no room.
   */
  write(source: ByteSource, options?: WriteOptions): Promise<StagedBlob>
  /**
   * Opens it at once, so that it is read to its end even when it is deleted meanwhile.
   * @throws NoSuchBlob
   */
  read(id: string, range?: ByteRange): Promise<AsyncIterable<Uint8Array>>
  /** No complaint when it isn't there. */
  delete(id: string): Promise<void>
  /** Ids of all that is kept. */
  list(): Promise<readonly string[]>
  /** Deletes what was staged and never kept; at a start alone. */
  dropStaged(): Promise<void>
  /** Blobs beside these, unseen, until they take their place; `name` is that of the store's. */
  successor(name: string): Promise<BlobsSuccessor>
}

export interface BlobsSuccessor {
  /** @throws StorageError when there is no room; whatever the source throws. */
  put(id: string, source: ByteSource): Promise<void>
  /** Right after the store's own has done so. The old ones are given up. */
  takePlace(): void
  /** Gives them up. */
  drop(): Promise<void>
}

/** Ids come from snapshots, too, and name files. */
export function isBlobId(id: string): boolean {
  return /^[\w-]{3,128}$/.test(id)
}

export type ByteSource = Iterable<Uint8Array> | AsyncIterable<Uint8Array>

export interface WriteOptions {
  /** The name it will be kept by; a new one when left out. */
  readonly id?: string
  readonly sizeMax?: number
  readonly digests?: readonly BlobDigest[]
}

export type BlobDigest = 'md5' | 'sha1' | 'sha256' | 'crc32'

/** In bytes; the end is exclusive. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

export interface StagedBlob {
  readonly id: string
  readonly size: number
  /** Those that were asked for; `crc32` as four bytes, big-endian. */
  readonly digests: Readonly<Partial<Record<BlobDigest, Uint8Array>>>
  /** Before the batch that refers to it: from now on `read` finds it, whatever happens. */
  keep(): Promise<void>
  /** When nothing will refer to it. */
  drop(): Promise<void>
  /** Its bytes, before it is kept. */
  read(): Promise<AsyncIterable<Uint8Array>>
}

export class BlobTooLong extends Error {
  override readonly name = 'BlobTooLong'
}

export class NoSuchBlob extends Error {
  override readonly name = 'NoSuchBlob'
}
