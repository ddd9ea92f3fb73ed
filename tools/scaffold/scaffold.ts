/**
 * What a new operation is made of: its file, its test and its line in the service's list; for a
 * service's first operation the service's folder and its line in the server's list too.
 */
import type { ModelJson } from '../../src/model/model-json.ts'
import { addToList } from './add-to-list.ts'
import { camelCase, kebabCase } from './names.ts'
import { operationFile, operationTestFile } from './operation-templates.ts'
import { firstServiceFiles } from './service-templates.ts'

export interface Tree {
  /** A file's text, or `undefined` when there is none. */
  read(path: string): string | undefined
}

export interface Asked {
  readonly tree: Tree
  readonly model: ModelJson
  /** As AWS writes it: `SendMessage`. */
  readonly operation: string
}

export type Made =
  | { readonly refusal: string }
  | {
      readonly refusal?: undefined
      readonly files: ReadonlyMap<string, string>
      readonly next: string
    }

export function scaffold({ tree, model, operation }: Asked): Made {
  const { service } = model
  if (!Object.hasOwn(model.operations, operation)) {
    return {
      refusal: `AWS's model of ${service} has no operation ${operation}.${likeIt(model, operation)}`,
    }
  }
  const folder = `src/services/${service}`
  const file = `${folder}/operations/${kebabCase(operation)}.ts`
  if (tree.read(file) !== undefined) return { refusal: `${file} is there already.` }

  const isFirst = tree.read(`${folder}/service.ts`) === undefined
  const files = new Map(isFirst ? firstServiceFiles(model, tree) : [])
  const list = files.get(`${folder}/service.ts`) ?? tree.read(`${folder}/service.ts`) ?? ''
  files.set(`${folder}/service.ts`, addToList(list, camelCase(operation), kebabCase(operation)))
  files.set(file, operationFile(model, operation))
  files.set(file.replace(/\.ts$/, '.test.ts'), operationTestFile(model, operation))
  return {
    files,
    next: `Now fill in \`resource\` and \`run\` in ${file}, and say in its test what AWS does.`,
  }
}

function likeIt(model: ModelJson, operation: string): string {
  const wanted = operation.toLowerCase()
  const like = Object.keys(model.operations).filter((name) => {
    const known = name.toLowerCase()
    return known.includes(wanted) || wanted.includes(known)
  })
  return like.length === 0 ? '' : ` Did you mean ${like.slice(0, 3).join(', ')}?`
}
