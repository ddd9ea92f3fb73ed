import { expect, test } from 'vitest'
import { isRegion } from './region.ts'

test.each([
  'us-east-1',
  'ap-southeast-7',
  'us-gov-west-1',
  'cn-north-1',
  'us-isob-east-1',
  'eusc-de-east-1',
  'aws-global',
  'aws-us-gov-global',
])('%s is the name of a region', (name) => {
  expect(isRegion(name)).toBe(true)
})

test.each([
  '',
  'us',
  'us-east',
  'us-east-1a',
  'US-EAST-1',
  'us-east-1\n',
  '__proto__',
  'us east-1',
])('"%s" is not', (name) => {
  expect(isRegion(name)).toBe(false)
})
