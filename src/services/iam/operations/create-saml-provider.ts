import {
  CreateSAMLProvider,
  DeleteSAMLProvider,
  GetSAMLProvider,
  ListSAMLProviders,
  UpdateSAMLProvider,
} from '../../../generated/iam.ts'
import { NotEmulated } from '../../../kernel/errors.ts'
import { samlProviderExists } from '../credential-errors.ts'
import { samlProvidersPerAccount } from '../credential-limits.ts'
import { iamOperation } from '../operation.ts'
import { checkRoomFor } from '../quotas.ts'
import { andTagged } from '../resources.ts'
import {
  ofSamlProvider,
  readMetadata,
  requireSamlProvider,
  samlProviderArn,
} from '../saml-providers.ts'
import { tagsMember, withTags } from '../tags.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateSAMLProvider.html */
export const createSAMLProvider = iamOperation(CreateSAMLProvider, {
  resource: ({ Name: name, Tags: tags }, place) =>
    andTagged({ resource: samlProviderArn(place, name) }, 'iam:TagSAMLProvider', tags),

  run(call) {
    const { input, state, place, clock, newId } = call
    const { Name: name, SAMLMetadataDocument: document } = input
    refuseEncryption(input)
    const validUntilMs = readMetadata(document, clock.now())
    if (state.samlProviders.get(name)) throw samlProviderExists(name)
    const used = state.samlProviders.count()
    checkRoomFor(call, 'SAMLProvidersPerAccount', samlProvidersPerAccount, used)
    const tags = withTags('SAMLProvider', [], input.Tags)
    const createdAtMs = clock.now()
    state.samlProviders.put({ name, id: newId(), document, tags, createdAtMs, validUntilMs })
    return { SAMLProviderArn: samlProviderArn(place, name), ...tagsMember(tags) }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetSAMLProvider.html */
export const getSAMLProvider = iamOperation(GetSAMLProvider, {
  resource: ofSamlProvider,

  run(call) {
    const provider = requireSamlProvider(call, call.input.SAMLProviderArn)
    return {
      SAMLProviderUUID: provider.id,
      SAMLMetadataDocument: provider.document,
      CreateDate: new Date(provider.createdAtMs),
      ValidUntil: new Date(provider.validUntilMs),
      ...tagsMember(provider.tags),
    }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListSAMLProviders.html */
export const listSAMLProviders = iamOperation(ListSAMLProviders, {
  resource: () => '*',
  run: ({ state, place }) => ({
    SAMLProviderList: [...state.samlProviders.range()].map((provider) => ({
      Arn: samlProviderArn(place, provider.name),
      ValidUntil: new Date(provider.validUntilMs),
      CreateDate: new Date(provider.createdAtMs),
    })),
  }),
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateSAMLProvider.html */
export const updateSAMLProvider = iamOperation(UpdateSAMLProvider, {
  resource: ofSamlProvider,

  run(call) {
    const { input, state, clock } = call
    const provider = requireSamlProvider(call, input.SAMLProviderArn)
    refuseEncryption(input)
    const { SAMLMetadataDocument: document } = input
    if (document !== undefined) {
      const validUntilMs = readMetadata(document, clock.now())
      state.samlProviders.put({ ...provider, document, validUntilMs })
    }
    return { SAMLProviderArn: input.SAMLProviderArn }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteSAMLProvider.html */
export const deleteSAMLProvider = iamOperation(DeleteSAMLProvider, {
  resource: ofSamlProvider,

  run(call) {
    const { name } = requireSamlProvider(call, call.input.SAMLProviderArn)
    call.state.samlProviders.delete(name)
    return {}
  },
})

/** @throws NotEmulated */
function refuseEncryption(input: {
  readonly AssertionEncryptionMode?: string
  readonly AddPrivateKey?: string
  readonly RemovePrivateKey?: string
}): void {
  if (input.AssertionEncryptionMode ?? input.AddPrivateKey ?? input.RemovePrivateKey) {
    throw new NotEmulated('encrypted SAML assertions')
  }
}
