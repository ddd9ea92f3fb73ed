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

/** One more lazily loaded service, in the list's order. */
export function withService(list: string, service: string, name: string): string {
  const key = /^[a-z]\w*$/i.test(service) ? service : `'${service}'`
  const line = `  ${key}: async () => (await import('../services/${service}/service.ts')).${name},`
  const entry = /^ {2}['\w-]+: async \(\) =>.*$/gm
  const lines = [...list.matchAll(entry)].map((match) => match[0])
  const last = lines.at(-1)
  if (last === undefined)
    throw new Error('src/server/service-list.ts lists no service to stand beside')
  const sorted = [...lines, line].sort((a, b) => bare(a).localeCompare(bare(b)))
  return list.replace(lines.join('\n'), sorted.join('\n'))
}

function bare(line: string): string {
  return line.trim().replaceAll("'", '')
}
