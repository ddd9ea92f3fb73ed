/** Where services keep long bytes; the kernel deletes what nothing refers to any more. */
export type {
  BlobDigest,
  Blobs,
  ByteRange,
  ByteSource,
  StagedBlob,
  WriteOptions,
} from '../kernel/blobs.ts'
export { BlobTooLong, NoSuchBlob } from '../kernel/blobs.ts'
