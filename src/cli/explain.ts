/** `kasane explain`: why a request was refused, and what helps. */
import { createColors } from 'picocolors'
import type { Cloud, Members } from './cloud.ts'
import { cloudOptions, type Command, jsonOption, type Run } from './command.ts'
import { linesOf } from './json-lines.ts'
import type { Terminal } from './terminal.ts'

export const explain: Command = {
  name: 'explain',
  summary: 'tells why a request was refused, and what helps',
  args: [['[request]', 'its id, which AWS clients show with the error; or last (the default)']],
  options: [
    ...cloudOptions,
    jsonOption,
    { name: 'watch', says: 'goes on with each refusal as it comes' },
  ],
  async run(run) {
    const cloud = await run.cloud()
    const [asked] = run.args
    const show = run.options['json'] ? printJson(run.terminal) : printText(run.terminal)
    const print: Print = (incident) => show(asCalled(incident, run.terminal))
    if (run.options['watch']) return watch(cloud, asked, print)
    const id = await idOf(asked ?? 'last', cloud)
    if (id === undefined) return sayNothing(run, cloud)
    print(await find(cloud, id))
  },
}

type Print = (incident: Members) => void

/** `undefined`: nothing was refused yet. */
async function idOf(asked: string, cloud: Cloud): Promise<string | undefined> {
  if (asked !== 'last') return asked
  const { incidents } = await cloud.get('/incidents?last=1')
  const [newest] = incidents as readonly Members[]
  return newest && String(newest['requestId'])
}

function sayNothing({ options, terminal }: Run, { endpoint }: Cloud): void {
  terminal.out(options['json'] ? 'null' : `Nothing was refused at ${endpoint}.`)
}

function find(cloud: Cloud, id: string): Promise<Members> {
  return cloud.get(`/incidents/${encodeURIComponent(id)}`)
}

async function watch(cloud: Cloud, first: string | undefined, print: Print): Promise<void> {
  const stream = await cloud.read('GET', '/incidents?follow')
  const id = first === undefined ? undefined : await idOf(first, cloud)
  if (id !== undefined) print(await find(cloud, id))
  for await (const line of linesOf(stream)) {
    const incident = JSON.parse(line) as Members
    if ('missed' in incident) print(incident)
    else print(await find(cloud, String(incident['requestId'])))
  }
}

/** The cloud writes commands of this program by its name, which the shell here need not find. */
function asCalled(incident: Members, { program }: Terminal): Members {
  if (!('explanation' in incident)) return incident
  const explanation = incident['explanation'] as Explanation
  const cure = explanation.cure.map((one) => ({
    ...one,
    commands: one.commands.map((command) => command.replace(/^kasane(?= )/, () => program)),
  }))
  return { ...incident, explanation: { ...explanation, cure } }
}

function printJson({ out }: Terminal): Print {
  return (incident) => out(JSON.stringify(incident))
}

/** As the control API tells it. */
interface Explanation {
  readonly what: string
  readonly who: string
  readonly why: readonly string[]
  readonly cure: readonly { readonly text: string; readonly commands: readonly string[] }[]
}

function printText({ out, hasColours }: Terminal): Print {
  const { bold, cyan, dim } = createColors(hasColours)
  let isFirst = true
  return (incident) => {
    if (!isFirst) out('')
    isFirst = false
    if ('missed' in incident) return out(dim(`… ${String(incident['missed'])} more`))
    const { what, who, why, cure } = incident['explanation'] as Explanation
    out(bold(what))
    out(`  who   ${who}`)
    const when = new Date(Number(incident['atMs'])).toISOString()
    out(`  when  ${when}, request ${String(incident['requestId'])}`)
    out(bold('Why'))
    for (const reason of why) out(`  - ${indented(reason)}`)
    if (cure.length > 0) out(bold('What helps'))
    for (const { text, commands } of cure) {
      out(`  - ${indented(text)}`)
      for (const command of commands) out(`      ${cyan(command)}`)
    }
  }
}

/** Texts of several lines stay below their dash. */
function indented(text: string): string {
  return text.replaceAll('\n', '\n    ')
}
