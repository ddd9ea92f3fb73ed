import type { ModelJson } from '../../src/model/model-json.ts'
import { camelCase } from './names.ts'
import type { Tree } from './scaffold.ts'

/** The server's list of services: the only file outside a service that names it. */
const serverList = 'src/server/service-list.ts'

/** A service's first files: no operation yet, no state yet. */
export function firstServiceFiles(model: ModelJson, tree: Tree): [string, string][] {
  const { service } = model
  const name = camelCase(service)
  const folder = `src/services/${service}`
  return [
    [
      `${folder}/state.ts`,
      `import { defineState } from '../../kernel/collection.ts'

/** What ${model.serviceId} keeps, one collection a noun. */
export const state = defineState({})
`,
    ],
    [
      `${folder}/operation.ts`,
      `import { operationsOn } from '../../kernel/service.ts'
import { state } from './state.ts'

/** An operation on ${model.serviceId}'s state. */
export const ${name}Operation = operationsOn(state)
`,
    ],
    [
      `${folder}/service.ts`,
      `/** ${model.serviceId}: what it is made of. */
import { defineService } from '../../kernel/service.ts'
import { state } from './state.ts'

export const ${name} = defineService({
  name: '${service}',
  state,
  operations: [
  ],
})
`,
    ],
    [serverList, withService(tree.read(serverList) ?? '', service, name)],
  ]
}

/** One more lazily loaded service, in the list's order. @throws Error when the list isn't found. */
function withService(list: string, service: string, name: string): string {
  const block = /(const loaders: [^\n]*\{\n)([\s\S]*?)(^\}$)/m
  if (!block.test(list)) throw new Error(`${serverList} has no list of loaders`)
  const key = /^[a-z]\w*$/i.test(service) ? service : `'${service}'`
  const path = `../services/${service}/service.ts`
  const entry = `  ${key}: () => import('${path}').then(({ ${name} }) => ${name}),\n`
  return list.replace(block, (_, head: string, body: string, end: string) => {
    const entries = body.split(/^(?= {2}\S)/m).filter((one) => one !== '')
    const sorted = [...entries, entry].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
    return head + sorted.join('') + end
  })
}

function keyOf(entry: string): string {
  return entry.slice(0, entry.indexOf(':')).trim().replaceAll("'", '')
}
