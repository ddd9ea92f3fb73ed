/** `kasane requests`: what has been asked of the cloud, and what it answered. */
import { createColors } from 'picocolors'
import type { Members } from './cloud.ts'
import { cloudOptions, type Command, jsonOption, textOf } from './command.ts'
import { UsageError } from './failure.ts'
import { linesOf } from './json-lines.ts'
import { shownTime } from './shown-time.ts'
import type { Terminal } from './terminal.ts'

const shownByDefault = '20'

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
    const last = textOf(run, 'last') ?? shownByDefault
    if (!/^\d{1,9}$/.test(last)) throw new UsageError(`--last takes a whole number, not "${last}"`)
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
    const { service, operation, code, method, path, account, region, requestId } = entry
    const what = operation ? [service, operation] : [service, method, path]
    const words = [
      colours.dim(shownTime(Number(entry['atMs']), now())),
      colour(String(status)),
      ...what,
      code && colour(String(code)),
      colours.dim(`${ms} ms`),
      account,
      region,
      colours.dim(String(requestId)),
    ]
    out(words.filter((word) => word !== undefined && word !== '').join(' '))
  }
}
