/** How IAM checks the ARNs of `Resource` when a policy is saved. */
import {
  accountProhibited,
  iamPath,
  legacyParsing,
  notAnArn,
  regionProhibited,
  unqualifiedVendor,
} from './faults.ts'
import { type Flavour, flavours } from './flavour.ts'
import { splitAtColons } from './template.ts'

/** @throws PolicyFault */
export function checkResource(resource: string, flavour: Flavour): void {
  if (resource === '*') return
  if (!resource.startsWith('arn:')) throw notAnArn(resource)
  const [, partition = '', service, region = '', account = '', ...path] = splitAtColons(resource, {
    variables: true,
  })
  if (!partitions.test(partition)) throw legacyParsing()
  if (service === undefined || /[*?]/.test(service)) throw unqualifiedVendor()
  const isWhole = path.length > 0
  // AWS: an ARN that lacks fields is completed in identity policies alone.
  if (service === '' || (!isWhole && !flavours[flavour].completesArns)) throw legacyParsing()
  // AWS: variables are for the resource field (reference_policies_variables.html).
  if ([partition, service, region, account].some((field) => field.includes('${'))) {
    throw legacyParsing()
  }
  if (!accounts.test(account)) throw legacyParsing()
  if (path.join(':') === '' && isWhole) throw legacyParsing()
  checkPlaceless(resource, { service, region, account })
  if (service === 'iam' && isWhole && !iamPaths.test(path.join(':'))) throw iamPath()
}

const partitions = /^(?:aws(?:-[a-z]+)*|\*|aws\*|aws-\*)$/

/** A number, one of AWS's own, or a pattern: not a word that was meant to be replaced. */
const accounts = /^(?:|\d{12}|aws|aws-managed|amazon|cloudfront|third-party|[\d*?]*[*?][\d*?]*)$/

const iamPaths =
  /^(?:\*$|root$|(?:user|federated-user|role|group|instance-profile|mfa|server-certificate|policy|sms-mfa|saml-provider|oidc-provider|report|access-report)\/|\$\{)/

function checkPlaceless(
  resource: string,
  { service, region, account }: { service: string; region: string; account: string },
): void {
  const hasRegion = region !== '' && region !== '*'
  // AWS: buckets have no region; access points and the like do, with an account beside it.
  if (service === 's3' && hasRegion && account === '') throw regionProhibited(service, resource)
  if (service === 'iam' && hasRegion) throw regionProhibited(service, resource)
  if (service !== 'route53') return
  if (hasRegion) throw regionProhibited(service, resource)
  if (account !== '' && account !== '*') throw accountProhibited(resource)
}
