/**
 * Whether a statement lets in everybody.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-bpa-rbp.html
 */
import type { WrittenCondition, WrittenStatement } from '../../../policy/document.ts'

/** Conditions on these make "everybody" somebody. */
const trustedKeys = new Set([
  'aws:principalaccount',
  'aws:principalarn',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:userid',
  'aws:principalservicename',
  'aws:principalservicenameslist',
  'aws:principalisawsservice',
  'aws:ec2instancesourcevpc',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
])

export function isPublic({ effect, principal, conditions }: WrittenStatement): boolean {
  if (effect !== 'Allow' || principal === undefined) return false
  const isEverybody = principal === '*' || principal.some(({ value }) => value === '*')
  return isEverybody && !conditions.some(narrows)
}

/** Operators that only some values meet: a key that is missing must not meet them either. */
const narrowing = /^(?:ForAnyValue:)?(?:(?:String|Arn)(?:Equals|EqualsIgnoreCase|Like)|Bool)$/

function narrows({ operator, key, values }: WrittenCondition): boolean {
  const name = key.toLowerCase()
  if (!narrowing.test(operator) || !trustedKeys.has(name)) return false
  if (name === 'aws:principalisawsservice') return values.every((value) => value === 'true')
  return values.length > 0 && !values.some((value) => /[*?]|\$\{/.test(value))
}
