/**
 * `node tools/run.mjs tools/codegen/generate.ts [--check]`: models → `src/generated/*.ts`.
 *
 * Files that are right already are left untouched, so that nothing downstream rebuilds for nothing.
 * `--check` writes nothing and fails when something would change.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ModelJson } from '../../src/model/model-json.ts'
import { writeServiceFacts } from './write-service-facts.ts'
import { writeTypes } from './write-types.ts'

const models = 'models'
const generated = join('src', 'generated')

/** Every file of `src/generated` by its name. */
function makeSources(): Map<string, string> {
  const sources = new Map<string, string>()
  const all = readModels()
  for (const model of all) sources.set(`${model.service}.ts`, writeTypes(model))
  sources.set('services.ts', writeServiceFacts(all))
  return sources
}

function readModels(): ModelJson[] {
  return readdirSync(models)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => JSON.parse(readFileSync(join(models, name), 'utf8')) as ModelJson)
}

/** Names of files to write and to delete. */
function findStale(sources: ReadonlyMap<string, string>): { write: string[]; remove: string[] } {
  mkdirSync(generated, { recursive: true })
  const present = readdirSync(generated)
  const isStale = ([name, text]: [string, string]) =>
    !present.includes(name) || readFileSync(join(generated, name), 'utf8') !== text
  return {
    write: [...sources].filter(isStale).map(([name]) => name),
    remove: present.filter((name) => !sources.has(name)),
  }
}

const sources = makeSources()
const stale = findStale(sources)
if (process.argv.includes('--check')) {
  for (const name of [...stale.write, ...stale.remove]) console.error(`stale: ${generated}/${name}`)
  process.exitCode = stale.write.length + stale.remove.length > 0 ? 1 : 0
} else {
  for (const name of stale.remove) rmSync(join(generated, name))
  for (const name of stale.write) writeFileSync(join(generated, name), sources.get(name) ?? '')
  // The folder's own time is what tells that generation has run.
  utimesSync(generated, Date.now() / 1000, Date.now() / 1000)
}
