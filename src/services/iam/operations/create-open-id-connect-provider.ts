import {
  AddClientIDToOpenIDConnectProvider,
  CreateOpenIDConnectProvider,
  DeleteOpenIDConnectProvider,
  GetOpenIDConnectProvider,
  ListOpenIDConnectProviders,
  RemoveClientIDFromOpenIDConnectProvider,
  UpdateOpenIDConnectProviderThumbprint,
} from '../../../generated/iam.ts'
import { oidcProviderExists } from '../credential-errors.ts'
import { oidcProvidersPerAccount } from '../credential-limits.ts'
import type { OidcProvider } from '../credential-state.ts'
import {
  checkClientIds,
  checkThumbprints,
  findIssuer,
  findOidcProvider,
  ofOidcProvider,
  oidcProviderArn,
  readProviderUrl,
  requireOidcProvider,
} from '../oidc-providers.ts'
import { iamOperation } from '../operation.ts'
import { checkRoomFor } from '../quotas.ts'
import { andTagged } from '../resources.ts'
import { tagsMember, withTags } from '../tags.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html */
export const createOpenIDConnectProvider = iamOperation(CreateOpenIDConnectProvider, {
  resource({ Url: url, Tags: tags }, place) {
    const resource = oidcProviderArn(place, findIssuer(url) ?? url)
    return andTagged({ resource }, 'iam:TagOpenIDConnectProvider', tags)
  },

  run(call) {
    const { input, state, place, clock } = call
    const url = readProviderUrl(input.Url)
    if (state.oidcProviders.get(url)) throw oidcProviderExists(input.Url)
    const used = state.oidcProviders.count()
    checkRoomFor(call, 'OpenIdConnectProvidersPerAccount', oidcProvidersPerAccount, used)
    const provider: OidcProvider = {
      url,
      clientIds: checkClientIds(input.ClientIDList ?? []),
      thumbprints: checkThumbprints(input.ThumbprintList ?? []),
      tags: withTags('OpenIdConnectProvider', [], input.Tags),
      createdAtMs: clock.now(),
    }
    state.oidcProviders.put(provider)
    return { OpenIDConnectProviderArn: oidcProviderArn(place, url), ...tagsMember(provider.tags) }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetOpenIDConnectProvider.html */
export const getOpenIDConnectProvider = iamOperation(GetOpenIDConnectProvider, {
  resource: ofOidcProvider,

  run(call) {
    const provider = requireOidcProvider(call, call.input.OpenIDConnectProviderArn)
    return {
      Url: provider.url,
      ClientIDList: provider.clientIds,
      ThumbprintList: provider.thumbprints,
      CreateDate: new Date(provider.createdAtMs),
      ...tagsMember(provider.tags),
    }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListOpenIDConnectProviders.html */
export const listOpenIDConnectProviders = iamOperation(ListOpenIDConnectProviders, {
  resource: () => '*',
  run: ({ state, place }) => ({
    OpenIDConnectProviderList: [...state.oidcProviders.range()].map(({ url }) => ({
      Arn: oidcProviderArn(place, url),
    })),
  }),
})

/**
 * AWS: deleting what isn't there succeeds.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteOpenIDConnectProvider.html
 */
export const deleteOpenIDConnectProvider = iamOperation(DeleteOpenIDConnectProvider, {
  resource: ofOidcProvider,

  run(call) {
    const provider = findOidcProvider(call, call.input.OpenIDConnectProviderArn)
    if (provider) call.state.oidcProviders.delete(provider.url)
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddClientIDToOpenIDConnectProvider.html */
export const addClientIDToOpenIDConnectProvider = iamOperation(AddClientIDToOpenIDConnectProvider, {
  resource: ofOidcProvider,

  run(call) {
    const provider = requireOidcProvider(call, call.input.OpenIDConnectProviderArn)
    const clientIds = checkClientIds([...provider.clientIds, call.input.ClientID])
    call.state.oidcProviders.put({ ...provider, clientIds })
    return {}
  },
})

/**
 * AWS: taking away what isn't there succeeds.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_RemoveClientIDFromOpenIDConnectProvider.html
 */
export const removeClientIDFromOpenIDConnectProvider = iamOperation(
  RemoveClientIDFromOpenIDConnectProvider,
  {
    resource: ofOidcProvider,

    run(call) {
      const provider = requireOidcProvider(call, call.input.OpenIDConnectProviderArn)
      const clientIds = provider.clientIds.filter((id) => id !== call.input.ClientID)
      call.state.oidcProviders.put({ ...provider, clientIds })
      return {}
    },
  },
)

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateOpenIDConnectProviderThumbprint.html */
export const updateOpenIDConnectProviderThumbprint = iamOperation(
  UpdateOpenIDConnectProviderThumbprint,
  {
    resource: ofOidcProvider,

    run(call) {
      const provider = requireOidcProvider(call, call.input.OpenIDConnectProviderArn)
      const thumbprints = checkThumbprints(call.input.ThumbprintList)
      call.state.oidcProviders.put({ ...provider, thumbprints })
      return {}
    },
  },
)
