/**
 * The services that Kasane knows, and what botocore's models don't tell about them.
 *
 * `namespace` is the Smithy namespace of AWS's own model, read from the schemas that the JavaScript
 * SDK v3 clients carry (`dist-es/schemas`, clients of version 3.1175); botocore drops it.
 */
export interface ServiceSource {
  /** Kasane's name: the SDK v3 client's package without `client-`. */
  readonly service: string
  /** The folder in botocore's `data`. */
  readonly folder: string
  readonly namespace: string
  /** Operations left out, with the reason. */
  readonly dropped?: { readonly operations: readonly string[]; readonly because: string }
}

export const serviceSources: readonly ServiceSource[] = [
  source('acm', 'acm', 'acm'),
  source('api-gateway', 'apigateway', 'apigateway'),
  source('apigatewayv2', 'apigatewayv2', 'apigatewayv2'),
  source('application-auto-scaling', 'application-autoscaling', 'applicationautoscaling'),
  source('auto-scaling', 'autoscaling', 'autoscaling'),
  source('cloudformation', 'cloudformation', 'cloudformation'),
  source('cloudtrail', 'cloudtrail', 'cloudtrail'),
  source('cloudwatch', 'cloudwatch', 'cloudwatch'),
  source('cloudwatch-logs', 'logs', 'cloudwatchlogs'),
  source('codebuild', 'codebuild', 'codebuild'),
  source('codecommit', 'codecommit', 'codecommit'),
  source('codedeploy', 'codedeploy', 'codedeploy'),
  source('codepipeline', 'codepipeline', 'codepipeline'),
  source('dynamodb', 'dynamodb', 'dynamodb'),
  source('dynamodb-streams', 'dynamodbstreams', 'dynamodbstreams'),
  source('ec2', 'ec2', 'ec2'),
  source('ecr', 'ecr', 'ecr'),
  source('ecs', 'ecs', 'ecs'),
  source('elastic-beanstalk', 'elasticbeanstalk', 'elasticbeanstalk'),
  source('elastic-load-balancing-v2', 'elbv2', 'elasticloadbalancingv2'),
  source('elasticache', 'elasticache', 'elasticache'),
  source('eventbridge', 'events', 'eventbridge'),
  source('iam', 'iam', 'iam'),
  source('kms', 'kms', 'kms'),
  source('lambda', 'lambda', 'lambda'),
  source('organizations', 'organizations', 'organizations'),
  source('rds', 'rds', 'rds'),
  source('route-53', 'route53', 'route53'),
  {
    ...source('s3', 's3', 's3'),
    dropped: {
      operations: [
        'GetBucketLifecycle',
        'GetBucketNotification',
        'PutBucketLifecycle',
        'PutBucketNotification',
      ],
      because: 'deprecated, and their routes would capture those of their successors',
    },
  },
  source('scheduler', 'scheduler', 'scheduler'),
  source('secrets-manager', 'secretsmanager', 'secretsmanager'),
  source('serverlessapplicationrepository', 'serverlessrepo', 'serverlessapplicationrepository'),
  source('service-quotas', 'service-quotas', 'servicequotas'),
  source('sfn', 'stepfunctions', 'sfn'),
  source('sns', 'sns', 'sns'),
  source('sqs', 'sqs', 'sqs'),
  source('ssm', 'ssm', 'ssm'),
  source('sts', 'sts', 'sts'),
  source('xray', 'xray', 'xray'),
]

function source(service: string, folder: string, name: string): ServiceSource {
  return { service, folder, namespace: `com.amazonaws.${name}` }
}
