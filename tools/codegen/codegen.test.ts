import { describe, expect, it } from 'vitest'
import type { ModelJson } from '../../src/model/model-json.ts'
import type { BotocoreModel } from './botocore.ts'
import { compact } from './compact.ts'
import { convertService } from './convert.ts'
import { correct, mergePatch } from './corrections.ts'
import { writeModel } from './write-model.ts'
import { writeTypes } from './write-types.ts'

const botocore: BotocoreModel = {
  metadata: {
    apiVersion: '2020-01-01',
    endpointPrefix: 'things',
    protocol: 'rest-json',
    serviceId: 'Things',
  },
  operations: {
    PutThing: {
      http: { method: 'PUT', requestUri: '/things/{Name}', responseCode: 201 },
      input: { shape: 'PutThingRequest' },
      output: { shape: 'PutThingResponse' },
      errors: [{ shape: 'Broken' }],
    },
    PutThingOld: { http: { method: 'PUT', requestUri: '/things' } },
  },
  shapes: {
    PutThingRequest: {
      type: 'structure',
      required: ['Name'],
      members: {
        Name: { shape: 'ThingName', location: 'uri', locationName: 'Name' },
        Kind: { shape: 'String', enum: ['A', 'B'] },
        Body: { shape: 'Body', streaming: true },
        Tags: { shape: 'TagMap', locationName: 'tags' },
        Policy: { shape: 'Policy' },
      },
      payload: 'Body',
    },
    PutThingResponse: {
      type: 'structure',
      members: { String: { shape: 'string' }, At: { shape: 'Date' }, Items: { shape: 'Records' } },
    },
    Broken: {
      type: 'structure',
      members: { message: { shape: 'String' } },
      exception: true,
      error: { code: 'Broke', httpStatusCode: 409, senderFault: true },
    },
    ThingName: { type: 'string', min: 1, max: 9 },
    String: { type: 'string' },
    string: { type: 'string', max: 3 },
    Date: { type: 'timestamp' },
    Body: { type: 'blob' },
    Policy: { type: 'structure', members: {}, document: true },
    TagMap: { type: 'map', key: { shape: 'String' }, value: { shape: 'String' } },
    Records: { type: 'list', member: { shape: 'Record' } },
    Record: { type: 'structure', members: { Id: { shape: 'String' } } },
    Unused: { type: 'string', min: 4 },
  },
}

const converted = convertService(
  { model: botocore, paginators: {} },
  {
    service: 'things',
    folder: 'things',
    namespace: 'com.amazonaws.things',
    dropped: { operations: ['PutThingOld'], because: 'it is in the way' },
  },
)
const model = compact(converted)

describe('a model made from botocore', () => {
  it('has the operations, with their bindings', () => {
    expect(model.operations).toEqual({
      PutThing: {
        http: ['PUT', '/things/{Name}', 201],
        input: 'PutThingRequest',
        output: 'PutThingResponse',
        errors: ['Broken'],
      },
    })
    expect(model.protocols).toEqual(['restJson'])
    expect(model.signingName).toBe('things')
  })

  it('names bare scalars by their type, and renames shapes that have such a name', () => {
    expect(model.shapes['PutThingResponse']).toEqual({
      type: 'structure',
      members: { String: 'StringValue', At: 'timestamp', Items: 'Records' },
    })
    expect(model.shapes['StringValue']).toEqual({ type: 'string', max: 3 })
  })

  it('keeps traits where they differ from what a name says', () => {
    expect(model.shapes['PutThingRequest']).toEqual({
      type: 'structure',
      members: {
        Name: { shape: 'ThingName', location: 'uri' },
        Kind: 'PutThingRequestKind',
        Body: { shape: 'blob', streaming: true },
        Tags: { shape: 'TagMap', locationName: 'tags' },
        Policy: 'document',
      },
      required: ['Name'],
      payload: 'Body',
    })
    expect(model.shapes['PutThingRequestKind']).toEqual({ type: 'string', enum: ['A', 'B'] })
  })

  it('has errors with code and status', () => {
    expect(model.shapes['Broken']).toMatchObject({
      error: { code: 'Broke', status: 409, fault: 'client' },
    })
  })

  it('leaves out what nothing refers to', () => {
    expect(Object.keys(model.shapes)).not.toContain('Unused')
  })

  it('is written with a shape a line', () => {
    const text = writeModel(model)
    expect(JSON.parse(text)).toEqual(model)
    expect(text).toContain('\n"StringValue":{"type":"string","max":3},\n')
  })
})

describe('a correction', () => {
  it('merges, replaces and removes', () => {
    const target = { a: { b: 1, c: 2 }, d: [1] }
    expect(mergePatch(target, { a: { b: null, e: 3 }, d: [2] })).toEqual({
      a: { c: 2, e: 3 },
      d: [2],
    })
  })

  it('gives a trait to a member that had none', () => {
    const merge = { shapes: { Record: { members: { Id: { queryName: 'ID' } } } } }
    const corrected = compact(correct(converted, [{ why: 'a', source: 'b', merge }]))
    expect(corrected.shapes['Record']).toEqual({
      type: 'structure',
      members: { Id: { shape: 'string', queryName: 'ID' } },
    })
  })

  it('that changes nothing is an error', () => {
    const merge = { shapes: { ThingName: { min: 1 } } }
    expect(() => correct(converted, [{ why: 'names are long', source: 'b', merge }])).toThrow(
      'things: this correction changes nothing any more: names are long',
    )
  })
})

describe('types made from a model', () => {
  const types = writeTypes(model)

  it('describe an operation', () => {
    expect(types).toContain(
      "export const PutThing = /* @__PURE__ */ operation<PutThingRequest, PutThingResponse>('things', 'PutThing')",
    )
  })

  it('describe an error', () => {
    expect(types).toContain(
      "export const Broken = /* @__PURE__ */ errorShape('things', 'Broken', 'Broke', 409)",
    )
  })

  it('have members, optional unless they are required', () => {
    expect(types).toContain(`export interface PutThingRequest {
  readonly Name: string
  readonly Kind?: PutThingRequestKind
  readonly Body?: AsyncIterable<Uint8Array>
  readonly Tags?: Readonly<Record<string, string>>
  readonly Policy?: unknown
}`)
    expect(types).toContain("export type PutThingRequestKind = 'A' | 'B'")
  })

  it('do not hide the types that they need', () => {
    expect(types).toContain('readonly Items?: readonly RecordShape[]')
    expect(types).toContain('export interface RecordShape {')
  })

  it('need no error descriptors where there are no errors', () => {
    const plain: ModelJson = { ...model, operations: {}, shapes: {} }
    expect(writeTypes(plain)).toContain("import { operation } from '../kernel/operation.ts'")
  })
})
