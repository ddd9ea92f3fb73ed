/** `npm run scaffold SERVICE OPERATION`: the files that a new operation needs. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { ModelJson } from '../../src/model/model-json.ts'
import { scaffold, type Tree } from './scaffold.ts'

const [service, operation] = process.argv.slice(2)
if (!service || !operation) {
  console.error(
    'usage: npm run scaffold SERVICE OPERATION, such as: npm run scaffold sqs SendMessage',
  )
  process.exit(2)
}

const tree: Tree = {
  read: (path) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined),
}
const modelText = tree.read(`models/${service}.json`)
if (modelText === undefined) {
  console.error(`There is no models/${service}.json; services are named as their SDK v3 client.`)
  process.exit(1)
}

const made = scaffold({ tree, model: JSON.parse(modelText) as ModelJson, operation })
if (made.refusal !== undefined) {
  console.error(made.refusal)
  process.exit(1)
}
for (const [path, text] of made.files) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
  console.log(`wrote ${path}`)
}
spawnSync('node_modules/.bin/oxfmt', [...made.files.keys()])
console.log(made.next)
