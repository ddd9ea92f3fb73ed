import { expect, it } from 'vitest'
import { ServiceModel } from './model.ts'
import type { ModelJson } from './model-json.ts'
import { printValue } from './printed-value.ts'

const service = new ServiceModel({
  service: 'test',
  shapes: {
    WriteRequest: {
      type: 'structure',
      members: { PutRequest: 'Put', Weight: 'double', At: 'timestamp', Secret: 'Secret' },
    },
    Put: { type: 'structure', members: { Item: 'Item' } },
    Item: { type: 'map', key: 'string', value: 'Names' },
    Names: { type: 'list', member: 'string' },
    Secret: { type: 'string', sensitive: true },
  },
} as Partial<ModelJson> as ModelJson)

it('prints structures, maps and lists as Java does', () => {
  const value = {
    PutRequest: { Item: { a: ['x', 'y'], b: [] } },
    Weight: 2,
    At: new Date(Date.UTC(2026, 10, 24, 22, 37, 1)),
    Secret: 'hush',
  }
  expect(printValue(value, service.shape('WriteRequest'))).toBe(
    'WriteRequest(putRequest=Put(item={a=[x, y], b=[]}), weight=2.0, ' +
      'at=Tue Nov 24 22:37:01 UTC 2026, secret=***)',
  )
})

it('prints what is absent as null', () => {
  expect(printValue({}, service.shape('Put'))).toBe('Put(item=null)')
})

it('cuts what is too long for a message', () => {
  expect(printValue('x'.repeat(100_000), service.shape('string'))).toBe(`${'x'.repeat(65_536)}…`)
})
