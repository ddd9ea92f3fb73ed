/** Streams of bytes: the body of a request or an answer whose size nobody knows. */

export async function* bytesStream(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
