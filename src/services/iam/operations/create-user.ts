import { CreateUser } from '../../../generated/iam.ts'
import { boundaryAsked } from '../boundary.ts'
import { newEntity } from '../entities.ts'
import { usersPerAccount } from '../limits.ts'
import { iamOperation } from '../operation.ts'
import { checkRoomFor } from '../quotas.ts'
import { andTagged, ofNew } from '../resources.ts'
import { withTags } from '../tags.ts'
import { checkUserNameFree, writeUserWhole } from '../users.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html */
export const createUser = iamOperation(CreateUser, {
  resource: ({ UserName: name, Path: path, PermissionsBoundary: boundaryArn, Tags: tags }, place) =>
    andTagged(ofNew(place, 'user', { name, path, boundaryArn }), 'iam:TagUser', tags),

  run(call) {
    const { input, state } = call
    const { UserName: name, Path: path, PermissionsBoundary: boundaryArn, Tags: tags } = input
    checkUserNameFree(state, name)
    checkRoomFor(call, 'UsersPerAccount', usersPerAccount, state.users.count())
    const user = {
      ...newEntity(call, 'AIDA', { name, path }),
      tags: withTags('User', [], tags),
      ...boundaryAsked(call, boundaryArn),
    }
    state.users.put(user)
    return { User: writeUserWhole(call, user) }
  },
})
