import {
  ListTagsForResource,
  TagResource,
  UntagResource,
} from '../../../generated/organizations.ts'
import { awsManagedPolicy, targetNotFound } from '../errors.ts'
import { organizationsOperation } from '../operation.ts'
import { requireManaged } from '../organization.ts'
import { pageOf } from '../paging.ts'
import { findAwsPolicy } from '../policies.ts'
import { ofThings } from '../resources.ts'
import type { Organization, OrganizationsState, Tag } from '../state.ts'
import { withoutTags, withTags, writeTags } from '../tags.ts'

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_TagResource.html */
export const tagResource = organizationsOperation(TagResource, {
  resource: ({ ResourceId }, place, own) => ofThings(place, own, ResourceId),

  run(call) {
    const { tags, save } = requireTagged(call.state, requireManaged(call), call.input.ResourceId)
    save(withTags(tags, call.input.Tags))
    return {}
  },
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_UntagResource.html */
export const untagResource = organizationsOperation(UntagResource, {
  resource: ({ ResourceId }, place, own) => ofThings(place, own, ResourceId),

  run(call) {
    const { tags, save } = requireTagged(call.state, requireManaged(call), call.input.ResourceId)
    save(withoutTags(tags, call.input.TagKeys))
    return {}
  },
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListTagsForResource.html */
export const listTagsForResource = organizationsOperation(ListTagsForResource, {
  resource: ({ ResourceId }, place, own) => ofThings(place, own, ResourceId),

  run(call) {
    const { tags } = requireTagged(call.state, requireManaged(call), call.input.ResourceId)
    const sorted = tags.toSorted((a, b) => (a.key < b.key ? -1 : 1))
    const { items, ...more } = pageOf(sorted, { ...call.input, MaxResults: 50 }, ({ key }) => key)
    return { Tags: writeTags(items), ...more }
  },
})

interface Tagged {
  readonly tags: readonly Tag[]
  save(tags: readonly Tag[]): void
}

/** @throws AwsError TargetNotFoundException */
function requireTagged(
  { organizations, units, accounts, policies }: OrganizationsState,
  organization: Organization,
  id: string,
): Tagged {
  if (findAwsPolicy(id)) throw awsManagedPolicy(id)
  if (id === organization.rootId) {
    const { rootTags } = organization
    return {
      tags: rootTags,
      save: (tags) => organizations.put({ ...organization, rootTags: tags }),
    }
  }
  const unit = units.get(id)
  if (unit) return { tags: unit.tags, save: (tags) => units.put({ ...unit, tags }) }
  const account = accounts.get(id)
  if (account) return { tags: account.tags, save: (tags) => accounts.put({ ...account, tags }) }
  const policy = policies.get(id)
  if (policy) return { tags: policy.tags, save: (tags) => policies.put({ ...policy, tags }) }
  throw targetNotFound(id)
}
