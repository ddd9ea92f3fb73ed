/** OpenID Connect providers, whose tokens AssumeRoleWithWebIdentity takes. */
import type { ResourceCheck } from '../../kernel/authorisation.ts'
import type { Place } from '../../kernel/place.ts'
import { iamArn } from './arns.ts'
import {
  invalidProviderUrl,
  noSuchOidcProvider,
  noThumbprint,
  tooManyThumbprints,
} from './credential-errors.ts'
import { clientIdsPerProvider, thumbprintsPerProvider } from './credential-limits.ts'
import type { OidcProvider } from './credential-state.ts'
import { fixedLimit } from './errors.ts'
import { ofTagged } from './resources.ts'
import type { IamReading } from './state.ts'

export function oidcProviderArn(place: Place, url: string): string {
  return iamArn(place, `oidc-provider/${url}`)
}

export function ofOidcProvider(
  { OpenIDConnectProviderArn: arn }: { readonly OpenIDConnectProviderArn: string },
  _place: Place,
  own: IamReading,
): ResourceCheck[] {
  return ofTagged(arn, findOidcProvider(own, arn))
}

/** @throws AwsError NoSuchEntity */
export function requireOidcProvider(reading: IamReading, arn: string): OidcProvider {
  const provider = findOidcProvider(reading, arn)
  if (!provider) throw noSuchOidcProvider(arn)
  return provider
}

export function findOidcProvider(
  { state, place }: IamReading,
  arn: string,
): OidcProvider | undefined {
  const url = arn.slice(arn.indexOf('/') + 1)
  return oidcProviderArn(place, url) === arn ? state.oidcProviders.get(url) : undefined
}

/**
 * The issuer without its scheme, which names the provider. AWS: it begins with https and has neither
 * port nor query. `undefined`: the URL is none of a provider.
 */
export function findIssuer(url: string): string | undefined {
  const [, issuer] = /^https:\/\/([A-Za-z0-9.-]+(?:\/[^?#\s]*)?)$/.exec(url) ?? []
  return issuer?.replace(/\/$/, '')
}

/** @throws AwsError ValidationError */
export function readProviderUrl(url: string): string {
  const issuer = findIssuer(url)
  if (issuer === undefined) throw invalidProviderUrl(url)
  return issuer
}

/** @throws AwsError LimitExceeded */
export function checkClientIds(clientIds: readonly string[]): readonly string[] {
  const all = [...new Set(clientIds)]
  if (all.length > clientIdsPerProvider) {
    throw fixedLimit('ClientIdsPerOpenIdConnectProvider', clientIdsPerProvider, all.length)
  }
  return all
}

/** @throws AwsError InvalidInput */
export function checkThumbprints(thumbprints: readonly string[]): readonly string[] {
  if (thumbprints.length > thumbprintsPerProvider) {
    throw tooManyThumbprints(thumbprints.length, thumbprintsPerProvider)
  }
  const stray = thumbprints.find((one) => !/^[0-9a-fA-F]{40}$/.test(one))
  if (stray !== undefined) throw noThumbprint(stray)
  return thumbprints.map((one) => one.toLowerCase())
}
