/** Answers of AWS to input that breaks its model, as people have pasted them in public. */
import { expect, it } from 'vitest'
import { modelLoader } from '../../src/engines/model-loader.ts'
import { Models } from '../../src/model/models.ts'
import { validate } from '../../src/model/validate.ts'

const models = new Models(modelLoader('models'))

interface Recorded {
  readonly call: string
  readonly input: unknown
  readonly code: string
  readonly message: string
  readonly source: string
}

const failed = 'failed to satisfy constraint: Member must'

const recorded: readonly Recorded[] = [
  {
    call: 'dynamodb DescribeTable',
    input: { TableName: 'ab' },
    code: 'ValidationException',
    message: `1 validation error detected: Value 'ab' at 'tableName' ${failed} have length greater than or equal to 3`,
    source: 'https://github.com/architect/dynalite',
  },
  {
    call: 'dynamodb CreateTable',
    input: {
      TableName: 'abc',
      AttributeDefinitions: [{ AttributeName: 'a', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'a', KeyType: 'HASH' }],
      ProvisionedThroughput: { ReadCapacityUnits: 0, WriteCapacityUnits: 1 },
    },
    code: 'ValidationException',
    message:
      "1 validation error detected: Value '0' at 'provisionedThroughput.readCapacityUnits' " +
      `${failed} have value greater than or equal to 1`,
    source: 'https://github.com/architect/dynalite',
  },
  {
    call: 'iam AttachRolePolicy',
    input: {
      PolicyArn: 'arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryFullAccess',
      RoleName: 'arn:aws:iam::111122223333:role/service-role/worker',
    },
    code: 'ValidationError',
    message:
      'The specified value for roleName is invalid. It must contain only alphanumeric characters and/or the ' +
      'following: +=,.@_-',
    source: 'https://github.com/shashankprasanna/torchserve-examples/issues/7',
  },
  {
    call: 'cloudwatch-logs DescribeLogGroups',
    input: { logGroupNamePrefix: '' },
    code: 'InvalidParameterException',
    message:
      `2 validation errors detected: Value '' at 'logGroupNamePrefix' ${failed} satisfy regular expression ` +
      `pattern: [\\.\\-_/#A-Za-z0-9]+; Value '' at 'logGroupNamePrefix' ${failed} have length greater than or ` +
      'equal to 1',
    source: 'https://github.com/fluent-plugins-nursery/fluent-plugin-cloudwatch-logs/issues/223',
  },
  {
    call: 'cloudwatch-logs PutLogEvents',
    input: { logGroupName: 'a', logStreamName: 'b', logEvents: [] },
    code: 'InvalidParameterException',
    message: `1 validation error detected: Value '[]' at 'logEvents' ${failed} have length greater than or equal to 1`,
    source: 'https://github.com/lazywithclass/winston-cloudwatch/issues/55',
  },
  {
    call: 'cloudwatch-logs PutLogEvents',
    input: { logGroupName: 'a', logStreamName: 'b', logEvents: [{ message: 'c' }] },
    code: 'InvalidParameterException',
    message: `1 validation error detected: Value null at 'logEvents.1.member.timestamp' ${failed} not be null`,
    source: 'https://github.com/amazon-archives/cloudwatch-logs-centralize-logs/issues/5',
  },
  {
    call: 'cloudwatch-logs PutLogEvents',
    input: { logGroupName: 'a', logStreamName: 'x:y', logEvents: [{ timestamp: 1, message: 'c' }] },
    code: 'InvalidParameterException',
    message: `1 validation error detected: Value 'x:y' at 'logStreamName' ${failed} satisfy regular expression pattern: [^:*]*`,
    source: 'https://github.com/cisagov/crossfeed/issues/374',
  },
  {
    call: 'ecr GetAuthorizationToken',
    input: { registryIds: ['1234'] },
    code: 'InvalidParameterException',
    message:
      `Invalid parameter at 'registryIds' failed to satisfy constraint: 'Member must satisfy constraint: [Member ` +
      `must satisfy regular expression pattern: [0-9]{12}]'`,
    source: 'https://github.com/aws-actions/amazon-ecr-login/issues/225',
  },
  {
    call: 'eventbridge ListTargetsByRule',
    input: { Rule: '${BRANCH}-task' },
    code: 'ValidationException',
    message: `1 validation error detected: Value '\${BRANCH}-task' at 'rule' ${failed} satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+`,
    source: 'https://github.com/CircleCI-Public/aws-ecs-orb/pull/187',
  },
  {
    call: 'iam CreateRole',
    input: { RoleName: 'x'.repeat(65), AssumeRolePolicyDocument: '{}' },
    code: 'ValidationError',
    message: `1 validation error detected: Value '${'x'.repeat(65)}' at 'roleName' ${failed} have length less than or equal to 64`,
    source: 'https://github.com/NixOS/nixops/issues/328',
  },
  {
    call: 'secrets-manager CreateSecret',
    input: { Name: 'a', SecretBinary: new Uint8Array(65_537) },
    code: 'ValidationException',
    message: `1 validation error detected: Value at 'secretBinary' ${failed} have length less than or equal to 65536`,
    source: 'aws secretsmanager create-secret, pasted in public repositories',
  },
  {
    call: 'cloudwatch PutMetricAlarm',
    input: {
      AlarmName: 'a',
      EvaluationPeriods: 1,
      ComparisonOperator: 'GreaterThanThreshold',
      Dimensions: [{ Name: 'LoadBalancer', Value: '' }],
    },
    code: 'ValidationException',
    message: `1 validation error detected: Value '' at 'dimensions.1.member.value' ${failed} have length greater than or equal to 1`,
    source: 'PutMetricAlarm over query (ValidationError there), pasted in public repositories',
  },
  {
    call: 'sqs SendMessage',
    input: { QueueUrl: 'http://localhost/q' },
    code: 'MissingParameter',
    message: 'The request must contain the parameter MessageBody.',
    source: 'https://github.com/ballerina-platform/module-ballerinax-aws.sqs',
  },
  {
    call: 'sqs SetQueueAttributes',
    input: { QueueUrl: 'http://localhost/q' },
    code: 'MissingParameter',
    message: 'The request must contain the parameter Attribute.Name.',
    source: 'https://github.com/Inqnuam/local-aws-sqs',
  },
  {
    call: 'ec2 TerminateInstances',
    input: {},
    code: 'MissingParameter',
    message: 'The request must contain the parameter InstanceId',
    source: 'runner logs pasted in public repositories',
  },
  {
    call: 'ec2 CreateRoute',
    input: { DestinationCidrBlock: '0.0.0.0/0' },
    code: 'MissingParameter',
    message: 'The request must contain the parameter routeTableId',
    source: 'TiDB Cloud documentation, "Set Up VPC Peering"',
  },
]

it.each(recorded)('$call answers $code as recorded: $message', ({ call, input, code, message }) => {
  const [service = '', name = ''] = call.split(' ')
  const operation = models.require(service).findOperation(name)
  expect(operation && validate(operation, input)).toEqual({ code, status: 400, message })
})
