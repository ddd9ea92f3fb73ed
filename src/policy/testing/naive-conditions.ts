/** Conditions, read from the documentation's list of operators a second time. */
import { expand, unmarked, wildcardSource } from './naive-text.ts'

type Context = Readonly<Record<string, readonly string[]>>
type Block = Readonly<Record<string, Readonly<Record<string, string | string[]>>>>

export function naiveConditionsHold(block: Block, context: Context, variables: boolean): boolean {
  for (const [operator, keys] of Object.entries(block)) {
    for (const [key, wanted] of Object.entries(keys)) {
      const given = context[key.toLowerCase()]
      const values = typeof wanted === 'string' ? [wanted] : wanted
      if (!holds(operator, given, values, variables ? context : undefined)) return false
    }
  }
  return true
}

function holds(
  name: string,
  given: readonly string[] | undefined,
  wanted: readonly string[],
  variables: Context | undefined,
): boolean {
  if (name === 'Null') {
    const isNull = given === undefined || given.length === 0
    return wanted.some((value) => (value === 'true' ? isNull : !isNull))
  }
  let base = name
  const forAll = base.startsWith('ForAllValues:')
  const forAny = base.startsWith('ForAnyValue:')
  if (forAll || forAny) base = base.slice(base.indexOf(':') + 1)
  if (base.endsWith('IfExists')) {
    if (given === undefined) return true
    base = base.slice(0, -'IfExists'.length)
  }
  const isNegated = base.includes('Not')
  const positive = base.replace('Not', '')
  const isOne = (value: string) => wanted.some((each) => compare(positive, value, each, variables))
  if (forAll) {
    if (given === undefined || given.length === 0) return true
    if (given.length === 1 && given[0] === '') return true
    return given.every((value) => (isNegated ? !isOne(value) : isOne(value)))
  }
  if (forAny) {
    return given !== undefined && given.some((value) => (isNegated ? !isOne(value) : isOne(value)))
  }
  if (given === undefined) return isNegated
  return isNegated ? !given.some(isOne) : given.some(isOne)
}

function compare(
  operator: string,
  value: string,
  wanted: string,
  variables: Context | undefined,
): boolean {
  const isText = operator.startsWith('String') || operator.startsWith('Arn') || operator === 'Bool'
  const source = isText && variables ? expand(wanted, variables) : { pattern: wanted }
  if (!source) return false
  const { pattern } = source
  const text = unmarked(pattern)
  switch (operator) {
    case 'StringEquals':
      return value === text
    case 'StringEqualsIgnoreCase':
      return value.toLowerCase() === text.toLowerCase()
    case 'StringLike':
      return new RegExp(`^${wildcardSource(pattern, '.')}$`, 'su').test(value)
    case 'ArnEquals':
    case 'ArnLike':
      return isArnLike(pattern, value)
    case 'Bool':
      return value === text
    case 'IpAddress':
      return isInRange(value, wanted)
    default:
      return isOrdered(operator, value, wanted)
  }
}

function isArnLike(pattern: string, value: string): boolean {
  const parts = pattern.split(':')
  if (parts.length < 6) throw new Error('the generator makes whole ARNs')
  const sources = [...parts.slice(0, 5), parts.slice(5).join(':')].map((part, at) =>
    wildcardSource(part, at === 5 ? '.' : '[^:]'),
  )
  return new RegExp(`^${sources.join(':')}$`, 'su').test(value)
}

function isOrdered(operator: string, value: string, wanted: string): boolean {
  const read = operator.startsWith('Date')
    ? (text: string) => (/^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text))
    : Number
  const [left, right] = [read(value), read(wanted)]
  if (Number.isNaN(left) || Number.isNaN(right)) return false
  switch (operator.replace(/^Numeric|^Date/, '')) {
    case 'Equals':
      return left === right
    case 'LessThan':
      return left < right
    case 'LessThanEquals':
      return left <= right
    case 'GreaterThan':
      return left > right
    case 'GreaterThanEquals':
      return left >= right
    default:
      throw new Error(operator)
  }
}

/** IP version 4 alone. */
function isInRange(value: string, range: string): boolean {
  const [network = '', prefix = '32'] = range.split('/')
  const bits = (address: string) =>
    address
      .split('.')
      .map((part) => Number(part).toString(2).padStart(8, '0'))
      .join('')
  return bits(value).slice(0, Number(prefix)) === bits(network).slice(0, Number(prefix))
}
