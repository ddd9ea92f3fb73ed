/** `kasane requests`: what has been asked of the cloud, and what it answered. */
import { createColors } from 'picocolors'
import type { Members } from './cloud.ts'
import { cloudOptions, type Command, jsonOption, lastOf } from './command.ts'
import { linesOf } from './json-lines.ts'
import { cliNameOf } from './service-names.ts'
import { lineOf, shownTime } from './shown-entry.ts'
import type { Terminal } from './terminal.ts'

const shownByDefault = 20

export const requests: Command = {
  name: 'requests',
  summary: 'lists the newest requests, or follows them',
  options: [
    ...cloudOptions,
    jsonOption,
    { name: 'follow', says: 'goes on with each request as it is answered' },
    { name: 'last', value: 'count', says: `how many to begin with (else ${shownByDefault})` },
  ],
  async run(run) {
    const { options, terminal } = run
    const last = lastOf(run, shownByDefault)
    const print = options['json'] ? printJson(terminal) : printLine(terminal)
    const cloud = await run.cloud()
    if (options['follow']) {
      const stream = await cloud.read('GET', `/requests?follow&last=${last}`)
      for await (const line of linesOf(stream)) print(JSON.parse(line) as Members)
      return
    }
    const listed = await cloud.get(`/requests?last=${last}`)
    for (const entry of listed['requests'] as readonly Members[]) print(entry)
  },
}

function printJson(terminal: Terminal) {
  return (entry: Members): void => terminal.out(JSON.stringify(entry))
}

/** `12:00:00.000 400 sqs SendMessage QueueDoesNotExist 0.4 ms 000000000000 us-east-1 ab12…` */
function printLine({ out, hasColours, now }: Terminal) {
  const colours = createColors(hasColours)
  return (entry: Members): void => {
    if ('missed' in entry) return out(colours.dim(`… ${String(entry['missed'])} more`))
    const status = Number(entry['status'])
    const colour = status >= 500 ? colours.red : status >= 400 ? colours.yellow : colours.green
    const ms = Number(entry['durationMs']).toFixed(1)
    const { operation, code, method, path, account, region, requestId } = entry
    out(
      lineOf([
        colours.dim(shownTime(Number(entry['atMs']), now())),
        colour(String(status)),
        cliNameOf(String(entry['service'])),
        ...(operation ? [operation] : [method, path]),
        code && colour(String(code)),
        colours.dim(`${ms} ms`),
        account,
        region,
        colours.dim(String(requestId)),
      ]),
    )
  }
}
