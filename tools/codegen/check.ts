/**
 * `node tools/run.mjs tools/codegen/check.ts DIR`: fails when the committed models are not what
 * botocore and the corrections give. DIR as for codegen, or `KASANE_BOTOCORE`.
 */
import { findStaleModels, makeModels } from './make-models.ts'

const packages = process.argv[2] ?? process.env['KASANE_BOTOCORE']
if (packages === undefined) {
  console.error('Usage: check.ts DIR  (DIR: the folder that botocore was installed to)')
  process.exitCode = 2
} else {
  const files = makeModels(packages, 'models')
  const stale = findStaleModels(files)
  for (const path of stale) console.error(`${path} is not what codegen makes: npm run codegen`)
  console.log(`${files.length - stale.length} of ${files.length} models regenerate unchanged`)
  process.exitCode = stale.length === 0 ? 0 : 1
}
