import {
  ListOpenIDConnectProviderTags,
  TagOpenIDConnectProvider,
  UntagOpenIDConnectProvider,
} from '../../../generated/iam.ts'
import { ofOidcProvider, requireOidcProvider } from '../oidc-providers.ts'
import { iamOperation } from '../operation.ts'
import { pageOfTags, withoutTags, withTags } from '../tags.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagOpenIDConnectProvider.html */
export const tagOpenIDConnectProvider = iamOperation(TagOpenIDConnectProvider, {
  resource: ofOidcProvider,

  run(call) {
    const { OpenIDConnectProviderArn: arn, Tags: given } = call.input
    const provider = requireOidcProvider(call, arn)
    const tags = withTags('OpenIdConnectProvider', provider.tags, given)
    call.state.oidcProviders.put({ ...provider, tags })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagOpenIDConnectProvider.html */
export const untagOpenIDConnectProvider = iamOperation(UntagOpenIDConnectProvider, {
  resource: ofOidcProvider,

  run(call) {
    const { OpenIDConnectProviderArn: arn, TagKeys: keys } = call.input
    const provider = requireOidcProvider(call, arn)
    call.state.oidcProviders.put({
      ...provider,
      tags: withoutTags('OpenIdConnectProvider', provider.tags, keys),
    })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListOpenIDConnectProviderTags.html */
export const listOpenIDConnectProviderTags = iamOperation(ListOpenIDConnectProviderTags, {
  resource: ofOidcProvider,
  run: (call) =>
    pageOfTags(requireOidcProvider(call, call.input.OpenIDConnectProviderArn).tags, call.input),
})
