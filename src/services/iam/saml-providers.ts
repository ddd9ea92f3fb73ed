/** SAML providers. IAM keeps their metadata; STS takes no assertions of theirs, see AssumeRoleWithSAML. */
import type { ResourceCheck } from '../../kernel/authorisation.ts'
import type { Place } from '../../kernel/place.ts'
import { iamArn } from './arns.ts'
import { invalidMetadata, noSuchSamlProvider } from './credential-errors.ts'
import type { SamlProvider } from './credential-state.ts'
import { ofTagged } from './resources.ts'
import type { IamReading } from './state.ts'

/** AWS shows a hundred years where the metadata names no end (judgement). */
const validForeverMs = 100 * 365 * 24 * 3_600_000

export function samlProviderArn(place: Place, name: string): string {
  return iamArn(place, `saml-provider/${name}`)
}

export function ofSamlProvider(
  { SAMLProviderArn: arn }: { readonly SAMLProviderArn: string },
  _place: Place,
  own: IamReading,
): ResourceCheck[] {
  return ofTagged(arn, findSamlProvider(own, arn))
}

/** @throws AwsError NoSuchEntity */
export function requireSamlProvider(reading: IamReading, arn: string): SamlProvider {
  const provider = findSamlProvider(reading, arn)
  if (!provider) throw noSuchSamlProvider(arn)
  return provider
}

function findSamlProvider({ state, place }: IamReading, arn: string): SamlProvider | undefined {
  const name = arn.slice(arn.indexOf('/') + 1)
  return samlProviderArn(place, name) === arn ? state.samlProviders.get(name) : undefined
}

/**
 * Until when metadata is good. They are looked at as far as AWS is known to: one entity, an identity
 * provider with a signing certificate and a place to sign on.
 * @throws AwsError InvalidInput
 */
export function readMetadata(document: string, nowMs: number): number {
  for (const [pattern, reason] of required) {
    if (!pattern.test(document)) throw invalidMetadata(reason)
  }
  const [, until] =
    /<(?:\w+:)?EntityDescriptor\b[^>]*\bvalidUntil\s*=\s*["']([^"']+)["']/.exec(document) ?? []
  if (until === undefined) return nowMs + validForeverMs
  const validUntilMs = Date.parse(until)
  if (Number.isNaN(validUntilMs)) throw invalidMetadata('validUntil is no date')
  return validUntilMs
}

const required: readonly (readonly [RegExp, string])[] = [
  [
    /<(?:\w+:)?EntityDescriptor\b[^>]*\bentityID\s*=/,
    'there is no EntityDescriptor with an entityID',
  ],
  [/<\/(?:\w+:)?EntityDescriptor\s*>\s*$/, 'EntityDescriptor does not end the document'],
  [/<(?:\w+:)?IDPSSODescriptor\b/, 'there is no IDPSSODescriptor'],
  [/<(?:\w+:)?X509Certificate\b/, 'there is no X509Certificate'],
  [/<(?:\w+:)?SingleSignOnService\b/, 'there is no SingleSignOnService'],
]
