/** Services whose ARNs say another name than their own; some names are shared. */
import type { Arn } from '../kernel/arn.ts'
import { isOurs } from '../services/application-auto-scaling/arns.ts'

/** `undefined`: the ARN's own service, by its name. */
export function ownerOf(arn: Arn): string | undefined {
  return isOurs(arn) ? 'application-auto-scaling' : undefined
}
