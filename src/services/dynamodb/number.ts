/**
 * DynamoDB's numbers: decimal, exact to 38 digits, 1E-130 to 9.99…E+125.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
 */
import { notANumber, numberOverflow, numberTooPrecise, numberUnderflow } from './errors.ts'

export const significantDigitsMax = 38
const magnitudeMax = 125
const magnitudeMin = -130

/** `sign × 0.digits × 10^point`; zero has sign 0 and no digits. */
export interface Decimal {
  readonly sign: -1 | 0 | 1
  /** Without zeros at either end. */
  readonly digits: string
  readonly point: number
}

const zero: Decimal = { sign: 0, digits: '', point: 0 }
const form = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/
const shortInteger = /^(?:0|-?[1-9]\d{0,14})$/

/** @throws AwsError ValidationException */
export function readDecimal(text: string): Decimal {
  const match = form.exec(text)
  const [, sign, whole = '', fraction = '', exponent = '0'] = match ?? []
  if (!match || whole + fraction === '') throw notANumber(text)
  return checked(
    decimalOf(sign === '-' ? -1 : 1, whole + fraction, whole.length + Number(exponent)),
  )
}

/** The form in which DynamoDB gives a number back: no exponent, no needless zeros. */
export function normaliseNumber(text: string): string {
  return shortInteger.test(text) ? text : formatDecimal(readDecimal(text))
}

export function formatDecimal({ sign, digits, point }: Decimal): string {
  if (sign === 0) return '0'
  const minus = sign < 0 ? '-' : ''
  if (point <= 0) return `${minus}0.${'0'.repeat(-point)}${digits}`
  if (point >= digits.length) return minus + digits + '0'.repeat(point - digits.length)
  return `${minus}${digits.slice(0, point)}.${digits.slice(point)}`
}

/** @throws AwsError ValidationException when the sum can't be stored. */
export function addNumbers(left: string, right: string): string {
  return sumOf(readDecimal(left), readDecimal(right))
}

/** @throws AwsError ValidationException when the difference can't be stored. */
export function subtractNumbers(left: string, right: string): string {
  const { sign, ...rest } = readDecimal(right)
  return sumOf(readDecimal(left), { ...rest, sign: -sign as Decimal['sign'] })
}

/** Negative, zero or positive, as `left` is less than, equal to or greater than `right`. */
export function compareNumbers(left: string, right: string): number {
  if (left === right) return 0
  if (shortInteger.test(left) && shortInteger.test(right)) return Number(left) - Number(right)
  return sortableNumber(left) < sortableNumber(right) ? -1 : 1
}

/** ASCII text whose order is that of the numbers; takes the stored form. */
export function sortableNumber(text: string): string {
  const { sign, digits, point } = readDecimal(text)
  if (sign === 0) return 'o'
  const magnitude = String(point - magnitudeMin).padStart(3, '0')
  if (sign > 0) return `p${magnitude}${digits}`
  // The last character stands above all digits, so that -1.2 comes before -1.
  return `n${complement(magnitude + digits)}~`
}

/**
 * Bytes that a number takes, of the stored form: one for each two digits, one more, and one for a
 * minus. Digits are paired from the decimal point, so 4.2 takes more than 42.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html;
 * the pairing as in the tests of https://github.com/architect/dynalite, which were run against AWS
 */
export function sizeOfNumber(text: string): number {
  const { sign, digits, point } = readDecimal(text)
  if (sign === 0) return 1
  const before = Math.abs(point) % 2
  return 1 + Math.ceil((digits.length + before) / 2) + (sign < 0 ? 1 : 0)
}

function sumOf(left: Decimal, right: Decimal): string {
  if (left.sign === 0) return formatDecimal(right)
  if (right.sign === 0) return formatDecimal(left)
  const scale = Math.max(left.digits.length - left.point, right.digits.length - right.point)
  const sum = scaled(left, scale) + scaled(right, scale)
  if (sum === 0n) return '0'
  const digits = String(sum < 0n ? -sum : sum)
  return formatDecimal(checked(decimalOf(sum < 0n ? -1 : 1, digits, digits.length - scale)))
}

function scaled({ sign, digits, point }: Decimal, scale: number): bigint {
  return BigInt(sign) * BigInt(digits) * 10n ** BigInt(scale - (digits.length - point))
}

function decimalOf(sign: -1 | 1, digits: string, point: number): Decimal {
  const leading = digits.search(/[1-9]/)
  if (leading < 0) return zero
  return { sign, digits: digits.slice(leading).replace(/0+$/, ''), point: point - leading }
}

function checked(decimal: Decimal): Decimal {
  const { sign, digits, point } = decimal
  if (sign === 0) return decimal
  if (point - 1 > magnitudeMax) throw numberOverflow()
  if (point - 1 < magnitudeMin) throw numberUnderflow()
  if (digits.length > significantDigitsMax) throw numberTooPrecise()
  return decimal
}

function complement(digits: string): string {
  let result = ''
  for (const digit of digits) result += String(9 - Number(digit))
  return result
}
