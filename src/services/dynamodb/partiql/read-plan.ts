/** How a SELECT is carried out: reads of partitions where its WHERE allows it, else a scan. */
import type { AttributeValue } from '../../../generated/dynamodb.ts'
import { typeOf } from '../attribute-value.ts'
import { compareValues, isSameValue } from '../comparison.ts'
import { emptyKey } from '../errors.ts'
import type { BoundCondition } from '../expressions/condition-test.ts'
import type { KeyTest } from '../expressions/key-condition.ts'
import { isEmpty, keyAttributes } from '../keys.ts'
import { namesIn } from '../selection.ts'
import type { KeySchema } from '../state.ts'
import { type Branch, branchesOf, keyTestOf } from './branches.ts'
import { keyTypeDiffers, overlappingConditions, tooManyReads } from './errors.ts'
import { bothOf } from './where.ts'

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-operators.html */
const readsMax = 50

/** One partition, or a part of its order. */
export interface PlannedRead {
  readonly tests: readonly KeyTest[]
  /** What is asked of the items besides. */
  readonly filter?: BoundCondition
  /** Its keys are those of one item of a table. */
  readonly isOfOneItem: boolean
}

/** `undefined`: all of the table or index is read. */
export type ReadPlan = readonly PlannedRead[] | undefined

/** @throws AwsError ValidationException */
export function planReads(where: BoundCondition | undefined, keys: KeySchema): ReadPlan {
  if (!where) return undefined
  const names = new Set(keyAttributes(keys).map(({ name }) => name))
  const branches = branchesOf(where, names)
  if (!branches.every((branch) => isOfOnePartition(branch, keys))) return undefined
  if (branches.length > readsMax) throw tooManyReads()
  const reads = branches.map((branch) => readOf(branch, keys))
  for (const { tests } of reads) checkTypes(tests, keys)
  for (const [at, one] of reads.entries()) {
    for (const other of reads.slice(0, at)) {
      if (overlaps(one, other, keys)) throw overlappingConditions()
    }
  }
  return reads
}

function isOfOnePartition(branch: Branch, keys: KeySchema): boolean {
  return keys.partition.every(({ name }) => {
    const [first, ...others] = equalTo(branch, name)
    return first !== undefined && others.every((other) => isSameValue(first, other))
  })
}

function equalTo(branch: Branch, name: string): readonly AttributeValue[] {
  return branch.flatMap((condition) => {
    const test = keyTestOf(condition, new Set([name]))
    return test?.operator === '=' ? test.values : []
  })
}

function readOf(branch: Branch, keys: KeySchema): PlannedRead {
  const left = [...branch]
  const tests = [...takePartition(left, keys), ...takeSort(left, keys)]
  const filter = left.reduce<BoundCondition | undefined>(bothOf, undefined)
  const isWhole = tests.length === keyAttributes(keys).length
  return {
    tests,
    ...(filter && { filter }),
    isOfOneItem: isWhole && tests.every(({ operator }) => operator === '='),
  }
}

/** Equalities that say the same twice count once. */
function takePartition(left: BoundCondition[], { partition }: KeySchema): readonly KeyTest[] {
  return partition.flatMap(({ name }) => {
    const own = new Set([name])
    const equal = left.filter((one) => keyTestOf(one, own)?.operator === '=')
    for (const one of equal) left.splice(left.indexOf(one), 1)
    const test = equal[0] && keyTestOf(equal[0], own)
    return test ? [test] : []
  })
}

/** From the left without gaps, only the last one for a range; the rest filters. */
function takeSort(left: BoundCondition[], { sort }: KeySchema): readonly KeyTest[] {
  const tests: KeyTest[] = []
  for (const { name } of sort) {
    const own = new Set([name])
    const known = left.filter((one) => keyTestOf(one, own))
    const best = known.find((one) => keyTestOf(one, own)?.operator === '=') ?? known[0]
    const test = best && keyTestOf(best, own)
    if (!best || !test) break
    left.splice(left.indexOf(best), 1)
    tests.push(test)
    if (test.operator !== '=') break
  }
  return tests
}

function checkTypes(tests: readonly KeyTest[], keys: KeySchema): void {
  for (const { name, type } of keyAttributes(keys)) {
    const values = tests.find((test) => test.name === name)?.values ?? []
    for (const value of values) {
      if (typeOf(value) !== type) throw keyTypeDiffers(name)
      if (isEmpty(value)) throw emptyKey(name, type)
    }
  }
}

/** AWS: two reads may not meet in any item. */
function overlaps(one: PlannedRead, other: PlannedRead, keys: KeySchema): boolean {
  return keyAttributes(keys).every(({ name }) => {
    const [left, right] = [boundsOf(one, name), boundsOf(other, name)]
    return !isBefore(left, right) && !isBefore(right, left)
  })
}

interface Bounds {
  readonly low?: AttributeValue | undefined
  readonly high?: AttributeValue | undefined
  readonly isLowOpen: boolean
  readonly isHighOpen: boolean
}

function boundsOf({ tests }: PlannedRead, name: string): Bounds {
  const test = tests.find((one) => one.name === name)
  const [first, second] = test?.values ?? []
  const closed = { isLowOpen: false, isHighOpen: false }
  switch (test?.operator) {
    case undefined:
      return closed
    case '<':
    case '<=':
      return { high: first, isLowOpen: false, isHighOpen: test.operator === '<' }
    case '>':
    case '>=':
      return { low: first, isLowOpen: test.operator === '>', isHighOpen: false }
    case 'BETWEEN':
      return { low: first, high: second, ...closed }
    case 'begins_with':
      return { low: first, high: first && lastWith(first), ...closed }
    default:
      return { low: first, high: first, ...closed }
  }
}

/** Above all values that begin so. */
function lastWith({ S, B }: AttributeValue): AttributeValue {
  if (S !== undefined) return { S: `${S}\u{10ffff}` }
  return { B: Buffer.concat([B ?? new Uint8Array(), Buffer.alloc(1_024, 0xff)]) }
}

function isBefore({ high, isHighOpen }: Bounds, { low, isLowOpen }: Bounds): boolean {
  const order = high && low && compareValues(high, low)
  if (order === undefined) return false
  return order < 0 || (order === 0 && (isHighOpen || isLowOpen))
}

/**
 * Attributes that a filter looks at, each once, in the order in which AWS tells them: of what is
 * joined by AND the later ones first.
 */
export function filteredNames(condition: BoundCondition): readonly string[] {
  if (condition.kind === 'AND') {
    return unique([...filteredNames(condition.right), ...filteredNames(condition.left)])
  }
  if (condition.kind === 'OR') {
    return unique([...filteredNames(condition.left), ...filteredNames(condition.right)])
  }
  if (condition.kind === 'NOT') return filteredNames(condition.condition)
  return unique(namesIn(condition))
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)]
}
