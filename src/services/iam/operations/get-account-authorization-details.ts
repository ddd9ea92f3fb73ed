import {
  GetAccountAuthorizationDetails,
  type GetAccountAuthorizationDetailsRequest,
} from '../../../generated/iam.ts'
import {
  type Detailed,
  listDetailed,
  writeGroupDetail,
  writeRoleDetail,
  writeUserDetail,
} from '../authorization-details.ts'
import { iamOperation } from '../operation.ts'
import { pageOfAll } from '../paging.ts'
import { writePolicyDetail } from '../policy-answers.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html */
export const getAccountAuthorizationDetails = iamOperation(GetAccountAuthorizationDetails, {
  resource: () => '*',

  run(call) {
    const { input } = call
    const wanted = listDetailed(call).filter((one) => isAskedFor(one, input))
    // One marker goes over all four lists.
    const { items, ...more } = pageOfAll(wanted, input, keyOf)
    return {
      UserDetailList: items.flatMap((one) => (one.user ? [writeUserDetail(call, one.user)] : [])),
      GroupDetailList: items.flatMap((one) =>
        one.group ? [writeGroupDetail(call, one.group)] : [],
      ),
      RoleDetailList: items.flatMap((one) => (one.role ? [writeRoleDetail(call, one.role)] : [])),
      Policies: items.flatMap((one) => (one.policy ? [writePolicyDetail(call, one.policy)] : [])),
      ...more,
    }
  },
})

const order: readonly Detailed['kind'][] = [
  'User',
  'Group',
  'Role',
  'LocalManagedPolicy',
  'AWSManagedPolicy',
]

function keyOf({ kind, name, id }: Detailed): string {
  return `${order.indexOf(kind)} ${name} ${id}`
}

/** AWS's own policies come when they are attached or asked for; unconfirmed. */
function isAskedFor(
  { kind, isUsed }: Detailed,
  { Filter: filter = [] }: GetAccountAuthorizationDetailsRequest,
): boolean {
  return filter.length > 0 ? filter.includes(kind) : isUsed
}
