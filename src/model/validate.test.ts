import { describe, expect, it } from 'vitest'
import type { ModelJson, OperationJson, ShapeJson, ValidationJson } from './model-json.ts'
import { ServiceModel } from './model.ts'
import { validate } from './validate.ts'

function model(input: ShapeJson, more: Partial<ModelJson> = {}): ServiceModel {
  const { shapes, ...rest } = more
  return new ServiceModel({
    service: 'test',
    serviceId: 'Test',
    apiVersion: '2020-01-01',
    signingName: 'test',
    endpointPrefix: 'test',
    namespace: 'com.amazonaws.test',
    protocols: ['json1.1'],
    operations: { Do: { input: 'DoRequest' } },
    ...rest,
    shapes: { DoRequest: input, ...shapes },
  })
}

function structure(members: object, required: readonly string[] = []): ShapeJson {
  return { type: 'structure', members: members as Readonly<Record<string, string>>, required }
}

function refusal(service: ServiceModel, input: unknown) {
  const operation = service.findOperation('Do')
  if (!operation) throw new Error('the model lacks its operation')
  return validate(operation, input)
}

function message(service: ServiceModel, input: unknown): string | undefined {
  return refusal(service, input)?.message
}

const name: ShapeJson = { type: 'string', min: 3, max: 5, pattern: '[a-z]+' }

