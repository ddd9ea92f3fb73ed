import { expect, test } from 'vitest'
import { findingsOf } from '../testing/findings.ts'
import { documentedDependencies } from './documented-dependencies.ts'

test('a dependency without a line in the decision is reported, the AWS clients as one', () => {
  const files = {
    'docs/decisions/0002-dependencies.md': '| `esbuild` | bundles | MIT | |',
    'package.json':
      '{"devDependencies":{"esbuild":"1.0.0"},"optionalDependencies":{"lmdb":"1.0.0"}}',
    'test/clients/package.json':
      '{"dependencies":{"@aws-sdk/client-sqs":"3.1.0","@aws-sdk/client-sns":"3.1.0"}}',
  }
  expect(findingsOf(documentedDependencies, files)).toEqual([
    'package.json:1 lmdb has no line in docs/decisions/0002-dependencies.md',
    'test/clients/package.json:1 @aws-sdk/client-* has no line in docs/decisions/0002-dependencies.md',
  ])
})
