/** Ids in AWS's forms: a letter, then lower-case letters and digits. */
import type { Random } from '../../kernel/random.ts'

const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'

function chance(random: Random, length: number): string {
  return [...random.bytes(length)].map((byte) => letters[byte % letters.length]).join('')
}

export function newOrganizationId(random: Random): string {
  return `o-${chance(random, 10)}`
}

export function newRootId(random: Random): string {
  return `r-${chance(random, 4)}`
}

/** AWS: a unit's id holds that of its root. */
export function newUnitId(random: Random, rootId: string): string {
  return `ou-${rootId.slice('r-'.length)}-${chance(random, 8)}`
}

export function newPolicyId(random: Random): string {
  return `p-${chance(random, 8)}`
}

export function newInvitationId(random: Random): string {
  return `h-${hex(random)}`
}

export function newCreationId(random: Random): string {
  return `car-${hex(random)}`
}

/** Twelve digits that don't begin with a zero. */
export function newAccountId(random: Random): string {
  return String(100_000_000_000 + Math.floor(random.fraction() * 900_000_000_000))
}

export function isAccountId(id: string): boolean {
  return /^\d{12}$/.test(id)
}

function hex(random: Random): string {
  return Buffer.from(random.bytes(16)).toString('hex')
}
