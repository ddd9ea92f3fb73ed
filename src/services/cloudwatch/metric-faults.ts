/** What is checked of metrics wherever they are named. */
import type { Dimension } from '../../generated/cloudwatch.ts'
import { type Faults, given } from './faults.ts'
import { dimensionNameMax, dimensionsMax, dimensionValueMax, nameMax } from './limits.ts'

/** AWS: a namespace that begins with a colon is reserved. */
export function checkNamespace(faults: Faults, namespace: string | undefined): void {
  faults.text('Namespace', namespace, nameMax)
  if (namespace?.startsWith(':')) faults.invalid('Namespace', namespace)
}

export function checkDimensions(
  faults: Faults,
  path: string,
  dimensions: readonly Dimension[] | undefined,
): void {
  faults.size(path, dimensions, dimensionsMax)
  for (const [at, dimension] of dimensions?.entries() ?? []) {
    const member = `${path}.member.${at + 1}`
    if (!given(dimension)) {
      faults.missing(member)
      continue
    }
    const { Name, Value } = dimension
    const [name, value] = [`${member}.Name`, `${member}.Value`]
    faults.text(name, Name, dimensionNameMax)
    if (Name?.startsWith(':') || isUnprintable(Name)) faults.invalid(name, Name)
    faults.text(value, Value, dimensionValueMax)
    if (isUnprintable(Value)) faults.invalid(value, Value)
  }
}

/** AWS: ASCII only, no control characters, and not blanks alone. */
function isUnprintable(text: string | undefined): boolean {
  return text !== undefined && text !== '' && !/^[\x20-\x7e]*[\x21-\x7e][\x20-\x7e]*$/.test(text)
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html */
export const units = [
  'Seconds',
  'Microseconds',
  'Milliseconds',
  'Bytes',
  'Kilobytes',
  'Megabytes',
  'Gigabytes',
  'Terabytes',
  'Bits',
  'Kilobits',
  'Megabits',
  'Gigabits',
  'Terabits',
  'Percent',
  'Count',
  'Bytes/Second',
  'Kilobytes/Second',
  'Megabytes/Second',
  'Gigabytes/Second',
  'Terabytes/Second',
  'Bits/Second',
  'Kilobits/Second',
  'Megabits/Second',
  'Gigabits/Second',
  'Terabits/Second',
  'Count/Second',
  'None',
] as const

/** AWS: 1, 5, 10, 20, 30, or whole minutes. */
export function checkPeriod(faults: Faults, path: string, period: number | undefined): void {
  if (!given(period)) return faults.missing(path)
  if (period < 1) faults.value(`The parameter ${path} must be greater than 0.`)
  else if (period < 60 && ![1, 5, 10, 20, 30].includes(period)) {
    faults.value(`The parameter ${path} must be a value in the set [ 1, 5, 10, 20, 30 ].`)
  } else if (period >= 60 && period % 60 !== 0) {
    faults.value(`The parameter ${path} must be a multiple of 60.`)
  }
}
