/** `npm run bench [NAME …]`: each bench is a file beside this one; without a name all run in turn. */
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'

const all = readdirSync('bench')
  .filter((file) => file.endsWith('.ts') && file !== 'main.ts')
  .map((file) => file.replace(/\.ts$/, ''))
const asked = process.argv.slice(2)
const unknown = asked.find((name) => !all.includes(name))
if (unknown !== undefined) {
  console.error(`There is no bench ${unknown}; there are ${all.join(', ')}.`)
  process.exit(2)
}
for (const name of asked.length > 0 ? asked : all) {
  console.log(`# ${name}`)
  const ran = spawnSync(process.execPath, ['tools/run.mjs', `bench/${name}.ts`], {
    stdio: 'inherit',
  })
  if (ran.status !== 0) process.exitCode = 1
}
