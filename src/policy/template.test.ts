import { expect, test } from 'vitest'
import { splitAtColons, templateOf, variableBodies, variablesOf } from './template.ts'

const rules = { variables: true, wildcards: true }

test('a variable is up to the first brace, its fallback within single quotes', () => {
  const text = "a/${aws:username}/${aws:PrincipalTag/team , 'all, or none' }/${open"
  expect(variablesOf(templateOf(text, rules))).toEqual([
    { key: 'aws:username', fallback: undefined },
    { key: 'aws:principaltag/team', fallback: 'all, or none' },
  ])
  expect(variableBodies(text)).toEqual(['aws:username', "aws:PrincipalTag/team , 'all, or none' "])
})

test('colons of variables split nothing', () => {
  expect(splitAtColons('arn:${a:b}c:${d', rules)).toEqual(['arn', '${a:b}c', '${d'])
})

test.each<[string, string]>([
  ['unclosed variables', '${'.repeat(500_000)],
  ['an unclosed variable', `\${${'a'.repeat(1_000_000)}`],
  ['spaces before a comma', `\${${' '.repeat(500_000)},x}`],
  ['quotes', `\${a,'${"' ".repeat(250_000)}x}`],
])('a text of %s is read in one pass', (_, text) => {
  expect(splitAtColons(text, rules)).toEqual([text])
  expect(templateOf(text, rules).parts).toHaveLength(1)
})
