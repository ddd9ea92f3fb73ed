/** Numbers in text: what query strings, headers and XML carry, and the bounds of AWS's types. */
import type { ScalarType } from '../model/model.ts'

export type IntegerType = 'byte' | 'short' | 'integer' | 'long'

const bits: Readonly<Record<IntegerType, number>> = { byte: 8, short: 16, integer: 32, long: 64 }

export function isIntegerType(type: ScalarType): type is IntegerType {
  return type in bits
}

/**
 * The integer if its type can hold it: a number, beyond 2^53 a bigint.
 * @returns `undefined` when out of range.
 */
export function fitInteger(value: number | bigint, type: IntegerType): number | bigint | undefined {
  if (type !== 'long') {
    const limit = 2 ** (bits[type] - 1)
    return value >= -limit && value < limit ? Number(value) : undefined
  }
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value
  const exact = BigInt(value)
  if (exact !== BigInt.asIntN(64, exact)) return undefined
  return Number.isSafeInteger(Number(exact)) ? Number(exact) : exact
}

/** @returns `undefined` when the text isn't an integer that the type can hold. */
export function readInteger(text: string, type: IntegerType): number | bigint | undefined {
  if (!/^[+-]?\d{1,30}$/.test(text)) return undefined
  const value = Number(text)
  return fitInteger(Number.isSafeInteger(value) ? value : BigInt(text.replace('+', '')), type)
}

/** A float or double; AWS writes `NaN`, `Infinity` and `-Infinity`. */
export function readFloat(text: string): number | undefined {
  if (/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text)) return Number(text)
  return readSpecialFloat(text)
}

export function readSpecialFloat(text: string): number | undefined {
  if (text === 'NaN') return Number.NaN
  if (text === 'Infinity') return Number.POSITIVE_INFINITY
  return text === '-Infinity' ? Number.NEGATIVE_INFINITY : undefined
}

/** A number of any size, kept as its text. */
export function readBigNumber(text: string): string | undefined {
  return /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) ? text : undefined
}
