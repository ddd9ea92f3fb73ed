/** Smithy's traits as the members of models have them. */
import type { ErrorJson, MemberTraits } from '../../src/model/model-json.ts'
import type { SmithyShape, Traits } from './smithy-ast.ts'

export function timestampFormatOf(traits: Traits): MemberTraits['timestampFormat'] {
  return timestampFormats[String(traits['smithy.api#timestampFormat'])]
}

const timestampFormats: Readonly<Record<string, MemberTraits['timestampFormat']>> = {
  'date-time': 'iso8601',
  'epoch-seconds': 'unixTimestamp',
  'http-date': 'rfc822',
}

export function location(traits: Traits, member: string): MemberTraits | undefined {
  const header = traits['smithy.api#httpHeader'] as string | undefined
  if (header !== undefined) return { location: 'header', locationName: header }
  const prefix = traits['smithy.api#httpPrefixHeaders'] as string | undefined
  if (prefix !== undefined) return { location: 'headers', locationName: prefix }
  const query = traits['smithy.api#httpQuery'] as string | undefined
  if (query !== undefined) return { location: 'querystring', locationName: query }
  if ('smithy.api#httpQueryParams' in traits) return { location: 'querystring' }
  if ('smithy.api#httpLabel' in traits) return { location: 'uri', locationName: member }
  if ('smithy.api#httpResponseCode' in traits) return { location: 'statusCode' }
  return undefined
}

export function errorOf(traits: Traits): ErrorJson | undefined {
  const fault = traits['smithy.api#error'] as ErrorJson['fault'] | undefined
  if (fault === undefined) return undefined
  const status = traits['smithy.api#httpError'] as number | undefined
  const query = traits['aws.protocols#awsQueryError'] as
    | { code: string; httpResponseCode: number }
    | undefined
  return {
    fault,
    ...(status !== undefined && { status }),
    ...(query && { queryCode: query.code, queryStatus: query.httpResponseCode }),
  }
}

export function bounds(traits: Traits): { min?: number; max?: number } {
  const range = (traits['smithy.api#length'] ?? traits['smithy.api#range'] ?? {}) as {
    min?: number
    max?: number
  }
  return {
    ...(range.min !== undefined && { min: range.min }),
    ...(range.max !== undefined && { max: range.max }),
  }
}

export function sparse(traits: Traits): { sparse?: true } {
  return 'smithy.api#sparse' in traits ? { sparse: true } : {}
}

/** Internal values aren't in what AWS publishes, nor in what its services tell. */
export function enumValues(shape: SmithyShape): string[] | undefined {
  const listed = shape.traits?.['smithy.api#enum'] as ListedValue[] | undefined
  if (listed) {
    return listed.filter(({ tags }) => !tags?.includes('internal')).map(({ value }) => value)
  }
  if (shape.type !== 'enum') return undefined
  return Object.entries(shape.members ?? {})
    .filter(([, { traits = {} }]) => !('smithy.api#internal' in traits))
    .map(([name, { traits }]) => String(traits?.['smithy.api#enumValue'] ?? name))
}

interface ListedValue {
  readonly value: string
  readonly tags?: readonly string[]
}