describe('validation', () => {
  it('tells of a hundred faults at most', () => {
    const service = model(structure({ Names: 'Names' }), {
      shapes: {
        Names: { type: 'list', member: 'Holder' },
        Holder: structure({ Name: 'Name' }, ['Name']),
        Name: name,
      },
    })
    const Names = Array.from({ length: 100_000 }, () => ({}))
    expect(message(service, { Names })).toMatch(
      /^100 validation errors detected: Value null at 'names\.1\.member\.name' [^;]+(; [^;]+){99}$/,
    )
  })

  it('accepts what the model allows, and absent members', () => {
    const service = model(structure({ Name: 'Name' }), { shapes: { Name: name } })
    expect(refusal(service, { Name: 'abc' })).toBeUndefined()
    expect(refusal(service, {})).toBeUndefined()
  })

  it('tells every fault at once, of one value the pattern first', () => {
    const service = model(structure({ Name: 'Name', Id: 'string' }, ['Id']), {
      shapes: { Name: name },
    })
    expect(refusal(service, { Name: '' })).toEqual({
      code: 'ValidationException',
      status: 400,
      message:
        "3 validation errors detected: Value '' at 'name' failed to satisfy constraint: " +
        "Member must satisfy regular expression pattern: [a-z]+; Value '' at 'name' failed to satisfy " +
        'constraint: Member must have length greater than or equal to 3; Value null at ' +
        "'id' failed to satisfy constraint: Member must not be null",
    })
  })

  it('takes null for missing', () => {
    const service = model(structure({ SSESpecification: 'string' }, ['SSESpecification']))
    expect(message(service, { SSESpecification: null })).toBe(
      "1 validation error detected: Value null at 'sSESpecification' failed to satisfy constraint: " +
        'Member must not be null',
    )
  })

  it('names members of list elements and map entries by their place', () => {
    const service = model(structure({ Tags: 'Tags', Targets: 'Targets' }), {
      shapes: {
        Tags: { type: 'list', member: 'Tag' },
        Targets: { type: 'map', key: 'string', value: 'Tag' },
        Tag: structure({ Key: 'string' }, ['Key']),
      },
    })
    expect(message(service, { Tags: [{ Key: 'a' }, {}], Targets: { blue: {} } })).toBe(
      "2 validation errors detected: Value null at 'tags.2.member.key' failed to satisfy constraint: " +
        "Member must not be null; Value null at 'targets.blue.member.key' failed to satisfy constraint: " +
        'Member must not be null',
    )
  })

  it('tells the constraints of elements together, of the collection that holds them', () => {
    const service = model(structure({ Names: 'Names' }), {
      shapes: { Names: { type: 'list', member: 'Name', min: 1 }, Name: name },
    })
    expect(message(service, { Names: ['abc', 'A'] })).toBe(
      "1 validation error detected: Value '[abc, A]' at 'names' failed to satisfy constraint: Member must " +
        'satisfy constraint: [Member must have length less than or equal to 5, Member must have length ' +
        'greater than or equal to 3, Member must satisfy regular expression pattern: [a-z]+]',
    )
    expect(message(service, { Names: [] })).toBe(
      "1 validation error detected: Value '[]' at 'names' failed to satisfy constraint: Member must have " +
        'length greater than or equal to 1',
    )
  })

  it('tells the constraints of a map’s keys and values apart', () => {
    const service = model(structure({ Tags: 'Tags' }), {
      shapes: {
        Tags: { type: 'map', key: 'Short', value: 'Weight' },
        Short: { type: 'string', max: 1 },
        Weight: { type: 'double', min: 0, max: 1 },
      },
      validation: { style: 'coral', code: 'ValidationException', elementsNotNull: true },
    })
    expect(message(service, { Tags: { ab: 2 } })).toBe(
      "2 validation errors detected: Value '{ab=2.0}' at 'tags' failed to satisfy constraint: Map keys must " +
        'satisfy constraint: [Member must have length less than or equal to 1, Member must not be null]; ' +
        "Value '{ab=2.0}' at 'tags' failed to satisfy constraint: Map value must satisfy constraint: [Member " +
        'must have value less than or equal to 1.0, Member must have value greater than or equal to 0.0, ' +
        'Member must not be null]',
    )
  })

  it('lists the values of an enum', () => {
    const service = model(structure({ Kind: 'Kind' }), {
      shapes: { Kind: { type: 'string', enum: ['A', 'B'] } },
    })
    expect(message(service, { Kind: 'C' })).toBe(
      "1 validation error detected: Value 'C' at 'kind' failed to satisfy constraint: Member must satisfy " +
        'enum value set: [A, B]',
    )
  })

  it('keeps sensitive values to itself', () => {
    const service = model(structure({ Password: 'Password' }, ['Password']), {
      shapes: { Password: { type: 'string', min: 6, sensitive: true } },
    })
    const ending = "at 'password' failed to satisfy constraint: Member must"
    expect(message(service, { Password: 'secret' })).toBeUndefined()
    expect(message(service, { Password: 'hush' })).toBe(
      `1 validation error detected: Value ${ending} have length greater than or equal to 6`,
    )
    expect(message(service, {})).toBe(`1 validation error detected: Value ${ending} not be null`)
  })

  it('counts characters, not the units that they take', () => {
    const service = model(structure({ Name: 'Name' }), {
      shapes: { Name: { type: 'string', min: 2, max: 3 } },
    })
    expect(message(service, { Name: '😀😀😀' })).toBeUndefined()
    expect(message(service, { Name: '😀' })).toMatch(/greater than or equal to 2$/)
    expect(message(service, { Name: '😀😀😀😀' })).toMatch(/less than or equal to 3$/)
  })

  it('counts the bytes of a blob', () => {
    const service = model(structure({ Data: 'Data' }), {
      shapes: { Data: { type: 'blob', max: 2 } },
    })
    expect(message(service, { Data: new Uint8Array(2) })).toBeUndefined()
    expect(message(service, { Data: new Uint8Array(3) })).toBe(
      "1 validation error detected: Value 'java.nio.HeapByteBuffer[pos=0 lim=3 cap=3]' at 'data' failed to " +
        'satisfy constraint: Member must have length less than or equal to 2',
    )
  })

  it('follows a shape that holds itself', () => {
    const service = model(structure({ Tree: 'Tree' }), {
      shapes: { Tree: structure({ Child: 'Tree', Leaf: 'string' }, ['Leaf']) },
    })
    expect(message(service, { Tree: { Leaf: 'a', Child: { Child: { Leaf: 'b' } } } })).toBe(
      "1 validation error detected: Value null at 'tree.child.leaf' failed to satisfy constraint: Member must " +
        'not be null',
    )
  })

  it('leaves streamed bodies alone', () => {
    const service = model(structure({ Body: { shape: 'Data', streaming: true } }, ['Body']), {
      shapes: { Data: { type: 'blob', max: 2 } },
    })
    expect(refusal(service, {})).toBeUndefined()
  })
})

