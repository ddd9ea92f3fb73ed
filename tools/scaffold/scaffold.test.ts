import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { ModelJson } from '../../src/model/model-json.ts'
import { kebabCase } from './names.ts'
import { scaffold } from './scaffold.ts'

const model = {
  service: 'sqs',
  serviceId: 'SQS',
  operations: { SendMessage: {}, DeleteMessage: {}, DeleteMessageBatch: {} },
} as unknown as ModelJson

const service = `/** SQS: what it is made of. */
import { defineService } from '../../kernel/service.ts'
import { sendMessage } from './operations/send-message.ts'
import { state } from './state.ts'

export const sqs = defineService({
  name: 'sqs',
  state,
  operations: [
    sendMessage,
  ],
})
`

const server = readFileSync('src/server/service-list.ts', 'utf8')

function scaffoldIn(files: Readonly<Record<string, string>>, operation: string) {
  return scaffold({ tree: { read: (path) => files[path] }, model, operation })
}

describe('scaffold', () => {
  it('writes the operation, its test and its lines in the service', () => {
    const made = scaffoldIn({ 'src/services/sqs/service.ts': service }, 'DeleteMessage')
    if (made.refusal !== undefined) throw new Error(made.refusal)
    expect([...made.files.keys()]).toEqual([
      'src/services/sqs/service.ts',
      'src/services/sqs/operations/delete-message.ts',
      'src/services/sqs/operations/delete-message.test.ts',
    ])
    expect(made.files.get('src/services/sqs/service.ts')).toContain(`
import { deleteMessage } from './operations/delete-message.ts'
import { sendMessage } from './operations/send-message.ts'
`)
    expect(made.files.get('src/services/sqs/service.ts')).toContain(`
    deleteMessage,
    sendMessage,
`)
  })

  it("makes the service's folder with its first operation", () => {
    const files = { 'src/server/service-list.ts': server }
    const tree = { read: (path: string) => files[path as keyof typeof files] }
    const kinesis = { ...model, service: 'kinesis', serviceId: 'Kinesis' }
    const made = scaffold({ tree, model: kinesis, operation: 'SendMessage' })
    if (made.refusal !== undefined) throw new Error(made.refusal)
    expect(made.files.get('src/services/kinesis/service.ts')).toContain('    sendMessage,\n')
    expect(made.files.get('src/services/kinesis/state.ts')).toContain('defineState({})')
    const list = made.files.get('src/server/service-list.ts') ?? ''
    const line = `  kinesis: () => import('../services/kinesis/service.ts').then(({ kinesis }) => kinesis),\n`
    expect(list.replace(line, '')).toBe(server)
    expect(list.indexOf(line)).toBeGreaterThan(list.indexOf('  iam: '))
    expect(list.indexOf(line)).toBeLessThan(list.indexOf('  sqs: '))
  })

  it('refuses an operation that AWS does not have, and names those like it', () => {
    expect(scaffoldIn({ 'src/services/sqs/service.ts': service }, 'Delete')).toEqual({
      refusal:
        "AWS's model of sqs has no operation Delete. Did you mean DeleteMessage, DeleteMessageBatch?",
    })
  })

  it('never overwrites an operation', () => {
    const files = {
      'src/services/sqs/service.ts': service,
      'src/services/sqs/operations/send-message.ts': '',
    }
    expect(scaffoldIn(files, 'SendMessage')).toEqual({
      refusal: 'src/services/sqs/operations/send-message.ts is there already.',
    })
  })

  it("writes AWS's abbreviations as one word", () => {
    expect(kebabCase('DescribeDBInstances')).toBe('describe-db-instances')
    expect(kebabCase('GetQueueUrl')).toBe('get-queue-url')
  })
})
