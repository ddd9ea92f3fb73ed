import { expect, test } from 'vitest'
import { services } from '../generated/services.ts'
import { actionPrefixOf } from './catalogue.ts'

const prefixOf = (name: string) =>
  services.filter((service) => service.name === name).map(actionPrefixOf)

test.each([
  ['application-auto-scaling', 'application-autoscaling'],
  ['cloudwatch', 'cloudwatch'],
  ['cloudwatch-logs', 'logs'],
  ['dynamodb-streams', 'dynamodb'],
  ['eventbridge', 'events'],
  ['route-53', 'route53'],
  ['sfn', 'states'],
  ['sqs', 'sqs'],
])('what IAM’s actions of %s begin with is %s', (name, prefix) => {
  expect(prefixOf(name)).toEqual([prefix])
})
