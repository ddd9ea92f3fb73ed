import { expect, it } from 'vitest'
import { Models } from './models.ts'

it('opens a model once, when it is first asked for', () => {
  const asked: string[] = []
  const models = new Models((service) => {
    asked.push(service)
    return service === 'sqs' ? { service } : undefined
  })
  expect(models.find('sqs')).toBe(models.require('sqs'))
  expect(models.find('sns')).toBeUndefined()
  expect(models.find('sns')).toBeUndefined()
  expect(asked).toEqual(['sqs', 'sns'])
  expect(() => models.require('sns')).toThrow('there is no model of sns')
})
