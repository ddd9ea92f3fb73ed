/** Services, as IAM's actions begin, and which of them policies open. */
import type { CompiledPolicy } from '../../policy/compiled-policy.ts'

/** AWS: whether a policy allows anything of a service at all, whatever else denies it. */
export function grantsSomethingOf({ allows }: CompiledPolicy, namespace: string): boolean {
  return allows.isAboutService(namespace)
}

/** The services of this cloud, by namespace, as AWS's console calls them. */
export const serviceNames: Readonly<Record<string, string>> = {
  acm: 'AWS Certificate Manager',
  apigateway: 'Amazon API Gateway Management',
  'application-autoscaling': 'AWS Application Auto Scaling',
  autoscaling: 'Amazon EC2 Auto Scaling',
  cloudformation: 'AWS CloudFormation',
  cloudtrail: 'AWS CloudTrail',
  cloudwatch: 'Amazon CloudWatch',
  codebuild: 'AWS CodeBuild',
  codecommit: 'AWS CodeCommit',
  codedeploy: 'AWS CodeDeploy',
  codepipeline: 'AWS CodePipeline',
  dynamodb: 'Amazon DynamoDB',
  ec2: 'Amazon EC2',
  ecr: 'Amazon Elastic Container Registry',
  ecs: 'Amazon Elastic Container Service',
  elasticache: 'Amazon ElastiCache',
  elasticbeanstalk: 'AWS Elastic Beanstalk',
  elasticloadbalancing: 'AWS Elastic Load Balancing V2',
  events: 'Amazon EventBridge',
  iam: 'AWS Identity and Access Management (IAM)',
  kms: 'AWS Key Management Service',
  lambda: 'AWS Lambda',
  logs: 'Amazon CloudWatch Logs',
  organizations: 'AWS Organizations',
  rds: 'Amazon RDS',
  route53: 'Amazon Route 53',
  s3: 'Amazon S3',
  scheduler: 'Amazon EventBridge Scheduler',
  secretsmanager: 'AWS Secrets Manager',
  serverlessrepo: 'AWS Serverless Application Repository',
  servicequotas: 'Service Quotas',
  sns: 'Amazon SNS',
  sqs: 'Amazon SQS',
  ssm: 'AWS Systems Manager',
  states: 'AWS Step Functions',
  sts: 'AWS Security Token Service',
  xray: 'AWS X-Ray',
}
