/** How a lab looks on the terminal, in both languages. */
import type { createColors } from 'picocolors'
import type { Lab, Language, Story, Text } from '../labs/lab.ts'
import type { LabResult, Progress } from '../labs/run-lab.ts'
import { chartLines } from './chart-text.ts'

type Colours = ReturnType<typeof createColors>

/** What a lab is printed on. */
export interface Sheet {
  readonly language: Language
  readonly colours: Colours
  out(line: string): void
}

const words = {
  lab: { en: 'Lab', ja: 'ラボ' },
  problem: { en: 'The problem', ja: '問題' },
  watch: { en: 'What to watch', ja: '注目するところ' },
  cause: { en: 'The cause', ja: '原因' },
  cure: { en: 'The cure', ja: '対処' },
  exam: { en: 'What notes for the exam say', ja: '試験対策ノートの答え' },
  today: { en: 'What holds today', ja: '現在の正解' },
} as const satisfies Readonly<Record<'lab' | keyof Story, Text>>

/** Nothing is printed while it runs. */
export const quietly: Progress = {
  step: () => undefined,
  claim: () => undefined,
  chart: () => undefined,
}

/** What is printed as it goes on. */
export function progressOn({ language, out, colours }: Sheet): Progress {
  return {
    chart(chart) {
      out('')
      for (const line of chartLines(chart, language, colours)) out(`  ${line}`)
    },
    step: (text) => out(`${colours.cyan('→')} ${text}`),
    claim({ text, ok, seen }) {
      out(ok ? `  ${colours.green('✓')} ${text}` : `  ${colours.red('✗')} ${text}`)
      if (!ok) out(`    ${JSON.stringify(seen)}`)
    },
  }
}

/** What is told before it runs. */
export function printStory({ name, title, story }: Lab, sheet: Sheet): void {
  const { language, colours, out } = sheet
  out(colours.bold(`${words.lab[language]} ${name}: ${title[language]}`))
  printParts(['problem', 'watch'], story, sheet)
  out('')
}

/** What is told once it has been seen. */
export function printEnd(
  { name, story }: Lab,
  { ok, claims, account, error }: LabResult,
  sheet: Sheet & { readonly endpoint: string },
): void {
  const { language, colours, out, endpoint } = sheet
  if (error !== undefined) out(`  ${colours.red('✗')} ${error}`)
  if (ok) printParts(['cause', 'cure', 'exam', 'today'], story, sheet)
  const held = claims.filter((claim) => claim.ok).length
  const sum: Text = ok
    ? {
        en: `${name}: all ${held} claims hold (account ${account} at ${endpoint})`,
        ja: `${name}: ${held} 件の検証項目をすべて確認しました (${endpoint} のアカウント ${account})`,
      }
    : {
        en: `${name}: failed after ${held} claims that hold (account ${account} at ${endpoint})`,
        ja: `${name}: 検証項目を ${held} 件確認したところで失敗しました (${endpoint} のアカウント ${account})`,
      }
  out('')
  out(ok ? colours.green(sum[language]) : colours.red(sum[language]))
}

function printParts(
  parts: readonly (keyof Story)[],
  story: Story,
  { language, colours, out }: Sheet,
): void {
  for (const part of parts) {
    out('')
    out(colours.bold(words[part][language]))
    out(`  ${story[part][language]}`)
  }
}
