import { expect, test } from 'vitest'
import { controlSite } from './control-site.ts'

const site = controlSite(() => {
  throw new Error('nobody has asked for it yet')
})

test.each([
  ['/_kasane', true],
  ['/_kasane/health', true],
  ['/', false],
  ['/health', false],
  ['/_kasanery', false],
  ['/_kasane2/health', false],
  ['/queue/_kasane', false],
])('the control API is asked for %s: %s', (path, isOwn) => {
  expect(site.owns({ path } as Parameters<typeof site.owns>[0])).toBe(isOwn)
})
