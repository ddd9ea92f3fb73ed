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
  const entity = attributesOfEntity(document)
  if (entity === undefined || !/\sentityID\s*=/.test(entity)) {
    throw invalidMetadata('there is no EntityDescriptor with an entityID')
  }
  if (!/<\/(?:\w{1,64}:)?EntityDescriptor\s*>$/.test(document.trimEnd().slice(-200))) {
    throw invalidMetadata('EntityDescriptor does not end the document')
  }
  for (const [pattern, reason] of required) {
    if (!pattern.test(document)) throw invalidMetadata(reason)
  }
  const [, until] = /\svalidUntil\s*=\s*["']([^"']+)["']/.exec(entity) ?? []
  if (until === undefined) return nowMs + validForeverMs
  const validUntilMs = Date.parse(until)
  if (Number.isNaN(validUntilMs)) throw invalidMetadata('validUntil is no date')
  return validUntilMs
}

/**
 * What stands in the tag of the first entity. Every search of this file is linear in the document,
 * which may have ten million characters: no pattern looks further than some characters from a `<`.
 */
function attributesOfEntity(document: string): string | undefined {
  const start = /<(?:\w{1,64}:)?EntityDescriptor(?=[\s>])/.exec(document)
  if (!start) return undefined
  const from = start.index + start[0].length
  const end = document.indexOf('>', from)
  const attributes = document.slice(from, end < 0 ? undefined : end)
  return attributes.length > entityAttributesMax ? undefined : attributes
}

/** Far more than an entity's id, its dates and the namespaces take (judgement). */
const entityAttributesMax = 8_192

const required: readonly (readonly [RegExp, string])[] = [
  [/<(?:\w{1,64}:)?IDPSSODescriptor\b/, 'there is no IDPSSODescriptor'],
  [/<(?:\w{1,64}:)?X509Certificate\b/, 'there is no X509Certificate'],
  [/<(?:\w{1,64}:)?SingleSignOnService\b/, 'there is no SingleSignOnService'],
]
