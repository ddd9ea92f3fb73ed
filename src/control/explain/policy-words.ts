/** Who and which policy, in words. */
import type { AccessCause, StatementFacts } from '../../policy/access-cause.ts'

/** Whose policies they are: of a session those of its role. */
export function callerWords({
  principal,
  caller,
}: Pick<AccessCause, 'principal' | 'caller'>): string {
  switch (principal.kind) {
    case 'user':
      return `the user ${nameIn(principal.arn)}`
    case 'role-session':
      return `the role ${nameIn(principal.roleArn)}`
    case 'federated-user':
      return `${principal.by.arn}, whose federated session this is,`
    default:
      return caller
  }
}

/** `Statement 2 ("NoSend") of the inline policy guard of the group all` */
export function statementWords({ index, sid, ...policy }: StatementFacts): string {
  const name = sid === undefined ? '' : ` ("${sid}")`
  return `Statement ${index + 1}${name} of ${policyWords(policy)}`
}

function policyWords({ type, policy, arn, source, owner }: Omit<StatementFacts, 'index'>): string {
  switch (type) {
    case 'identity':
      if (arn !== undefined) return `the managed policy ${arn}`
      return `the inline policy ${policy}${owner === undefined ? '' : ` of the ${source} ${owner}`}`
    case 'resource':
      return `the policy of ${policy}`
    case 'boundary':
      return `the permissions boundary ${arn ?? policy}`
    case 'session':
      return `the session policy ${arn ?? policy}`
    case 'service-control':
      return `the service control policy ${arn ?? policy}`
    case 'resource-control':
      return `the resource control policy ${arn ?? policy}`
  }
}

/** The name at an ARN's end, without its path. */
export function nameIn(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1)
}
