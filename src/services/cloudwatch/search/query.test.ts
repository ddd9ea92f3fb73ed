import { describe, expect, it } from 'vitest'
import { MathFault } from '../math/fault.ts'
import type { MetricIdentity } from '../state.ts'
import { isOfSchema, readSearch } from './query.ts'

function metric(namespace: string, name: string, dimensions: Record<string, string> = {}) {
  const pairs = Object.entries(dimensions).map(([key, value]) => ({ name: key, value }))
  return { namespace, name, dimensions: pairs } satisfies MetricIdentity
}

const all = [
  metric('MyNamespace', 'CustomCount1', { Host: 'web-1' }),
  metric('MyNamespace', 'Network-Errors-2', { Host: 'web-2' }),
  metric('MyNamespace', 'NetworkErrors2'),
  metric('AWS/Lambda', 'Errors', { FunctionName: 'ProjectA-in' }),
  metric('AWS/Lambda', 'Errors', { FunctionName: 'other' }),
  metric('AWS/Lambda', 'Invocations', { FunctionName: 'ProjectA-in' }),
  metric('AWS/Lambda', 'Errors', { FunctionName: 'other', Resource: 'other:1' }),
]

function found(query: string): string[] {
  const search = readSearch(query)
  return all
    .filter((one) => isOfSchema(one, search) && search.matches(one))
    .map(({ name, dimensions }) => [name, ...dimensions.map(({ value }) => value)].join(' '))
}

describe('SEARCH', () => {
  it.each(['count', 'Count', 'COUNT', 'CustomCount', 'Count1', 'customcount1', '"CustomCount1"'])(
    'finds CustomCount1 by %s',
    (term) => {
      expect(found(term)).toEqual(['CustomCount1 web-1'])
    },
  )

  it.each(['couNT', 'customcount', 'count1', '"customcount1"', '"Custom"', 'Coun'])(
    'finds nothing by %s',
    (term) => {
      expect(found(term)).toEqual([])
    },
  )

  it.each(['network/errors', 'network+errors', 'network-errors', 'Network_Errors'])(
    'takes the signs of %s for borders between words',
    (term) => {
      expect(found(term)).toEqual(['Network-Errors-2 web-2', 'NetworkErrors2'])
    },
  )

  it('wants all dimensions of a schema, and no others', () => {
    expect(found('{AWS/Lambda,FunctionName} MetricName="Errors"')).toEqual([
      'Errors ProjectA-in',
      'Errors other',
    ])
    expect(found('{"AWS/Lambda", Resource, "FunctionName"}')).toEqual(['Errors other other:1'])
    expect(found('{MyNamespace}, "CustomCount1"')).toEqual(['CustomCount1 web-1'])
  })

  it('combines terms', () => {
    expect(found('{AWS/Lambda,FunctionName} MetricName="Errors" NOT ProjectA')).toEqual([
      'Errors other',
    ])
    expect(
      found('{AWS/Lambda,FunctionName} (MetricName="Errors" AND other) OR (Invocations ProjectA)'),
    ).toEqual(['Errors other', 'Invocations ProjectA-in'])
    expect(found('NOT Namespace=AWS')).toHaveLength(3)
    expect(found('Host=web MetricName=Custom')).toEqual(['CustomCount1 web-1'])
    expect(found('errors and other')).toEqual([])
  })

  it('finds names with signs by their escaped text', () => {
    const search = readSearch(String.raw`"Europe\\France Traffic\(Network\)"`)
    expect(search.matches(metric('a', String.raw`Europe\France Traffic(Network)`))).toBe(true)
  })

  it.each(['', '{}', '{ } a', '(a', 'a)', 'a OR', 'NOT', 'a ='])('refuses %j', (query) => {
    expect(() => readSearch(query)).toThrow(MathFault)
  })
})
