/** Addresses and CIDR ranges of IP versions 4 and 6; an IPv4 address may come mapped into IPv6. */

interface Address {
  readonly bits: 32 | 128
  readonly value: bigint
}

export interface Range extends Address {
  readonly prefix: number
}

/** `203.0.113.0/24`; without a prefix it is the one address. `undefined` for what is no range. */
export function readRange(text: string): Range | undefined {
  const [host = '', prefixText, ...more] = text.split('/')
  const address = readAddress(host)
  if (!address || more.length > 0) return undefined
  if (prefixText === undefined) return { ...address, prefix: address.bits }
  // A mapped range is written with the prefix of IPv6.
  const mapped = host.includes(':') && address.bits === 32 ? 96 : 0
  const prefix = /^\d{1,3}$/.test(prefixText) ? Number(prefixText) - mapped : -1
  return prefix < 0 || prefix > address.bits ? undefined : { ...address, prefix }
}

export function isInRange(text: string, range: Range): boolean {
  const address = readAddress(text)
  if (address?.bits !== range.bits) return false
  const shift = BigInt(range.bits - range.prefix)
  return address.value >> shift === range.value >> shift
}

function readAddress(text: string): Address | undefined {
  return text.includes(':') ? readV6(text) : readV4(text)
}

function readV4(text: string): Address | undefined {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) {
    return undefined
  }
  return { bits: 32, value: parts.reduce((value, part) => (value << 8n) | BigInt(part), 0n) }
}

function readV6(text: string): Address | undefined {
  const groups = groupsOf(text)
  if (!groups) return undefined
  const value = groups.reduce((value, group) => (value << 16n) | BigInt(group), 0n)
  const isMapped = value >> 32n === 0xffffn
  return isMapped ? { bits: 32, value: value & 0xffffffffn } : { bits: 128, value }
}

/** Eight numbers of 16 bits. */
function groupsOf(text: string): number[] | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const [head, tail] = halves.map(readGroups)
  if (!head || (halves.length === 2 && !tail)) return undefined
  if (!tail) return head.length === 8 ? head : undefined
  const missing = 8 - head.length - tail.length
  return missing < 1 ? undefined : [...head, ...Array<number>(missing).fill(0), ...tail]
}

function readGroups(text: string): number[] | undefined {
  if (text === '') return []
  const groups: number[] = []
  const parts = text.split(':')
  for (const [at, part] of parts.entries()) {
    if (/^[0-9a-fA-F]{1,4}$/.test(part)) groups.push(Number.parseInt(part, 16))
    else {
      const v4 = at === parts.length - 1 ? readV4(part) : undefined
      if (!v4) return undefined
      groups.push(Number(v4.value >> 16n), Number(v4.value & 0xffffn))
    }
  }
  return groups
}
