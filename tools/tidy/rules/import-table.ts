import { builtinModules } from 'node:module'
import { type Finding, type Repository, type Rule, isTestCode } from '../rule.ts'
import type { ModuleImport } from '../source.ts'

/** Who may import whom, besides files of the same folder: docs/architecture.md, "Layout". */
export const folders: Readonly<Record<string, readonly string[]>> = {
  kernel: [],
  model: ['kernel'],
  generated: ['kernel'],
  policy: ['kernel'],
  ports: ['kernel'],
  planner: ['kernel'],
  wire: ['kernel', 'model'],
  services: ['kernel', 'generated', 'ports', 'policy', 'planner'],
  gateway: ['kernel', 'model', 'wire', 'policy', 'ports'],
  engines: ['kernel', 'ports'],
  control: ['kernel', 'policy', 'wire', 'gateway'],
  server: [
    'kernel',
    'model',
    'generated',
    'policy',
    'ports',
    'planner',
    'wire',
    'services',
    'gateway',
    'engines',
    'control',
    'version.ts',
  ],
  labs: ['planner'],
  cli: ['planner', 'labs', 'version.ts'],
  'index.ts': ['server', 'kernel', 'version.ts'],
  'version.ts': [],
}

/** Files that may import more than their folder may. */
const exceptions: Readonly<Record<string, readonly string[]>> = {
  'src/cli/start.ts': ['server'],
}

/** Packages of others, and the folders that may use them. */
const packages: Readonly<Record<string, readonly string[]>> = {
  '@aws-sdk/client-cloudwatch': ['labs'],
  '@aws-sdk/client-dynamodb': ['labs'],
  '@aws-sdk/client-iam': ['labs'],
  '@aws-sdk/client-sqs': ['labs'],
  '@aws-sdk/client-sts': ['labs'],
  commander: ['cli'],
  lmdb: ['engines'],
  picocolors: ['cli', 'labs'],
  'sorted-btree': ['kernel'],
}

/** Folders with sockets, files and processes of their own. */
const worldly = new Set(['engines', 'cli', 'labs'])

/** Node's modules that only compute: free everywhere. */
const computing = new Set([
  'assert',
  'async_hooks',
  'buffer',
  'crypto',
  'diagnostics_channel',
  'events',
  'querystring',
  'stream',
  'string_decoder',
  'url',
  'util',
  'zlib',
])

export const importTable: Rule = {
  name: 'imports',
  check: ({ sources }: Repository) =>
    sources
      .filter(({ path }) => path.startsWith('src/') && !isTestCode(path))
      .flatMap(({ path, imports }) =>
        imports.flatMap((each): Finding[] => {
          const message = objection(path, each)
          return message ? [{ path, line: each.line, message }] : []
        }),
      ),
}

function objection(path: string, { specifier, target }: ModuleImport): string | undefined {
  const folder = folderOf(path)
  if (target) return objectionToFile(path, folder, target)
  const name = specifier.replace(/^node:/, '')
  if (specifier.startsWith('node:') || builtinModules.includes(name)) {
    if (!specifier.startsWith('node:')) return `write 'node:${name}'`
    if (worldly.has(folder) || computing.has(name.split('/')[0] ?? name)) return undefined
    return `${folder} may not use ${specifier}: what touches the world lives in engines, behind a port`
  }
  return objectionToPackage(folder, specifier)
}

function objectionToFile(path: string, folder: string, target: string): string | undefined {
  if (!target.startsWith('src/')) return `src may not import ${target}, which is not shipped`
  if (isTestCode(target)) return `${target} is for tests alone`
  const wanted = folderOf(target)
  if (wanted === folder) return objectionWithinFolder(path, target)
  if (exceptions[path]?.includes(wanted)) return undefined
  const allowed = folders[folder]
  if (!allowed)
    return `src/${folder} is not in the import table of tools/tidy/rules/import-table.ts`
  if (allowed.includes(wanted)) return undefined
  return `${folder} may not import ${wanted} (may: ${allowed.join(', ') || 'nothing'})`
}

/** Services talk to each other as a user's services do: through the API, never by import. */
function objectionWithinFolder(path: string, target: string): string | undefined {
  const [own, other] = [serviceOf(path), serviceOf(target)]
  if (own === other || !own || !other) return undefined
  return `services/${own} may not import services/${other}: call its API (call.aws) or deliver to its ARN`
}

function objectionToPackage(folder: string, specifier: string): string | undefined {
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
  const allowed = packages[name]
  if (!allowed) return `the package ${name} is not in the table of tools/tidy/rules/import-table.ts`
  if (allowed.includes(folder)) return undefined
  return `${folder} may not use the package ${name} (only ${allowed.join(', ')})`
}

function folderOf(path: string): string {
  return path.split('/')[1] ?? ''
}

function serviceOf(path: string): string | undefined {
  const [, folder, service, ...rest] = path.split('/')
  return folder === 'services' && rest.length > 0 ? service : undefined
}
