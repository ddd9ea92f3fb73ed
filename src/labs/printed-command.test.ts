import { describe, expect, test } from 'vitest'
import { readCommand } from './printed-command.ts'

describe('a printed command', () => {
  test('is read as a shell reads it', () => {
    const line = String.raw`AWS_ACCESS_KEY_ID=1 aws iam put-role-policy --role-name worker --policy-document '{"a":"it'\''s"}' --set-as-default --region us-east-1`
    expect(readCommand(line)).toEqual({
      service: 'iam',
      operation: 'put-role-policy',
      options: {
        'role-name': 'worker',
        'policy-document': `{"a":"it's"}`,
        'set-as-default': true,
        region: 'us-east-1',
      },
    })
  })

  test.each(['', 'kasane clock advance 1s', 'aws sqs'])('is not taken from %j', (line) => {
    expect(() => readCommand(line)).toThrow('not a command of the AWS CLI')
  })
})
