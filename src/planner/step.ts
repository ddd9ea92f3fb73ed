/** A calculation as data: what the command line prints, labs tell and explanations quote. */

export interface Step {
  /** What is found, such as `write capacity`. */
  readonly label: string
  /** How, with its numbers, such as `30/s × 4`. */
  readonly formula: string
  readonly value: number
  /** Of the value, such as `WCU`, `/s`, `s`, `%`. */
  readonly unit: string
}

/** The next whole number. */
export function roundUp(value: number): number {
  return Math.ceil(withoutDust(value))
}

/** Twelve digits: without what binary fractions add by accident, such as 59.99999999999999. */
export function withoutDust(value: number): number {
  return Number(value.toPrecision(12))
}

/** As people read it: `1,667`, `16.67`, `0.867`. */
export function shown(value: number): string {
  const digits =
    Math.abs(value) < 1 ? { maximumSignificantDigits: 3 } : { maximumFractionDigits: 2 }
  return value.toLocaleString('en-US', digits)
}

/** A step's value with its unit: `120 WCU`, `16.67/s`, `40 %`. */
export function shownValue({ value, unit }: Pick<Step, 'value' | 'unit'>): string {
  return unit === '' || unit.startsWith('/') ? `${shown(value)}${unit}` : `${shown(value)} ${unit}`
}
