import { ListSAMLProviderTags, TagSAMLProvider, UntagSAMLProvider } from '../../../generated/iam.ts'
import { iamOperation } from '../operation.ts'
import { ofSamlProvider, requireSamlProvider } from '../saml-providers.ts'
import { pageOfTags, withoutTags, withTags } from '../tags.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagSAMLProvider.html */
export const tagSAMLProvider = iamOperation(TagSAMLProvider, {
  resource: ofSamlProvider,

  run(call) {
    const provider = requireSamlProvider(call, call.input.SAMLProviderArn)
    const tags = withTags('SAMLProvider', provider.tags, call.input.Tags)
    call.state.samlProviders.put({ ...provider, tags })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagSAMLProvider.html */
export const untagSAMLProvider = iamOperation(UntagSAMLProvider, {
  resource: ofSamlProvider,

  run(call) {
    const provider = requireSamlProvider(call, call.input.SAMLProviderArn)
    const tags = withoutTags('SAMLProvider', provider.tags, call.input.TagKeys)
    call.state.samlProviders.put({ ...provider, tags })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListSAMLProviderTags.html */
export const listSAMLProviderTags = iamOperation(ListSAMLProviderTags, {
  resource: ofSamlProvider,
  run: (call) => pageOfTags(requireSamlProvider(call, call.input.SAMLProviderArn).tags, call.input),
})
