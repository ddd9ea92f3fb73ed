import type { ModelJson } from '../../src/model/model-json.ts'
import { camelCase } from './names.ts'

/** Where AWS documents a service's API; the rest are found by its search. */
const apiReferences: Readonly<Record<string, string>> = {
  sqs: 'AWSSimpleQueueService/latest/APIReference',
  dynamodb: 'amazondynamodb/latest/APIReference',
  'dynamodb-streams': 'amazondynamodb/latest/APIReference',
  lambda: 'lambda/latest/api',
  s3: 'AmazonS3/latest/API',
  sns: 'sns/latest/api',
  iam: 'IAM/latest/APIReference',
  sts: 'STS/latest/APIReference',
  kms: 'kms/latest/APIReference',
  cloudwatch: 'AmazonCloudWatch/latest/APIReference',
  'secrets-manager': 'secretsmanager/latest/apireference',
  cloudformation: 'AWSCloudFormation/latest/APIReference',
}

export function operationFile(model: ModelJson, operation: string): string {
  const define = `${camelCase(model.service)}Operation`
  return `import { NotEmulated } from '../../../kernel/errors.ts'
import { ${operation} } from '../../../generated/${model.service}.ts'
import { ${define} } from '../operation.ts'

/** ${referenceTo(model.service, operation)} */
export const ${camelCase(operation)} = ${define}(${operation}, {
  resource: () => '*',

  run() {
    throw new NotEmulated('${model.service}:${operation}')
  },
})
`
}

export function operationTestFile(model: ModelJson, operation: string): string {
  return `import { expect, it } from 'vitest'
import { world } from '../../../../test/support/world.ts'
import { ${camelCase(model.service)} } from '../service.ts'

it('${operation} says that it is not emulated yet', async () => {
  const { call } = world({ services: [${camelCase(model.service)}] })
  await expect(call('${operation}')).rejects.toMatchObject({
    code: 'NotEmulated',
    status: 501,
    message: 'Kasane does not emulate ${model.service}:${operation}.',
  })
})
`
}

function referenceTo(service: string, operation: string): string {
  const reference = apiReferences[service]
  if (reference === undefined) return `AWS's ${operation}.`
  return `https://docs.aws.amazon.com/${reference}/API_${operation}.html`
}
