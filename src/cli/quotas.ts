/** `kasane quotas`: what AWS's limits are here, how much of them is used, and how to set them. */
import { createColors } from 'picocolors'
import type { Members } from './cloud.ts'
import { placeOf, placeOptions } from './aws-place.ts'
import { type Command, jsonOption } from './command.ts'
import { UsageError } from './failure.ts'
import { serviceNamed } from './service-names.ts'
import type { Terminal } from './terminal.ts'

const options = [...placeOptions, jsonOption]

export const quotas: Command = {
  name: 'quotas',
  summary: 'lists quotas with their present use, or sets one for a test',
  commands: [
    {
      name: 'list',
      isDefault: true,
      summary: 'lists quotas: service, code, name, value, what is used, whether AWS raises it',
      args: [['[service]', 'as the AWS CLI calls it, or its code at Service Quotas; else all']],
      options,
      async run(run) {
        const [named] = run.args
        const service = named === undefined ? undefined : serviceNamed(named)
        const { account, region } = placeOf(run)
        const { get } = await run.cloud()
        const listed = await get(`/quotas?${queryOf({ service, account, region })}`)
        if (run.options['json']) return run.terminal.out(JSON.stringify(listed))
        print(listed['quotas'] as readonly Members[], run.terminal)
      },
    },
    {
      name: 'set',
      summary: 'sets a quota, also one that AWS itself never moves',
      args: [
        ['<service>', 'such as sqs'],
        ['<quota>', 'its code (L-…) or its name'],
        ['<value>', 'a whole number'],
      ],
      options,
      async run(run) {
        const [service = '', name, text = ''] = run.args
        const { account, region } = placeOf(run)
        const asked = { service: serviceNamed(service), name, value: readValue(text) }
        const { post } = await run.cloud()
        const set = await post('/quotas', { ...asked, account, region })
        if (run.options['json']) return run.terminal.out(JSON.stringify(set))
        const where = `for account ${String(set['account'])} in ${String(set['region'])}`
        run.terminal.out(`${service} ${String(set['name'])} is ${String(set['value'])} ${where}`)
      },
    },
  ],
}

/** @throws UsageError */
function readValue(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text)
  throw new UsageError(`"${text}" is not a value such as 5: a whole number that is not negative`)
}

function queryOf(parameters: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined)
  return new URLSearchParams(given as [string, string][]).toString()
}

const titles = ['service', 'code', 'name', 'value', 'used', ''] as const

function print(listed: readonly Members[], { out, hasColours }: Terminal): void {
  if (listed.length === 0) return out('No quotas are enforced there.')
  const { dim } = createColors(hasColours)
  const rows = [titles, ...listed.map(cellsOf)]
  const widths = titles.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)))
  for (const [index, row] of rows.entries()) {
    const line = row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ')
    out(index === 0 ? dim(line.trimEnd()) : line.trimEnd())
  }
}

function cellsOf(quota: Members): readonly string[] {
  const { service, code, name, value, used, adjustable } = quota
  const standard = quota['default']
  const changed = value === standard ? '' : ` (AWS: ${String(standard)})`
  return [
    String(service),
    typeof code === 'string' ? code : '-',
    String(name),
    `${String(value)}${changed}`,
    used === undefined ? '-' : String(used),
    adjustable === true ? 'adjustable' : 'fixed',
  ]
}
