/** `npm run codegen -- DIR`: writes `models/` from the botocore installed in DIR (see README.md). */
import { writeFileSync } from 'node:fs'
import { makeModels } from './make-models.ts'

const packages = process.argv[2] ?? process.env['KASANE_BOTOCORE']
if (packages === undefined) {
  console.error('Usage: npm run codegen -- DIR  (DIR: the folder that botocore was installed to)')
  process.exitCode = 2
} else {
  const files = makeModels(packages, 'models')
  for (const { path, text } of files) writeFileSync(path, text)
  const sizeBytes = files.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0)
  console.log(`${files.length} models, ${(sizeBytes / 1e6).toFixed(1)} MB`)
}
