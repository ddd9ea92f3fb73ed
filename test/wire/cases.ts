/** The cases of a vector file, each with what it is about, malformed ones with their parameters filled in. */
import { readdirSync, readFileSync } from 'node:fs'

import {
  type OperationModel,
  type ProtocolName,
  ServiceModel,
  type StructureShape,
} from '../../src/model/model.ts'
import type {
  EventStreamTest,
  HttpMalformedRequestTest,
  HttpRequestTest,
  HttpResponseTest,
  SmithyFile,
  SmithyShape,
} from './smithy-ast.ts'
import { localName, modelOf } from './smithy-model.ts'

export interface VectorSuite {
  readonly name: string
  readonly protocol: ProtocolName
  readonly model: ServiceModel
  readonly cases: readonly VectorCase[]
}

export type VectorCase = RequestCase | ResponseCase | ErrorCase | MalformedCase | EventStreamCase

interface Common {
  /** `request RestJsonLists`: ids are unique among the cases of one kind only. */
  readonly id: string
}

export interface RequestCase extends Common {
  readonly kind: 'request'
  readonly operation: OperationModel
  readonly test: HttpRequestTest
}

export interface ResponseCase extends Common {
  readonly kind: 'response'
  readonly operation: OperationModel
  readonly test: HttpResponseTest
}

export interface ErrorCase extends Common {
  readonly kind: 'error'
  readonly error: StructureShape
  readonly test: HttpResponseTest
}

export interface MalformedCase extends Common {
  readonly kind: 'malformed'
  readonly operation: OperationModel
  /** One test for each set of its parameters. */
  readonly tests: readonly HttpMalformedRequestTest[]
}

export interface EventStreamCase extends Common {
  readonly kind: 'events'
  readonly operation: OperationModel
  readonly test: EventStreamTest
}

const folder = new URL('vectors/', import.meta.url)

export function readSuites(): readonly VectorSuite[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'))
  return files.map((name) => suiteOf(name.replace('.json', ''), readJson(new URL(name, folder))))
}

function readJson(url: URL): SmithyFile {
  return JSON.parse(readFileSync(url, 'utf8')) as SmithyFile
}

function suiteOf(name: string, file: SmithyFile): VectorSuite {
  const model = new ServiceModel(modelOf(file))
  const service = file.shapes[file.service] as SmithyShape
  const cases = Object.entries(file.shapes).flatMap(([id, shape]) =>
    casesOf(model, localName(id, service), shape),
  )
  return { name, protocol: model.protocols[0] as ProtocolName, model, cases }
}

function casesOf(model: ServiceModel, name: string, shape: SmithyShape): VectorCase[] {
  const tests = <T>(trait: string) => (shape.traits?.[`smithy.test#${trait}`] ?? []) as readonly T[]
  const responses = tests<HttpResponseTest>('httpResponseTests')
  const operation = model.findOperation(name)
  if (!operation) {
    return responses.map((test) => ({
      kind: 'error',
      id: `error ${test.id}`,
      error: model.structure(name),
      test,
    }))
  }
  const about = (kind: 'request' | 'response' | 'malformed' | 'events', id: string) =>
    ({ id: `${kind} ${id}`, operation }) as const
  return [
    ...tests<HttpRequestTest>('httpRequestTests').map((test): VectorCase => ({
      kind: 'request',
      ...about('request', test.id),
      test,
    })),
    ...responses.map((test): VectorCase => ({
      kind: 'response',
      ...about('response', test.id),
      test,
    })),
    ...tests<HttpMalformedRequestTest>('httpMalformedRequestTests').map((test): VectorCase => ({
      kind: 'malformed',
      ...about('malformed', test.id),
      tests: filledIn(test),
    })),
    ...tests<EventStreamTest>('eventStreamTests').map((test): VectorCase => ({
      kind: 'events',
      ...about('events', test.id),
      test,
    })),
  ]
}

/** `$name:S` stands for a parameter as a JSON string, `$name:L` for its text, `$$` for a dollar. */
function filledIn(test: HttpMalformedRequestTest): HttpMalformedRequestTest[] {
  const parameters = test.testParameters
  if (!parameters) return [filledWith(test, {})]
  const [first = []] = Object.values(parameters)
  return first.map((_, index) =>
    filledWith(
      test,
      Object.fromEntries(Object.entries(parameters).map(([key, values]) => [key, values[index]])),
    ),
  )
}

function filledWith(
  test: HttpMalformedRequestTest,
  values: Readonly<Record<string, string | undefined>>,
): HttpMalformedRequestTest {
  const fill = (text: string) =>
    text.replace(/\$(?:\$|(\w+):([SL]))/g, (all, name: string | undefined, form) => {
      if (name === undefined) return '$'
      const value = values[name]
      if (value === undefined) return all
      return form === 'S' ? JSON.stringify(value) : value
    })
  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') return fill(value)
    if (Array.isArray(value)) return value.map(walk)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, walk(part)]))
  }
  const { testParameters: _, ...rest } = test
  return walk(rest) as HttpMalformedRequestTest
}
