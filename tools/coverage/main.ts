/** `npm run coverage`: docs/coverage.md and the README's table, from the models and the services. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import type { ModelJson } from '../../src/model/model-json.ts'
import { serviceSource } from '../../src/server/service-list.ts'
import { coverageOf } from './coverage.ts'
import { coveragePage, readmeTable, withTable } from './pages.ts'

const models = readdirSync('models')
  .filter((file) => file.endsWith('.json'))
  .map((file) => JSON.parse(readFileSync(`models/${file}`, 'utf8')) as ModelJson)
const coverage = await coverageOf(models, serviceSource())
const readme = readFileSync('README.md', 'utf8')
const pages = new Map([
  ['docs/coverage.md', coveragePage(coverage)],
  ['README.md', withTable(readme, readmeTable(coverage))],
])

const onlyChecks = process.argv.includes('--check')
for (const [path, text] of pages) {
  if (textOf(path) === text) continue
  if (onlyChecks) {
    console.error(`${path} is not what the services say; npm run coverage writes it anew.`)
    process.exitCode = 1
  } else {
    writeFileSync(path, text)
    console.log(`wrote ${path}`)
  }
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