describe('a service’s own way of validating', () => {
  const input = structure({ Name: 'Name', Entries: 'Entries', Attributes: 'Attributes' }, ['Name'])
  const shapes = {
    Name: name,
    Entries: { type: 'list', member: 'Entry' },
    Entry: structure({ Id: 'string' }, ['Id']),
    Attributes: { type: 'map', key: 'string', value: 'Entry' },
  } as const satisfies Record<string, ShapeJson>

  function withStyle(validation: ValidationJson, more: Partial<ModelJson> = {}): ServiceModel {
    return model(input, { validation, shapes, ...more })
  }

  it('is ValidationError where the protocol is query', () => {
    expect(refusal(model(input, { protocols: ['query'], shapes }), {})?.code).toBe(
      'ValidationError',
    )
  })

  it('may be to leave it all to its operations', () => {
    expect(refusal(withStyle({ style: 'none' }), {})).toBeUndefined()
    expect(refusal(model(input, { protocols: ['restXml'], shapes }), {})).toBeUndefined()
  })

  it('may be to look for missing members alone, by their names in a form', () => {
    const style: ValidationJson = {
      style: 'missing',
      code: 'MissingParameter',
      text: 'Where is {}?',
    }
    const service = withStyle(style)
    expect(refusal(service, {})).toEqual({
      code: 'MissingParameter',
      status: 400,
      message: 'Where is Name?',
    })
    expect(message(service, { Name: 'A', Entries: [{ Id: '1' }, {}] })).toBe(
      'Where is Entries.2.Id?',
    )
    expect(message(service, { Name: 'A', Attributes: { a: {} } })).toBeUndefined()
  })

  it('names a missing map by its first key', () => {
    const style: ValidationJson = { style: 'missing', code: 'MissingParameter' }
    const service = model(
      structure({ Attributes: { shape: 'Map', queryName: 'Attribute' } }, ['Attributes']),
      {
        validation: style,
        shapes: {
          Map: { type: 'map', key: { shape: 'string', queryName: 'Name' }, value: 'string' },
        },
      },
    )
    expect(message(service, {})).toBe('The request must contain the parameter Attribute.Name')
  })

  it('may be to tell the first fault alone', () => {
    const service = withStyle({ style: 'single', code: 'InvalidParameterException' })
    expect(message(service, { Name: 'ABC', Entries: [{}] })).toBe(
      "Invalid parameter at 'name' failed to satisfy constraint: 'Member must satisfy regular expression " +
        "pattern: [a-z]+'",
    )
  })

  it('may count no more than some faults, and begin paths with the input', () => {
    const style: ValidationJson = { style: 'coral', faultsMax: 1, inputInPath: true }
    expect(message(withStyle(style), { Name: '' })).toBe(
      "1 validation error detected: Value '' at 'doInput.name' failed to satisfy constraint: Member must " +
        'satisfy regular expression pattern: [a-z]+',
    )
  })

  it('has the status of its error in the model', () => {
    const error: ShapeJson = { type: 'structure', members: {}, error: { status: 422 } }
    const service = withStyle(
      { style: 'coral', code: 'Bad' },
      { shapes: { ...shapes, Bad: error } },
    )
    expect(refusal(service, {})).toMatchObject({ code: 'Bad', status: 422 })
  })

  it('may differ for one operation', () => {
    const operations: Readonly<Record<string, OperationJson>> = {
      Do: { input: 'DoRequest', validation: { style: 'none' } },
    }
    expect(refusal(model(input, { operations, shapes }), {})).toBeUndefined()
  })

  it('tells patterns that the service checks by itself in its own sentence, behind all else', () => {
    const sentence = 'The specified value for {} is invalid.'
    const service = model(structure({ Name: 'Name', Count: 'Count' }), {
      shapes: { Name: name, Count: { type: 'integer', min: 1 } },
      validation: {
        style: 'coral',
        code: 'ValidationError',
        patternSentences: { '[a-z]+': sentence },
      },
    })
    expect(refusal(service, { Name: 'ABC' })).toEqual({
      code: 'ValidationError',
      status: 400,
      message: 'The specified value for name is invalid.',
    })
    expect(message(service, { Name: 'A', Count: 0 })).toBe(
      "2 validation errors detected: Value 'A' at 'name' failed to satisfy constraint: Member must have " +
        "length greater than or equal to 3; Value '0' at 'count' failed to satisfy constraint: Member must " +
        'have value greater than or equal to 1',
    )
  })
})
