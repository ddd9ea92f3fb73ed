/** Services as users of the AWS CLI call them; Kasane's own names are those of the SDK's packages. */

/** Where the AWS CLI has another name: https://docs.aws.amazon.com/cli/latest/reference/ */
const cliNames: Readonly<Record<string, string>> = {
  'api-gateway': 'apigateway',
  'application-auto-scaling': 'application-autoscaling',
  'auto-scaling': 'autoscaling',
  'cloudwatch-logs': 'logs',
  codedeploy: 'deploy',
  'dynamodb-streams': 'dynamodbstreams',
  'elastic-beanstalk': 'elasticbeanstalk',
  'elastic-load-balancing-v2': 'elbv2',
  eventbridge: 'events',
  'route-53': 'route53',
  s3: 's3api',
  'secrets-manager': 'secretsmanager',
  serverlessapplicationrepository: 'serverlessrepo',
  sfn: 'stepfunctions',
}

/** Names in signatures that are neither: of a request that is refused early no other is known. */
const signingNames: Readonly<Record<string, string>> = {
  elasticloadbalancing: 'elastic-load-balancing-v2',
  monitoring: 'cloudwatch',
  servicequotas: 'service-quotas',
  states: 'sfn',
}

/** `cloudwatch-logs` → `logs` */
export function cliNameOf(service: string): string {
  const name = signingNames[service] ?? service
  return cliNames[name] ?? name
}

/** `logs` → `cloudwatch-logs`; other words stay as they are. */
export function serviceNamed(cliName: string): string {
  return Object.entries(cliNames).find(([, name]) => name === cliName)?.[0] ?? cliName
}
