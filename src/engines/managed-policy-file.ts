/**
 * AWS's managed policies, out of the file that the package ships. It is read when they are first
 * asked for (12 ms, 3 MB kept from then on), and a document is parsed when somebody looks at it.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { ManagedPolicies, ManagedPolicy } from '../ports/managed-policies.ts'

/**
 * @param folder the models', which holds a gzipped file whose lines are
 * `["/path/name", version, created, updated, document]`
 */
export function managedPolicyFile(folder: string): ManagedPolicies {
  const path = join(folder, 'managed-policies', 'aws-managed-policies.jsonl.gz')
  let read: Contents | undefined
  const contents = () => (read ??= readPolicies(path))
  return {
    find: (arn) => contents().bySuffix.get(arn.slice(arn.indexOf('/'))),
    list: () => contents().policies,
  }
}

interface Contents {
  readonly policies: readonly ManagedPolicy[]
  readonly bySuffix: ReadonlyMap<string, ManagedPolicy>
}

function readPolicies(path: string): Contents {
  const lines = gunzipSync(readFileSync(path)).toString('utf8').trimEnd().split('\n')
  const bySuffix = new Map(lines.map((line) => policyOn(line)))
  return { bySuffix, policies: [...bySuffix.values()] }
}

const head = /^\["([^"]*\/)([^"/]+)",(\d+),(\d+),(\d+),/

function policyOn(line: string): [string, ManagedPolicy] {
  const [start, path, name, version, created, updated] = head.exec(line) ?? []
  if (start === undefined || path === undefined || name === undefined) {
    throw new Error(`no managed policy: ${line.slice(0, 80)}`)
  }
  const policy = {
    arn: `arn:aws:iam::aws:policy${path}${name}`,
    name,
    path,
    version: Number(version),
    createdAtMs: Number(created),
    updatedAtMs: Number(updated),
    get document() {
      // AWS's documents are indented so.
      return JSON.stringify(JSON.parse(line.slice(start.length, -1)), undefined, 4)
    },
  }
  return [path + name, policy]
}
