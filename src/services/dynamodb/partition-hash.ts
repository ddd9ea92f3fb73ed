/** Where partition keys lie, by the hash that items keep: what key ranges and shards go by. */

/** The bits of the hash that count; hashes are evenly spread below this. */
export const hashesEnd = 2 ** 32

export function hashOf(partition: string): number {
  return Number.parseInt(partition.slice(0, 8), 16)
}

/** Which of so many equal ranges it lies in, from 0 on. */
export function rangeOf(partition: string, ranges: number): number {
  return ranges === 1 ? 0 : Math.floor((hashOf(partition) / hashesEnd) * ranges)
}
