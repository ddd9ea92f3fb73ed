import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { ClaimFailed, type Claim, type Lab, type Text } from './lab.ts'
import { labs } from './labs.ts'
import { runLab } from './run-lab.ts'

const both = (text: string): Text => ({ en: text, ja: `${text} (ja)` })
const told = both('It is told')
const story = { problem: told, watch: told, cause: told, cure: told, exam: told, today: told }

function labOf(run: Lab['run']): Lab {
  return { name: 'tiny', title: told, story, run }
}

async function ran(run: Lab['run'], language: 'en' | 'ja' = 'en') {
  const lines: (string | Claim)[] = []
  const result = await runLab(labOf(run), { endpoint: 'http://127.0.0.1:1' }, language, {
    step: (text) => lines.push(text),
    claim: (claim) => lines.push(claim),
    chart: () => undefined,
  })
  return { ...result, lines }
}

describe('a lab', () => {
  test('has proven what it claims when every claim holds', async () => {
    const { ok, claims, lines, account } = await ran(async (stage) => {
      stage.step(both('Does something'))
      stage.claim(both('It works'), true, 'not told')
    }, 'ja')
    expect({ ok, claims }).toEqual({ ok: true, claims: [{ text: 'It works (ja)', ok: true }] })
    expect(lines).toEqual(['Does something (ja)', ...claims])
    expect(account).toMatch(/^\d{12}$/)
  })

  test('ends at the first claim that does not hold, and tells what it saw', async () => {
    const { ok, claims, error } = await ran(async (stage) => {
      stage.claim(both('It works'), false, { waiting: 3 })
      stage.claim(both('It goes on'), true)
    })
    expect({ ok, error, claims }).toEqual({
      ok: false,
      error: undefined,
      claims: [{ text: 'It works', ok: false, seen: { waiting: 3 } }],
    })
  })

  test('fails when a call fails, and names the request', async () => {
    const { ok, error } = await ran(() =>
      Promise.reject(
        Object.assign(new Error('No.'), { name: 'AccessDenied', $metadata: { requestId: 'ab12' } }),
      ),
    )
    expect({ ok, error }).toEqual({ ok: false, error: 'AccessDenied: No. (request ab12)' })
  })

  test('that claims nothing has proven nothing', async () => {
    expect((await ran(() => Promise.resolve())).ok).toBe(false)
    expect((await ran(() => Promise.reject(new ClaimFailed('x')))).ok).toBe(false)
  })

  test('has an account of its own each time', async () => {
    const accounts = [await ran(() => Promise.resolve()), await ran(() => Promise.resolve())]
    expect(new Set(accounts.map(({ account }) => account)).size).toBe(2)
  })
})

describe('every lab', () => {
  test('has a row in docs/labs.md', () => {
    const page = readFileSync(new URL('../../docs/labs.md', import.meta.url), 'utf8')
    for (const { name } of labs) expect(page).toContain(`| \`${name}\` | `)
  })

  test.each(labs.map((lab) => [lab.name, lab] as const))(
    '%s tells its story in both languages',
    (_, { title, story: told }) => {
      for (const { en, ja } of [title, ...Object.values(told)]) {
        expect(en).toMatch(/^[A-Z][\x20-\x7e’]+$/)
        expect(ja).toMatch(/[\u3040-\u30ff]/)
      }
    },
  )
})
