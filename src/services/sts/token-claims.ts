/**
 * What a provider's token asks for the session: tags and a source identity. They are held to what the
 * same parameters of AssumeRole are held to.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_adding-assume-role-idp
 */
import { invalidClaim, reservedSourceIdentity } from './errors.ts'
import type { IdToken } from './id-token.ts'
import { tagsPerSession } from './limits.ts'
import { type SessionTags, sessionTags } from './session-tags.ts'

const tagClaim = 'https://aws.amazon.com/tags'
const sourceIdentityClaim = 'https://aws.amazon.com/source_identity'

/** STS's model: `tagKeyType`, `tagValueType`, `sourceIdentityType`. */
const keyForm = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u
const valueForm = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u
const sourceIdentityForm = /^[\w+=,.@-]{2,64}$/

type Fields = Readonly<Record<string, unknown>>

/** @throws AwsError InvalidIdentityToken, InvalidParameterValue */
export function tagsOf({ claims }: IdToken): SessionTags {
  const claim = claims[tagClaim] ?? {}
  const fields = isObject(claim) ? claim : refuse(tagClaim)
  const principalTags = fields['principal_tags'] ?? {}
  if (!isObject(principalTags)) return refuse('principal_tags')
  const tags = Object.entries(principalTags).map(([key, value]) => tagOf(key, value))
  if (tags.length > tagsPerSession) return refuse('principal_tags')
  return sessionTags({ Tags: tags, TransitiveTagKeys: transitiveKeysOf(fields) }, [])
}

/** @throws AwsError InvalidIdentityToken, ValidationError */
export function sourceIdentityOf({ claims }: IdToken): string | undefined {
  const claim = claims[sourceIdentityClaim]
  if (claim === undefined) return undefined
  if (typeof claim !== 'string') return refuse(sourceIdentityClaim)
  if (claim.toLowerCase().startsWith('aws:')) throw reservedSourceIdentity(claim)
  return sourceIdentityForm.test(claim) ? claim : refuse(sourceIdentityClaim)
}

/** AWS: a tag has a list of one value; the text alone is taken too (judgement). */
function tagOf(key: string, written: unknown) {
  const [value, ...others]: readonly unknown[] = Array.isArray(written) ? written : [written]
  if (typeof value !== 'string' || others.length > 0) return refuse('principal_tags')
  if (!keyForm.test(key) || !valueForm.test(value)) return refuse('principal_tags')
  return { Key: key, Value: value }
}

function transitiveKeysOf({ transitive_tag_keys: keys = [] }: Fields): readonly string[] {
  const all: readonly unknown[] = Array.isArray(keys) ? keys : [keys]
  return all.map((key) => (typeof key === 'string' ? key : refuse('transitive_tag_keys')))
}

function refuse(claim: string): never {
  throw invalidClaim(claim)
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
