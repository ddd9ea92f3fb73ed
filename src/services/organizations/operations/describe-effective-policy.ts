import { DescribeEffectivePolicy } from '../../../generated/organizations.ts'
import { NotEmulated } from '../../../kernel/errors.ts'
import { organizationsOperation } from '../operation.ts'
import { requireOwn } from '../organization.ts'
import { ofOwnOrganization } from '../resources.ts'

/**
 * AWS tells what tag policies and their like come to; service and resource control policies aren't
 * merged, and the model doesn't let them through.
 *
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeEffectivePolicy.html
 */
export const describeEffectivePolicy = organizationsOperation(DescribeEffectivePolicy, {
  resource: (_input, _place, own) => ofOwnOrganization(own),

  run(call) {
    requireOwn(call)
    throw new NotEmulated(`policies of type ${call.input.PolicyType} in AWS Organizations`)
  },
})
