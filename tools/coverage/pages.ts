import type { ServiceCoverage } from './coverage.ts'

const start = '<!-- services: made by npm run coverage -->'
const end = '<!-- end of services -->'

/** docs/coverage.md. */
export function coveragePage(coverage: readonly ServiceCoverage[]): string {
  const served = coverage.filter(({ emulated }) => emulated.length > 0)
  return `# What is emulated

Made by \`npm run coverage\` from the services themselves; not written by hand. An operation that is not
emulated answers \`NotEmulated\` with status 501, in its protocol's own form, and never pretends.

${table(coverage)}
${served.map(section).join('\n')}`
}

/** The README's table: services of which something runs. */
export function readmeTable(coverage: readonly ServiceCoverage[]): string {
  const served = coverage.filter(({ emulated }) => emulated.length > 0)
  const others = coverage.length - served.length
  return `${table(served)}
${others} more services are known by their models: their operations answer \`NotEmulated\` (501). See
[docs/coverage.md](docs/coverage.md).
`
}

/** @throws Error when the page lacks the two marks that the table stands between. */
export function withTable(page: string, made: string): string {
  const from = page.indexOf(start)
  const to = page.indexOf(end)
  if (from < 0 || to < from) throw new Error(`README.md lacks "${start}" … "${end}"`)
  return `${page.slice(0, from + start.length)}\n\n${made}\n${page.slice(to)}`
}

function table(coverage: readonly ServiceCoverage[]): string {
  const rows = coverage.map(({ title, name, emulated, missing }) => {
    const all = emulated.length + missing.length
    return `| ${title} | \`${name}\` | ${emulated.length} of ${all} |\n`
  })
  return `| service | name | operations |\n|---|---|---|\n${rows.join('')}`
}

function section({ title, emulated, missing }: ServiceCoverage): string {
  const gaps = missing.length === 0 ? '' : `\nNot emulated: ${missing.join(', ')}.\n`
  return `## ${title}\n\nEmulated: ${emulated.join(', ')}.\n${gaps}`
}
