/**
 * What is wrong with a policy document, in IAM's words. Other services have one sentence of their
 * own for all of it and keep these as the cause.
 */
import type { Flavour } from './flavour.ts'
import { positionOf } from './json-reader.ts'

/** A document that is refused; IAM and STS answer MalformedPolicyDocument, HTTP 400, with it. */
export class PolicyFault extends Error {
  override readonly name = 'PolicyFault'
  /** What IAM finds wrong, where the service's own sentence says less. */
  readonly detail: string

  constructor(message: string, detail = message) {
    super(message)
    this.detail = detail
  }
}

/**
 * AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html says what is
 * refused, duplicate keys and unknown elements among it; the text is that of every fault of form
 * (https://github.com/99designs/iamy/issues/74, https://github.com/kubernetes/kops/issues/13095).
 */
export function syntaxFault(): PolicyFault {
  return new PolicyFault('Syntax errors in policy.')
}

/**
 * AWS: trust policies (https://github.com/AWSCookbook/Security/issues/2), session policies, whose
 * text is their parser's (https://github.com/ansible-collections/amazon.aws/issues/2778).
 */
export function jsonFault(flavour: Flavour, text: string, offset: number): PolicyFault {
  if (flavour === 'trust') return new PolicyFault('This policy contains invalid Json')
  if (flavour !== 'session') return syntaxFault()
  const { line, column } = positionOf(text, offset)
  const character = text.slice(offset, offset + 1)
  const code = text.charCodeAt(offset)
  return character === ''
    ? syntaxFault()
    : new PolicyFault(
        `Unexpected character ('${character}' (code ${code})): expected a valid value (number, String, ` +
          `array, object, 'true', 'false' or 'null')\n at [Source: (String)"${text.slice(0, 500)}"; ` +
          `line: ${line}, column: ${column + 1}]`,
      )
}

/** AWS: https://github.com/terraform-aws-modules/terraform-aws-iam/issues/603 */
export function noResources(): PolicyFault {
  return new PolicyFault('Policy statement must contain resources.')
}

/** AWS: https://github.com/aws/aws-cdk/issues/7615 */
export function noActions(): PolicyFault {
  return new PolicyFault('Policy statement must contain actions.')
}

/** AWS: https://github.com/hashicorp/terraform-provider-aws/issues/10419 */
export function principalProhibited(): PolicyFault {
  return new PolicyFault('Policy document should not specify a principal.')
}

/** AWS: https://github.com/kubernetes-sigs/external-dns/issues/3085 for `Resource`. */
export function prohibitedField(field: string): PolicyFault {
  return new PolicyFault(`Has prohibited field ${field}`)
}

/** AWS: https://github.com/spantaleev/matrix-docker-ansible-deploy/issues/1869 */
export function missingField(field: string): PolicyFault {
  return new PolicyFault(`Missing required field ${field}`)
}

/** AWS: `"AWS":"arn:…"` (https://github.com/hashicorp/terraform-provider-aws/issues/8905). */
export function invalidPrincipal(kind: string, value: string): PolicyFault {
  return new PolicyFault(`Invalid principal in policy: "${kind}":"${value}"`)
}

/** AWS: https://github.com/kubernetes/kops/issues/4951 */
export function duplicateSid(): PolicyFault {
  return new PolicyFault('Statement IDs (SID) in a single policy must be unique.')
}

/** AWS: https://github.com/Wolox/carthage_cache/issues/22 */
export function malformedSid(): PolicyFault {
  return new PolicyFault(
    'Statement IDs (SID) must be alpha-numeric. ' +
      'Check that your input satisfies the regular expression [0-9A-Za-z]*',
  )
}

export function noVendor(): PolicyFault {
  return new PolicyFault(
    'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.',
  )
}

/** AWS: https://github.com/garnaat/kappa/issues/111 */
export function severalColons(): PolicyFault {
  return new PolicyFault('Actions/Condition can contain only one colon.')
}

export function invalidVendor(vendor: string): PolicyFault {
  return new PolicyFault(`Vendor ${vendor} is not valid`)
}

export function notStsAction(): PolicyFault {
  return new PolicyFault('AssumeRole policy may only specify STS AssumeRole actions.')
}

/** AWS: https://github.com/trussworks/terraform-aws-s3-anti-virus/issues/21; the value may be empty. */
export function notAnArn(resource: string): PolicyFault {
  return new PolicyFault(`Resource ${resource} must be in ARN format or "*".`)
}

/** AWS: https://github.com/aws-samples/torchserve-eks/issues/3; no full stop. */
export function legacyParsing(): PolicyFault {
  return new PolicyFault('The policy failed legacy parsing')
}

export function unqualifiedVendor(): PolicyFault {
  return new PolicyFault('Resource vendor must be fully qualified and cannot contain regexes.')
}

/** AWS: https://github.com/cloud-gov/terraform-provision/issues/1838 for IAM's. */
export function regionProhibited(service: string, resource: string): PolicyFault {
  return new PolicyFault(
    service === 'iam'
      ? `IAM resource ${resource} cannot contain region information.`
      : `Resource ${resource} can not contain region information.`,
  )
}

export function accountProhibited(resource: string): PolicyFault {
  return new PolicyFault(`Resource ${resource} cannot contain an account id.`)
}

export function iamPath(): PolicyFault {
  return new PolicyFault(
    'IAM resource path must either be "*", root, or start with user/, federated-user/, role/, group/, ' +
      'instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, ' +
      'oidc-provider/, report/, access-report/.',
  )
}

/** Organizations answers MalformedPolicyDocumentException with one sentence for everything. */
export function organizationsFault(fault: PolicyFault): PolicyFault {
  return new PolicyFault(
    'The provided policy document does not meet the requirements of the specified policy type.',
    fault.detail,
  )
}
