import { expect, test } from 'vitest'
import type { ModelJson } from '../model/model-json.ts'
import { ServiceModel } from '../model/model.ts'
import { decodeCbor } from './cbor-decode.ts'
import { CborBytes } from './cbor-encode.ts'
import { cborWriter } from './cbor-writer.ts'

const model = new ServiceModel({
  service: 'tests',
  shapes: {
    Output: {
      type: 'structure',
      members: { Name: 'string', Sizes: 'Sizes', Tags: 'Tags', Next: 'Output', Free: 'document' },
    },
    Sizes: { type: 'list', member: 'long', sparse: true },
    Tags: { type: 'map', key: 'string', value: 'string' },
  },
} as Partial<ModelJson> as ModelJson)

function written(value: object): unknown {
  const bytes = new CborBytes()
  cborWriter(model.structure('Output'))(value, bytes)
  return decodeCbor(bytes.joined())
}

test('A structure is written with what it has, and without what is absent', () => {
  const output = {
    Name: 'é',
    Sizes: [1, null, 2n ** 62n],
    Tags: { a: 'b', gone: null },
    Next: { Name: undefined, Tags: null },
  }
  expect(written(output)).toEqual({
    Name: 'é',
    Sizes: [1, null, 2n ** 62n],
    Tags: { a: 'b' },
    Next: {},
  })
})

test('A member that the model lacks is a bug, and so is a type that CBOR has no form of', () => {
  expect(() => written({ Extra: 1 })).toThrow('Output has no member Extra')
  expect(() => written({ Free: { a: 1 } })).toThrow("a document can't be written as CBOR here")
})
