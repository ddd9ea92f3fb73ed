/** Reads what a protocol hands out as streams. */

/** Values with their streams read to the end: bytes joined, events listed. */
export async function settled(value: object): Promise<object> {
  const entries = Object.entries(value).map(async ([name, member]) => {
    if (!isAsyncIterable(member)) return [name, member]
    const items: unknown[] = []
    for await (const item of member) items.push(item)
    const bytes = items.length > 0 && items.every((item) => item instanceof Uint8Array)
    return [name, bytes ? Uint8Array.from(Buffer.concat(items as Uint8Array[])) : items]
  })
  return Object.fromEntries(await Promise.all(entries)) as object
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value
}
