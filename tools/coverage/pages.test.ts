import { expect, it } from 'vitest'
import { coveragePage, readmeTable, withTable } from './pages.ts'

const coverage = [
  { name: 'kms', title: 'KMS', emulated: [], missing: ['Decrypt', 'Encrypt'] },
  { name: 'sqs', title: 'SQS', emulated: ['SendMessage'], missing: ['PurgeQueue'] },
]

it('the page counts every service and names what each lacks', () => {
  expect(coveragePage(coverage)).toContain(`
| KMS | \`kms\` | 0 of 2 |
| SQS | \`sqs\` | 1 of 2 |

## SQS

Emulated: SendMessage.

Not emulated: PurgeQueue.
`)
})

it("the README's table leaves out what does not run yet, and says so", () => {
  expect(readmeTable(coverage)).toBe(`| service | name | operations |
|---|---|---|
| SQS | \`sqs\` | 1 of 2 |

1 more services are known by their models: their operations answer \`NotEmulated\` (501). See
[docs/coverage.md](docs/coverage.md).
`)
})

it('the table goes between its marks and nothing else changes', () => {
  const page = 'a\n<!-- services: made by npm run coverage -->\nold\n<!-- end of services -->\nb'
  expect(withTable(page, 'new')).toBe(
    'a\n<!-- services: made by npm run coverage -->\n\nnew\n<!-- end of services -->\nb',
  )
})
