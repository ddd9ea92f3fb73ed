/**
 * Which policies of an organisation reach a request.
 *
 * AWS: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html,
 * orgs_manage_policies_rcps.html (with its list of services).
 */
import type { Policies, PolicyRequest } from './decision.ts'
import { serviceOf } from './statement-index.ts'
import { lowerAscii } from './ascii.ts'

/** Attached everywhere by default. */
export const fullAccessServiceControlPolicy =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'

/** Attached everywhere, and it can't be detached; it is compiled as a `resource` policy. */
export const fullAccessResourceControlPolicy =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}'

const resourceControlledServices: ReadonlySet<string> = new Set([
  'aoss',
  'appconfig',
  'autoscaling',
  'codebuild',
  'codecommit',
  'cognito-identity',
  'cognito-idp',
  'dynamodb',
  'ecr',
  'kms',
  'logs',
  's3',
  'secretsmanager',
  'sqs',
  'sts',
])

/** Leaves out those that don't bind the principal or the resource. */
export function applicablePolicies(request: PolicyRequest, policies: Policies): Policies {
  const { serviceControl, resourceControl, ...others } = policies
  if (!serviceControl && !resourceControl) return policies
  const isFree = request.principal.kind === 'role-session' && request.principal.isServiceLinked
  return {
    ...others,
    ...(serviceControl && !isFree && bindsPrincipal(request) && { serviceControl }),
    ...(resourceControl && !isFree && bindsResource(request) && { resourceControl }),
  }
}

/** AWS: they "affect only IAM users and roles", root users among them, never services. */
function bindsPrincipal({ principal }: PolicyRequest): boolean {
  return 'account' in principal
}

function bindsResource({ action }: PolicyRequest): boolean {
  const name = lowerAscii(action)
  return resourceControlledServices.has(serviceOf(name)) && name !== 'kms:retiregrant'
}
