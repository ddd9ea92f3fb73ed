/** `kasane incidents`: what was refused, or with `--iam audit` would have been. */
import { createColors } from 'picocolors'
import type { Members } from './cloud.ts'
import { cloudOptions, type Command, jsonOption, lastOf } from './command.ts'
import { cliNameOf } from './service-names.ts'
import { lineOf, shownTime } from './shown-entry.ts'
import type { Terminal } from './terminal.ts'

const shownByDefault = 20
/** As many as the cloud keeps. */
const keptMax = 1_000

export const incidents: Command = {
  name: 'incidents',
  summary: 'lists the newest refusals; "kasane explain" tells of one',
  options: [
    ...cloudOptions,
    jsonOption,
    { name: 'audit', says: 'those that IAM would have refused (kasane start --iam audit)' },
    { name: 'last', value: 'count', says: `how many (else ${shownByDefault})` },
  ],
  async run(run) {
    const { options, terminal, cloud } = run
    const last = lastOf(run, shownByDefault)
    const { endpoint, get } = await cloud()
    const { incidents: kept } = await get(`/incidents?last=${keptMax}`)
    const asked = (kept as readonly Members[]).filter(
      ({ isAudit }) => !options['audit'] || isAudit === true,
    )
    const wanted = asked.slice(Math.max(0, asked.length - last))
    if (options['json']) return wanted.forEach((one) => terminal.out(JSON.stringify(one)))
    if (wanted.length === 0) return terminal.out(nothing(endpoint, Boolean(options['audit'])))
    wanted.forEach(printLine(terminal))
  },
}

function nothing(endpoint: string, isAudit: boolean): string {
  return isAudit
    ? `Nothing would have been refused at ${endpoint}.`
    : `Nothing was refused at ${endpoint}.`
}

/** `12:00:00.000 403 sqs SendMessage AccessDenied arn:… 000000000000 us-east-1 ab12…` */
function printLine({ out, hasColours, now }: Terminal) {
  const colours = createColors(hasColours)
  return (incident: Members): void => {
    const { atMs, operation, code, caller, account, region, requestId } = incident
    const members = incident['membersRefused']
    const status = Number(incident['status'])
    const colour = status >= 500 ? colours.red : colours.yellow
    out(
      lineOf([
        colours.dim(shownTime(Number(atMs), now())),
        incident['isAudit'] === true ? colours.cyan('audit') : colour(String(status)),
        cliNameOf(String(incident['service'])),
        operation,
        colour(String(code)),
        members === undefined ? '' : `(${String(members)} of its members)`,
        caller,
        account,
        region,
        colours.dim(String(requestId)),
      ]),
    )
  }
}
