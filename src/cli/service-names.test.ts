import { describe, expect, test } from 'vitest'
import { serviceSources } from '../../tools/codegen/services.ts'
import { cliNameOf, serviceNamed } from './service-names.ts'

/** Where the AWS CLI's command isn't what botocore calls the service. */
const renamed: Readonly<Record<string, string>> = { codedeploy: 'deploy', s3: 's3api' }

describe('a service', () => {
  test.each(serviceSources.map(({ service, folder }) => [service, renamed[folder] ?? folder]))(
    '%s is %s to the AWS CLI, and is found by that',
    (service, cliName) => {
      expect(cliNameOf(service)).toBe(cliName)
      expect(serviceNamed(cliName)).toBe(service)
    },
  )

  test('of which the name in a signature alone is known is called the same', () => {
    const signed = ['monitoring', 'states', 'elasticloadbalancing', 'servicequotas', 'logs', 'sqs']
    const called = ['cloudwatch', 'stepfunctions', 'elbv2', 'service-quotas', 'logs', 'sqs']
    expect(signed.map(cliNameOf)).toEqual(called)
  })
})
