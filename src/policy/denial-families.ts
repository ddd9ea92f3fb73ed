/** How services word a refusal: code, status, and the ways in which their sentences differ. */
export interface DenialFamily {
  readonly code:
    | 'AccessDenied'
    | 'AccessDeniedException'
    | 'AuthorizationError'
    | 'UnauthorizedOperation'
  readonly status: 400 | 403
  /** The service's own actions, as it prints them. */
  readonly printAction?: (action: string) => string
  readonly printResource?: (resource: string, action: string) => string
  /** The error's member is `Message`, not `message`. */
  readonly messageMember?: 'Message'
  /** What strangers outside the organisation are told, instead of who they are and why. */
  readonly strangersAreTold?: string
  /** Actions whose sentence ends without a reason. */
  readonly withoutReason?: ReadonlySet<string>
  /** Actions whose sentence doesn't even say to whom. */
  readonly withoutUser?: ReadonlySet<string>
  readonly preface?: string
  /** Actions whose refusal carries an encoded authorisation message. */
  readonly encodes?: (action: string) => boolean
}

/**
 * AWS: pasted answers, among them https://github.com/sebdah/dynamic-dynamodb/issues/321 (DynamoDB),
 * https://github.com/aws/aws-nitro-enclaves-sdk-c/issues/157 (KMS) and
 * https://github.com/aws/serverless-application-model/issues/2247 (other JSON services).
 */
const json: DenialFamily = { code: 'AccessDeniedException', status: 400 }

/** AWS: https://github.com/awslabs/aws-deployment-framework/issues/460 (Lambda). */
const restJson: DenialFamily = { code: 'AccessDeniedException', status: 403 }

/** AWS: https://github.com/aws/aws-sam-cli/issues/5567 (CloudFormation). */
const query: DenialFamily = { code: 'AccessDenied', status: 403 }

/** AWS: https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html */
const s3: DenialFamily = {
  code: 'AccessDenied',
  status: 403,
  printResource: (resource) => `"${resource}"`,
  strangersAreTold: 'Access Denied',
}

/** AWS: https://github.com/aws/serverless-application-model/issues/3633 */
const sqs: DenialFamily = {
  code: 'AccessDenied',
  status: 403,
  printAction: (action) => action.toLowerCase(),
}

/** AWS: https://github.com/aws-ia/terraform-aws-control_tower_account_factory/issues/151 */
const sns: DenialFamily = {
  code: 'AuthorizationError',
  status: 403,
  printAction: (action) => action.replace(/^sns:/i, 'SNS:'),
}

/** AWS: https://github.com/aws/karpenter-provider-aws/issues/7370 */
const ec2: DenialFamily = {
  code: 'UnauthorizedOperation',
  status: 403,
  preface: 'You are not authorized to perform this operation. ',
  encodes: (action) => !/^ec2:Describe/i.test(action),
}

/** AWS: https://github.com/amzn/selling-partner-api-models/issues/2523, OvertureMaps/stac#113. */
const sts: DenialFamily = {
  code: 'AccessDenied',
  status: 403,
  withoutReason: new Set(['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity']),
  withoutUser: new Set(['sts:AssumeRoleWithWebIdentity', 'sts:AssumeRoleWithSAML']),
}

/**
 * AWS: what exists is printed as words (`role NAME`), what is to be made or listed as an ARN
 * (https://github.com/cisagov/cool-assessment-terraform/issues/220,
 * https://github.com/aws-samples/well-architected-iac-analyzer/issues/108), managed policies as words
 * throughout (https://github.com/aws/aws-sam-cli/issues/394 for lists,
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DAX.create-cluster.html for new ones).
 */
const iam: DenialFamily = {
  code: 'AccessDenied',
  status: 403,
  printResource(resource, action) {
    const policy = /^arn:[^:]*:iam::[^:]*:policy(\/.*)$/.exec(resource)?.[1]
    if (policy !== undefined) return printedPolicy(resource, policy, action)
    if (/^iam:(?:Create(?!AccessKey|LoginProfile|PolicyVersion)|PassRole$)/i.test(action))
      return resource
    const [, type, path = ''] = /^arn:[^:]*:iam::[^:]*:([a-z-]+)\/(.+)$/.exec(resource) ?? []
    if (type === undefined || /[*/]$/.test(path)) return resource
    const name = path.slice(path.lastIndexOf('/') + 1)
    return iamWords.has(type) ? `${type.replace('-', ' ')} ${name}` : resource
  },
}

function printedPolicy(arn: string, path: string, action: string): string {
  if (/^iam:ListPolicies$/i.test(action)) return `policy path ${path}`
  if (/^iam:CreatePolicy$/i.test(action)) return `policy ${path.slice(path.lastIndexOf('/') + 1)}`
  return `policy ${arn}`
}

const iamWords: ReadonlySet<string> = new Set(['user', 'role', 'group', 'instance-profile'])

const families: Readonly<Record<string, DenialFamily>> = {
  'api-gateway': restJson,
  apigatewayv2: restJson,
  'auto-scaling': query,
  cloudformation: query,
  cloudwatch: query,
  dynamodb: { ...json, messageMember: 'Message' },
  'dynamodb-streams': { ...json, messageMember: 'Message' },
  ec2,
  'elastic-beanstalk': query,
  'elastic-load-balancing-v2': query,
  elasticache: query,
  iam,
  kms: { ...json, messageMember: 'Message' },
  lambda: { ...restJson, messageMember: 'Message' },
  rds: query,
  'route-53': query,
  s3,
  scheduler: restJson,
  serverlessapplicationrepository: restJson,
  sns,
  sqs,
  sts,
  xray: restJson,
}

/** By the name of the service in `models/`; services with a JSON protocol are the most. */
export function denialFamily(service: string): DenialFamily {
  return families[service] ?? json
}
